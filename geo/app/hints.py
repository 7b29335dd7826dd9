"""Three hints for a first visit, below what it opens on: the story that the data tell."""

import datetime as dt

import streamlit as st

from geo.app.address import TABS, Choice
from geo.app.periods import periods
from geo.app.rendering import show
from geo.app.story import Story, story
from geo.app.sync import HINTS
from geo.ledger import Ledger
from geo.revisions import compare


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
    known = periods(ledger, choice.now)
    told = story(ledger, known[0], choice.now)
    with st.container(key="hints", horizontal=True, vertical_alignment="center"):
        show(
            "hints.html",
            choice.tongue,
            told=_told(ledger, choice, told) if told and _is_shown(told, choice) else "",
            hints=[say(f"hints-{part}") for part in ("date", "knowledge", "below")],
        )
        if told:
            today = known[-1].clamp(choice.now)  # which may have left the period of the story
            label = say("hints-today", day=choice.tongue.day(today))
            st.button(label, key="hints-today", on_click=_leave, args=(today,))
        st.button(say("hints-close"), key="hints-close", on_click=_close)


def _is_shown(told: Story, choice: Choice) -> bool:
    """Tell whether the page still shows what the story tells of."""
    shown = (choice.on, choice.mode, choice.asof, choice.tab)
    return shown == (told.on, "now", told.plan, "compare")


def _told(ledger: Ledger, choice: Choice, told: Story) -> str:
    tongue = choice.tongue
    both = compare(ledger, told.on, told.plan, choice.now, choice.selection(ledger))
    names = tongue.say("list-comma").join(tongue.name(pair.site) for pair in both.differing)
    days = {"on": tongue.day(told.on), "plan": tongue.day(told.plan)}
    if not names:
        return tongue.say("hints-kept", **days)
    return tongue.say("hints-told", n=len(both.differing), sites=names, **days)


def _leave(day: dt.date) -> None:
    """Go to the present day, with nothing set against it."""
    state = st.session_state
    state["on"], state["tab"] = day, TABS[0]
    _close()


def _close() -> None:
    st.session_state[HINTS] = False
