"""Three hints for a first visit, and the way to the story that the data tell."""

import datetime as dt

import streamlit as st

from geo.app.address import Choice
from geo.app.periods import periods
from geo.app.story import story
from geo.app.sync import HINTS
from geo.ledger import Ledger


def show_hints(ledger: Ledger, choice: Choice) -> None:
    """Show the hints at a first visit, until they are closed.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What is shown.
    """
    if not st.session_state.get(HINTS):
        return
    say = choice.tongue.say
    with st.container(key="hints", gap="small"):
        st.text("\n".join(say(f"hints-{part}") for part in ("date", "knowledge", "below")))
        with st.container(horizontal=True):
            told = story(ledger, periods(ledger, choice.now)[0], choice.now)
            if told:
                label = say("hints-story", day=choice.tongue.day(told[0]))
                st.button(label, key="hints-story", on_click=_tell, args=told)
            st.button(say("hints-close"), key="hints-close", on_click=_close)


def _tell(since: dt.date, on: dt.date) -> None:
    state = st.session_state
    state["on"], state["since"], state["tab"] = on, since, "compare"
    _close()


def _close() -> None:
    st.session_state[HINTS] = False
