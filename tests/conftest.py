"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# How fast an example runs is for benchmarks/: a busy machine must not fail a test.
settings.register_profile("rasd", deadline=None)
settings.load_profile("rasd")
