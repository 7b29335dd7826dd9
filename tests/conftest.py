"""Fixtures that many tests share: the ledger that comes along, on a day that stands still."""

import os

import pytest

import geo
from geo.clock import VARIABLE
from geo.ledger import Ledger

# Also for the processes that tests start; a suite that follows the calendar fails one morning.
os.environ.setdefault(VARIABLE, "2026-11-24")


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """The Iraq ledger, read from data/ once."""
    return geo.load()
