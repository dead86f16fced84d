"""What an extraction says, as quads."""
