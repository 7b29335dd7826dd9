"""The page on texts that no file may bring: it must show them as text all the same."""

import json
import os
import runpy
from pathlib import Path

import streamlit as st

from geo.app import data
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from tests.browser.evil import ledger_of

PAGE = Path(__file__).resolve().parents[2] / "streamlit_app.py"


@st.cache_resource
def evil_ledger(path: str) -> Ledger:
    """Give the ledger of the texts and addresses that a file lists."""
    texts, addresses = json.loads(Path(path).read_text("utf-8"))
    return ledger_of(texts, addresses)


def open_ledger(tongue: Tongue) -> Ledger:  # noqa: ARG001 - called like the one that it replaces
    """Stand in the place of what reads layers, which would refuse them."""
    return evil_ledger(os.environ["DRAWDOWN_DATA"])


data.open_ledger = open_ledger
runpy.run_path(str(PAGE))
