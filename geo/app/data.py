"""The data: which to read, read once, and their faults told when they are broken."""

import datetime as dt
import functools
import os
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

import streamlit as st

import geo
from geo.app.plaintext import as_text
from geo.app.tongue import Tongue
from geo.check import check
from geo.errors import CannotRead, DrawdownError, Fault, InputFault
from geo.layers import layer_files
from geo.ledger import Ledger
from geo.snapshot import Selection
from geo.steps import changes
from geo.webmap import Span, beside, change_table, differing, html_of, live_map, marked

ENVIRONMENT = "DRAWDOWN_DATA"
_Stamp = tuple[tuple[str, int, int], ...]
P = ParamSpec("P")
R = TypeVar("R")
_OWN = "a reader's own"
_BY_DIGEST: dict[str | type[Any], Callable[[Any], Any]] = {Ledger: lambda ledger: ledger.digest}
_KEPT = 64  # change tables: one for each way in which the page has been looked at


def own(ledger: Ledger) -> Ledger:
    """Mark a ledger as a reader's own: what is made of it is forgotten with the visit.

    Parameters
    ----------
    ledger
        A ledger that no other reader may meet.
    """
    ledger.memory[_OWN] = True
    return ledger


def remembered(entries: int) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a function remember what it made of a ledger: for all readers, or for one visit.

    Parameters
    ----------
    entries
        How many results are kept.

    Returns
    -------
    A decorator of a function whose first argument is a ledger.
    """

    def decorate(work: Callable[P, R]) -> Callable[P, R]:
        options: dict[str, Any] = {"show_spinner": False, "hash_funcs": _BY_DIGEST}
        shared = st.cache_resource(max_entries=entries, **options)(work)
        private = st.cache_resource(max_entries=entries, scope="session", **options)(work)

        @functools.wraps(work)
        def remembering(*args: P.args, **named: P.kwargs) -> R:
            ledger = args[0]
            alone = isinstance(ledger, Ledger) and _OWN in ledger.memory
            return (private if alone else shared)(*args, **named)

        return remembering

    return decorate


def data_path() -> str | None:
    """Give the data that were asked for: ``-- --data PATH``, or the environment; else None."""
    arguments = sys.argv[1:]
    if "--data" in arguments[:-1]:
        return arguments[arguments.index("--data") + 1]
    return os.environ.get(ENVIRONMENT) or None


def open_ledger(tongue: Tongue) -> Ledger:
    """Give the ledger, or show what is wrong with the data and end the page there.

    Parameters
    ----------
    tongue
        The language.
    """
    path = data_path()
    try:
        if path and (Path(path) / "seeds").is_dir():
            _hold_against_seeds(Path(path), tongue)
        return _load(path, _stamp(layer_files(path)))
    except InputFault as error:
        _refuse(error.faults, tongue)
    except DrawdownError as error:
        st.error(as_text(str(error)))
    return st.stop()


def _hold_against_seeds(project: Path, tongue: Tongue) -> None:
    """Refuse broken seeds; say of sound ones when the data are not made of them."""
    faults = _project_faults(project, _stamp(_files_of(project)))
    ready = project / "data"
    _refuse((one for one in faults if not Path(one.file).is_relative_to(ready)), tongue)
    if any(not one.warning for one in faults) and any((ready / "layers").glob("*.geojson")):
        st.warning(tongue.say("data-old"))


def _refuse(found: Iterable[Fault], tongue: Tongue) -> None:
    """Show faults and end the page there; go on where there are none."""
    faults = [fault for fault in found if not fault.warning]
    if not faults:
        return
    st.error(tongue.say("faults-title", n=len(faults)))
    for fault in faults:
        st.text(str(fault))
    st.info(tongue.say("faults-help"))
    st.stop()


def _files_of(project: Path) -> list[Path]:
    return sorted(file for part in ("seeds", "data") for file in (project / part).rglob("*"))


def _stamp(files: Iterable[Path]) -> _Stamp:
    """Give what changes when a file is written anew, so that it is read anew."""
    return tuple((str(file), *_changed(file)) for file in files)


def _changed(file: Path) -> tuple[int, int]:
    try:
        found = file.stat()
    except OSError:  # gone since it was listed, or a link to nothing: reading it tells
        return (0, 0)
    return (found.st_mtime_ns, found.st_size)


@st.cache_resource(max_entries=4, show_spinner=False)
def _load(path: str | None, stamp: _Stamp) -> Ledger:  # noqa: ARG001 - part of the key
    try:
        return geo.load(Path(path) if path else None)
    except CannotRead:
        faults = [fault for fault in check(path) if not fault.warning]
        if not faults:
            raise
        raise InputFault(faults) from None  # the other files may have faults too


@st.cache_resource(max_entries=4, show_spinner=False)
def _project_faults(project: Path, stamp: _Stamp) -> tuple[Fault, ...]:  # noqa: ARG001 - part of the key
    """Give the faults of a project: broken seeds, or data that are not what they give."""
    return check(project)


@remembered(6)
def map_page(ledger: Ledger, lang: str) -> str:
    """Give the page of the live map, made once for each data set and language."""
    sites, regions = ledger.sites.values(), ledger.regions.values()
    return html_of(live_map(sites, regions, attribution=ledger.attribution, lang=lang))


@remembered(_KEPT)
def table(ledger: Ledger, span: Span, selection: Selection, lang: str) -> dict[str, Any]:
    """Give the change table of a period."""
    return change_table(ledger, span, selection, lang=lang)


@remembered(_KEPT)
def pair_tables(
    ledger: Ledger, plan: Span, outcome: Span, selection: Selection, lang: str
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Give the change tables of two maps beside each other, with what differs."""
    found = differing(ledger, plan, outcome, selection)
    one, other = (table(ledger, span, selection, lang) for span in (plan, outcome))
    return beside(one, found), beside(other, found)


@remembered(_KEPT)
def marked_table(
    ledger: Ledger, plan: Span, outcome: Span, selection: Selection, lang: str
) -> dict[str, Any]:
    """Give the change table of the outcome, with what differs from the plan."""
    found = differing(ledger, plan, outcome, selection)
    return marked(table(ledger, outcome, selection, lang), found)


@remembered(_KEPT)
def change_days(ledger: Ledger, span: Span, selection: Selection) -> tuple[dt.date, ...]:
    """Give the days of a period on which anything changes."""
    last = min(span.last, span.now)
    if span.known:
        found = changes(ledger, span.first, span.last, span.known, selection)
    else:
        found = changes(ledger, span.first, last, None, selection)
        found += changes(ledger, max(span.first, last), span.last, span.now, selection)
    return tuple(sorted({change.day for change in found}))
