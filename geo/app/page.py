"""The page's frame: its title and style, and the sentence that answers."""

import datetime as dt
from html import escape
from importlib.resources import files

import streamlit as st

from geo import words
from geo.snapshot import Snapshot


def start_page() -> None:
    """Set the title and the style."""
    st.set_page_config(page_title=words.say("page-title"), layout="wide")
    css = files("geo.app").joinpath("page.css").read_text(encoding="utf-8")
    st.html(f"<style>{css}</style>")


def show_sentence(view: Snapshot, today: dt.date) -> None:
    """Show the sentence that answers; the live map rewrites it while the slider is dragged.

    Parameters
    ----------
    view
        The snapshot.
    today
        The present day.
    """
    text = escape(words.sentence(view, today))
    st.html(f'<h1 class="drawdown-sentence" aria-live="polite">{text}</h1>')
