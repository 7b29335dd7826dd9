"""What changed between two days of knowledge, and the plan beside what is known now."""

import datetime as dt
from base64 import b64encode
from functools import partial
from typing import Any

import streamlit as st

from geo import words
from geo.app.address import Choice
from geo.app.controls import first_day
from geo.app.data import remembered
from geo.app.periods import turning_points
from geo.app.rendering import show
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from geo.revisions import Comparison, Pairing, Revision, compare, revisions
from geo.snapshot import Selection
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
    st.download_button(
        tongue.say("changed-picture"),
        lambda: _strip(ledger, choice, first, last),
        f"drawdown-knowledge-{choice.on}.png",
        "image/png",
        help=tongue.say("changed-picture-help"),
        on_click="ignore",
    )


def _strip(ledger: Ledger, choice: Choice, first: dt.date, last: dt.date) -> bytes:
    """Draw the day as it was known on four days between two."""
    from geo.plate import panels_alt, panels_figure, to_bytes  # noqa: PLC0415 - slow to import
    from geo.snapshot import snapshot  # noqa: PLC0415 - beside its only use

    step = (last - first) / 3
    days = dict.fromkeys([first, first + step, first + 2 * step, last])
    views = [snapshot(ledger, choice.on, day, choice.selection(ledger)) for day in days]
    figure = panels_figure(views, size="a4", lang=choice.lang, today=choice.now)
    alt = panels_alt(views, choice.lang)
    title = choice.tongue.say("tab-changed")
    return to_bytes(figure, "png", 200, title=title, alt=alt, digest=ledger.digest)


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
        "kind": tongue.say(f"kind-{claim.kind.value}"),
        "when": tongue.when(claim),
        "text": claim.text,
        "strength": claim.strength,
        "producer": source.producer,
        "published": tongue.say("panel-published", day=tongue.iso(source.published_text)),
        "url": web_address(source.url),
    }


# --- compare ------------------------------------------------------------------------------------


def show_compare(ledger: Ledger, choice: Choice) -> None:
    """Show the plan as of a day beside what is known, with what differs.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What was asked.
    """
    first, last = choose_days(ledger, choice)
    tongue = choice.tongue
    both = compare(ledger, choice.on, first, last, choice.selection(ledger))
    pairs = sorted(
        (pair for pair in both.pairings if pair.counted), key=lambda pair: not pair.differs
    )
    count = {"n": len(both.differing), "of": len(pairs), "known": tongue.day(first)}
    show(
        "compare.html",
        tongue,
        title=tongue.say("compare-title", day=tongue.day(choice.on)),
        finding=tongue.say("compare-sentence", **count) if pairs else tongue.say("compare-same"),
        columns=[
            tongue.say("compare-plan", day=tongue.day(first)),
            tongue.say("compare-actual", day=tongue.day(last)),
        ],
        rows=[_pairing(pair, tongue) for pair in pairs],
    )
    with st.spinner(tongue.say("compare-drawing")):
        selection = choice.selection(ledger)
        days = (choice.on, first, last, choice.now)
        image, alt = _picture(ledger, days, selection, choice.lang)
    show("picture.html", tongue, source=f"data:image/webp;base64,{image}", alt=alt)
    with st.container(horizontal=True, key="compare-files"):
        for fmt, kind in (
            ("png", "image/png"),
            ("svg", "image/svg+xml"),
            ("pdf", "application/pdf"),
        ):
            st.download_button(
                tongue.say("compare-picture", form=fmt.upper()),
                partial(_drawn, both, choice.lang, choice.now, fmt, 200),
                f"drawdown-compare-{choice.on}-{first}.{fmt}",
                kind,
                on_click="ignore",
                key=f"compare-{fmt}",
            )


@remembered(16)
def _picture(
    ledger: Ledger,
    days: tuple[dt.date, dt.date, dt.date, dt.date],
    selection: Selection,
    lang: str,
) -> tuple[str, str]:
    """Give the picture for the page, as text, and what it shows in words."""
    from geo.plate import compare_alt  # noqa: PLC0415 - slow to import

    on, first, last, now = days
    both = compare(ledger, on, first, last, selection)
    image = _drawn(both, lang, now, "webp", 110)
    return b64encode(image).decode(), compare_alt(both.plan, both.actual, lang)


def _drawn(both: Comparison, lang: str, now: dt.date, fmt: str, dpi: float) -> bytes:
    from geo.plate import compare_alt, compare_figure, to_bytes  # noqa: PLC0415 - slow to import

    figure = compare_figure(both.plan, both.actual, lang=lang, today=now)
    title = words.say("compare-title", lang, day=words.day_text(both.actual.on, lang))
    alt = compare_alt(both.plan, both.actual, lang)
    return to_bytes(figure, fmt, dpi, title=title, alt=alt, digest=both.actual.digest)


def _pairing(pair: Pairing, tongue: Tongue) -> dict[str, Any]:
    return {
        "site": tongue.name(pair.site),
        "differs": pair.differs,
        "planned": answer_text(pair.planned.status, tongue),
        "actual": answer_text(pair.actual.status, tongue),
        "mark": tongue.say("key-differs" if pair.differs else "key-agrees"),
    }
