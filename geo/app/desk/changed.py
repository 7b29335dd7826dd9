"""What changed between two days of knowledge."""

import datetime as dt
from typing import Any

import streamlit as st

from geo.app.address import Choice, first_day
from geo.app.desk.strip import show_strip
from geo.app.periods import turning_points
from geo.app.rendering import show
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from geo.revisions import Revision, revisions
from geo.status import Status
from geo.weblink import web_address


def choose_days(ledger: Ledger, choice: Choice) -> tuple[dt.date, dt.date]:
    """Ask for two days of knowledge; give the earlier one first.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What was asked.
    """
    say = choice.tongue.say
    points = turning_points(ledger, choice.lang)
    with st.container(horizontal=True, vertical_alignment="bottom", key="two-days"):
        for key in ("since", "until"):
            st.date_input(
                say(f"changed-{key}"),
                key=key,
                format="YYYY-MM-DD",
                min_value=first_day(ledger),
                max_value=choice.now,
                width=190,
            )
        turning = f"since-turning-{choice.since}"
        st.selectbox(
            say("turning"),
            [None, *points],
            index=[None, *points].index(choice.since if choice.since in points else None),
            key=turning,
            format_func=lambda day: points[day] if day else say("turning-other"),
            on_change=_turn,
            args=(turning,),
        )
        st.button(say("changed-that-day"), key="since-on", on_click=_that_day, args=(choice,))
    first, last = sorted((choice.since, choice.until))
    return first, last


def _turn(key: str) -> None:
    if st.session_state[key]:
        st.session_state["since"] = st.session_state[key]


def _that_day(choice: Choice) -> None:
    st.session_state["since"] = min(choice.on, choice.now)
    st.session_state["until"] = choice.now


def show_changed(ledger: Ledger, choice: Choice) -> None:
    """Show which answers for the day later knowledge changed, and which claims did it.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What was asked.
    """
    first, last = choose_days(ledger, choice)
    show_strip(ledger, choice, first, last)
    tongue, selection = choice.tongue, choice.selection(ledger)
    found = sorted(
        revisions(ledger, choice.on, first, last, selection),
        key=lambda one: (one.site != choice.site, not one.moved),
    )
    days = {"day": tongue.day(choice.on), "first": tongue.day(first), "last": tongue.day(last)}
    show(
        "changed.html",
        tongue,
        title=tongue.say("changed-title", n=len(found), **days),
        none="" if found else tongue.say("changed-none", **days),
        columns=[tongue.say("known-on", day=days[key]) for key in ("first", "last")],
        rows=[_revision(ledger, one, tongue) for one in found],
    )


def _revision(ledger: Ledger, one: Revision, tongue: Tongue) -> dict[str, Any]:
    return {
        "site": tongue.name(ledger.sites[one.site]),
        "moved": one.moved,
        "before": answer_text(one.before, tongue),
        "after": answer_text(one.after, tongue),
        "claims": [claim_record(ledger, key, tongue) for key in one.claims],
    }


def answer_text(status: Status, tongue: Tongue) -> str:
    """Say an answer with what it rests on and its deadline.

    Parameters
    ----------
    status
        The answer.
    tongue
        The language.
    """
    told = tongue.say("panel-basis", state=tongue.state(status), basis=tongue.basis(status))
    due = status.deadline
    return (
        tongue.listed([told, tongue.say("changed-due", day=tongue.day(due.date))]) if due else told
    )


def claim_record(ledger: Ledger, key: str, tongue: Tongue) -> dict[str, Any]:
    """Give what a template sets of a claim.

    Parameters
    ----------
    ledger
        The ledger.
    key
        The claim's id.
    tongue
        The language.
    """
    claim = ledger.claims[key]
    source = ledger.sources[claim.source]
    return {
        "id": key,
        "grade": claim.grade,
        "relayed": tongue.relayed(source),
        "kind": tongue.say(f"kind-{claim.kind.value}"),
        "when": tongue.when(claim),
        "text": claim.text,
        "note": claim.note,
        "strength": claim.strength,
        "producer": source.producer,
        "published": tongue.say("panel-published", day=tongue.date(source.published_text)),
        "url": web_address(source.url),
    }
