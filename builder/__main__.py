"""`python -m builder` is `rasd`."""

from builder.cli import main

if __name__ == "__main__":
    main()
