"""The page's frame: its title and style, and the sentence that answers."""

import datetime as dt
from html import escape
from importlib.resources import files

import streamlit as st

from geo import answers
from geo.app.tongue import Tongue
from geo.snapshot import Snapshot


def start_page(tongue: Tongue) -> None:
    """Set the title and the style.

    Parameters
    ----------
    tongue
        The language.
    """
    st.set_page_config(page_title=tongue.say("page-title"), layout="wide")
    names = ("page.css", "desk.css", *(("mirrored.css",) if tongue.mirrored else ()))
    css = "".join(files("geo.app").joinpath(name).read_text(encoding="utf-8") for name in names)
    st.html(f"<style>{css}</style>")


def show_sentence(view: Snapshot, today: dt.date, tongue: Tongue) -> None:
    """Show the sentence that answers; the live map rewrites it while the slider is dragged.

    Parameters
    ----------
    view
        The snapshot.
    today
        The present day.
    tongue
        The language.
    """
    text = escape(answers.sentence(view, today, tongue.lang))
    way = "rtl" if tongue.mirrored else "ltr"
    st.html(
        f'<h1 class="drawdown-sentence" aria-live="polite" lang="{tongue.lang}" dir="{way}">'
        f"{text}</h1>"
    )
