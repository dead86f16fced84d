"""What all tests share."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator

import pytest
from hypothesis import settings

# How fast an example runs is for benchmarks/: a busy machine must not fail a test.
settings.register_profile("rasd", deadline=None)
settings.load_profile("rasd")

# What a shell runs in the background may ignore Ctrl-C, and so would all that a test starts and interrupts.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _process() -> Iterator[None]:
    """Leave the process as it was: no test is to see the store or the token that another one put in the environment.

    Streamlit puts the script of a page in the place of the main module, which processes begun later would run.
    """
    environment, main = dict(os.environ), sys.modules["__main__"]
    yield
    os.environ.clear()
    os.environ.update(environment)
    sys.modules["__main__"] = main
