"""The plan as of a day beside what is known: two live maps with one view, and what differs."""

import datetime as dt
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from geo import answers, words
from geo.app import data, livemap
from geo.app.address import Choice
from geo.app.desk.changed import answer_text, choose_days
from geo.app.desk.handed import offer_caption
from geo.app.rendering import show
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from geo.revisions import Comparison, Finding, Pairing, compare
from geo.webmap import Span

_MARKS = {
    Finding.DIFFERS: "key-differs",
    Finding.AS_PLANNED: "key-agrees",
    Finding.NO_PLAN: "key-no-plan",
}


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
    both = compare(ledger, choice.on, first, last, choice.selection(ledger))
    with st.container(key="compare"):
        _show_finding(both, choice.tongue)
        _draw_maps(ledger, choice, first, last)
        _show_pairs(both, choice.tongue)
    _offer_pictures(both, choice)


def table_above(ledger: Ledger, choice: Choice) -> dict[str, Any]:
    """Give the change table of the map above, which marks what differs while it shows the outcome.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What was asked.
    """
    selection, lang = choice.selection(ledger), choice.lang
    first, last = sorted((choice.since, choice.until))
    if choice.tab == "compare" and choice.fixed == last:
        return data.marked_table(ledger, *_spans(choice, first, last), selection, lang)
    return data.table(ledger, choice.span, selection, lang)


def _spans(choice: Choice, first: dt.date, last: dt.date) -> tuple[Span, Span]:
    return replace(choice.span, known=first), replace(choice.span, known=last)


def _draw_maps(ledger: Ledger, choice: Choice, first: dt.date, last: dt.date) -> None:
    """Put the maps; what they are told does not change with the date, so it is sent once."""
    selection = choice.selection(ledger)
    plan, outcome = _spans(choice, first, last)
    one, other = data.pair_tables(ledger, plan, outcome, selection, choice.lang)
    titles = (
        choice.tongue.say("compare-map-plan", day=choice.tongue.day(first)),
        choice.tongue.say("compare-map-known", day=choice.tongue.day(last)),
    )
    page = data.map_page(ledger, choice.lang)
    livemap.draw_pair(page, list(zip(titles, (one, other), strict=True)))


def _show_finding(both: Comparison, tongue: Tongue) -> None:
    show(
        "compared.html",
        tongue,
        title=tongue.say("compare-title", day=tongue.day(both.actual.on)),
        finding=answers.comparison_text(both, tongue.lang),
    )


def _show_pairs(both: Comparison, tongue: Tongue) -> None:
    pairs = [pair for finding in Finding for pair in both.found(finding)]
    if not pairs:
        return
    show(
        "compare.html",
        tongue,
        columns=[
            tongue.say("compare-plan", day=tongue.day(both.plan.known)),
            tongue.say("compare-actual", day=tongue.day(both.actual.known)),
        ],
        rows=[_pairing(pair, tongue) for pair in pairs],
    )


def _pairing(pair: Pairing, tongue: Tongue) -> dict[str, Any]:
    return {
        "site": tongue.name(pair.site),
        "differs": pair.differs,
        "planned": answer_text(pair.planned.status, tongue),
        "actual": answer_text(pair.actual.status, tongue),
        "mark": tongue.say(_MARKS[pair.finding]),
    }


def _offer_pictures(both: Comparison, choice: Choice) -> None:
    with st.container(horizontal=True, key="compare-files"):
        for fmt, kind in (
            ("png", "image/png"),
            ("svg", "image/svg+xml"),
            ("pdf", "application/pdf"),
        ):
            st.download_button(
                choice.tongue.say("compare-picture", form=fmt.upper()),
                partial(_drawn, both, choice.lang, choice.now, fmt),
                f"drawdown-compare-{both.actual.on}-{both.plan.known}.{fmt}",
                kind,
                on_click="ignore",
                key=f"compare-{fmt}",
            )
        name = f"drawdown-compare-{both.actual.on}-{both.plan.known}"
        offer_caption(lambda: _caption(both, choice.lang, choice.now), name, choice)


def _caption(both: Comparison, lang: str, now: dt.date) -> str:
    from geo.plate import compare_caption  # noqa: PLC0415 - slow to import

    return compare_caption(both.plan, both.actual, lang, today=now)


def _drawn(both: Comparison, lang: str, now: dt.date, fmt: str) -> bytes:
    from geo.plate import compare_alt, compare_figure, to_bytes  # noqa: PLC0415 - slow to import

    figure = compare_figure(both.plan, both.actual, lang=lang, today=now)
    title = words.say("compare-title", lang, day=words.day_text(both.actual.on, lang))
    alt = compare_alt(both.plan, both.actual, lang)
    return to_bytes(figure, fmt, 200, title=title, alt=alt, digest=both.actual.digest)
