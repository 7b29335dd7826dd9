"""How the widgets and the address keep in step.

The typed date is bound to the address by Streamlit, and the slider copies to it. Everything
else is written into the address after each run. The address is read at the first run, and
when it has changed while no widget has: the reader went back. (A widget that has changed goes
first, because the browser's address may lag behind two quick changes.)
"""

import datetime as dt

import streamlit as st

from geo.app.address import Choice, Reading, sites_in_view, telling_site
from geo.app.livemap import SLIDER
from geo.app.periods import periods
from geo.app.plaintext import as_text
from geo.ledger import Ledger
from geo.words import LANGUAGES

_WIDGETS = (
    *("on", SLIDER, "mode", "asof", "site"),
    *("layers", "min_grade", "party", "period", "tab", "lang"),
    *("since", "until", "scope", "q", "kind", "tier"),
)
# Widgets of single tabs: Streamlit forgets what was not drawn, unless it is set anew.
_FLEETING = ("since", "until", "scope", "q", "kind", "tier")
_DATES = ("on", SLIDER, "asof", "since", "until")
_SEEN = "widgets-seen"
_WRITTEN = "address-written"
_PROBLEMS = "address-problems"
_MENDED = "address-mended"  # what was wrong before the date was put right
_SPOKEN = "language-spoken"
HINTS = "hints-open"  # true at a first visit, until they are closed


def read_choice(ledger: Ledger, now: dt.date) -> Choice:
    """Give what the reader asked for, by the address or by the widgets.

    Parameters
    ----------
    ledger
        The ledger.
    now
        The present day.
    """
    state, query = st.session_state, dict(st.query_params.to_dict())
    first = _SEEN not in state
    _keep()
    if first or (_values() == state[_SEEN] and _without_date(query) != state[_WRITTEN]):
        return _from_address(ledger, now, query, first=first)
    if _values() == state[_SEEN] and query.get("on", "") != state["on"].isoformat():
        return _from_address(ledger, now, query, first=first)
    state[_PROBLEMS] = []
    return _from_widgets(ledger, now)


def language() -> str:
    """Give the language of the page, before there is a ledger."""
    asked = st.session_state.get("lang") or st.query_params.get("lang", "")
    return asked if asked in LANGUAGES else LANGUAGES[0]


def _keep() -> None:
    """Keep the values of widgets that were not drawn, and of all when the language changes.

    Widgets that speak another language are others to Streamlit.
    """
    state = st.session_state
    spoken, state[_SPOKEN] = state.get(_SPOKEN), state.get("lang")
    for key in _FLEETING if spoken == state[_SPOKEN] else _WIDGETS:
        if key in state:
            state[key] = _whole(key)


def _whole(key: str) -> object:
    """Give a widget's value; a date as it was last seen, where the browser's text comes back.

    A widget that was drawn before in this language is known to the browser, which sends its
    value once more, but Streamlit has forgotten how to read it.
    """
    value = st.session_state[key]
    if key in _DATES and isinstance(value, str):
        return dict(zip(_WIDGETS, st.session_state[_SEEN], strict=True))[key]
    return value


def show_problems() -> None:
    """Explain what was wrong in the address, until the reader chooses something else."""
    problems = st.session_state.get(_PROBLEMS, ())
    if problems:
        st.warning("\n\n".join(as_text(problem) for problem in problems))


def write_address(ledger: Ledger, choice: Choice) -> None:
    """Write the choice into the address; the date is bound to it already.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What is shown.
    """
    wanted = _without_date(choice.query(ledger))
    present = _without_date(dict(st.query_params.to_dict()))
    news: dict[str, str | list[str]] = {
        key: value for key, value in wanted.items() if present.get(key) != value
    }
    # A list of nothing leaves the address, and all goes at once: each writing, and each taking
    # out, is a step in the browser's history.
    news |= {key: [] for key in present.keys() - wanted.keys()}
    if news:
        st.query_params.update(news)
    st.session_state[_WRITTEN] = wanted
    st.session_state[_SEEN] = _values()


def _without_date(query: dict[str, str]) -> dict[str, str]:
    return {key: value for key, value in query.items() if key != "on" and value}


def _values() -> tuple[object, ...]:
    values = (st.session_state.get(key) for key in _WIDGETS)
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)


def _from_address(ledger: Ledger, now: dt.date, query: dict[str, str], *, first: bool) -> Choice:
    reading = Reading(ledger, now, query)
    choice = reading.choice()
    state = st.session_state
    state[_PROBLEMS] = state.pop(_MENDED, reading.problems)
    written = _without_date(query)
    if first:
        _mend_date(choice, query, reading.problems)
        state[HINTS] = not query.keys() - {"lang"}
        # The date is not bound yet: Streamlit would leave the first day out of the address. The
        # rest goes with it, so that a visit begins with one step in the browser's history.
        written = _without_date(choice.query(ledger))
        st.query_params.from_dict({"on": choice.on.isoformat(), **written})
    state["on"] = state[SLIDER] = choice.on
    state["mode"] = choice.mode
    state["asof"] = state["asof-kept"] = choice.asof
    state["site"] = choice.site
    state["layers"] = list(choice.layers)
    state["min_grade"] = choice.min_grade
    state["party"] = choice.party
    state["period"] = choice.period
    state["tab"] = choice.tab
    state["lang"] = state[_SPOKEN] = choice.lang
    state["since"], state["until"] = choice.since, choice.until
    state["scope"] = choice.scope
    state["q"], state["kind"], state["tier"] = choice.q, choice.kind, choice.tier
    # Now, not when the run ends: a quick click may cut it short, and must not be read over.
    state[_WRITTEN], state[_SEEN] = written, _values()
    return choice


def _mend_date(choice: Choice, query: dict[str, str], problems: list[str]) -> None:
    """Put the day shown into an address that has another, and run anew from that.

    Streamlit reads the bound date from the address as it was when the run began, and takes one
    that it cannot use out of it: the page would show a day that its address does not name.
    """
    if query.get("on") not in {None, choice.on.isoformat()}:
        st.session_state[_MENDED] = problems
        st.query_params["on"] = choice.on.isoformat()
        st.rerun()


def _from_widgets(ledger: Ledger, now: dt.date) -> Choice:
    state = st.session_state
    known = periods(ledger, now)
    period = state["period"]
    on = state["on"] or period.clamp(now)
    if not period.holds(on):
        period = state["period"] = next(found for found in known if found.holds(on))
    state["on"] = on
    if state.get(SLIDER) != on:
        state[SLIDER] = on
    state["asof-kept"] = state.get("asof") or state["asof-kept"]
    choice = Choice(
        on=on,
        mode=state["mode"],
        asof=state["asof-kept"],
        site=state["site"],
        layers=tuple(state["layers"]),
        min_grade=state["min_grade"],
        party=state["party"],
        period=period,
        tab=state["tab"],
        now=now,
        since=state["since"] or now,
        until=state["until"] or now,
        lang=state["lang"],
        scope=state["scope"],
        q=state["q"],
        kind=state["kind"],
        tier=state["tier"],
    )
    shown = sites_in_view(ledger, choice)
    if choice.site not in shown:
        state["site"] = telling_site(ledger, shown)
        return _from_widgets(ledger, now) if shown or choice.site else choice
    return choice
