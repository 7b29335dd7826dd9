"""Fixtures that many tests share: the ledger that comes along."""

import pytest

import geo
from geo.ledger import Ledger


@pytest.fixture(scope="session")
def ledger() -> Ledger:
    """The Iraq ledger, read from data/ once."""
    return geo.load()
