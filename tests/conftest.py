"""What all tests share."""

from __future__ import annotations

import signal

from hypothesis import settings

# How fast an example runs is for benchmarks/: a busy machine must not fail a test.
settings.register_profile("rasd", deadline=None)
settings.load_profile("rasd")

# What a shell runs in the background may ignore Ctrl-C, and so would all that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)
