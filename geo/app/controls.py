"""The widgets that choose, in the order of the page."""

import datetime as dt

import streamlit as st

from geo.app.address import (
    ALL,
    EXTRAS,
    MODES,
    OTHERS,
    Choice,
    first_day,
    sites_in_view,
    with_layers,
)
from geo.app.livemap import SLIDER, picked_site
from geo.app.periods import Period, periods, turning_points
from geo.app.plaintext import as_text
from geo.app.tongue import OWN_NAMES, Tongue
from geo.ledger import Ledger

_GRADES = ("", "C3", "B3", "B2", "A2", "A1")


def choose_knowledge(ledger: Ledger, choice: Choice) -> None:
    """Ask whose knowledge is shown.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What is shown.
    """
    say = choice.tongue.say
    with st.container(horizontal=True, vertical_alignment="bottom", key="knowledge"):
        st.segmented_control(
            say("knowledge"),
            MODES,
            key="mode",
            format_func=lambda mode: say(f"mode-{mode}"),
            required=True,
        )
        if choice.mode != "plan":
            return
        points = turning_points(ledger, choice.lang)
        # A widget that was not drawn forgets its value; without one it would take today's.
        st.session_state.setdefault("asof", choice.asof)
        st.date_input(
            say("asof"),
            key="asof",
            format="YYYY-MM-DD",
            min_value=first_day(ledger),
            max_value=choice.now,
            width=160,
        )
        st.selectbox(
            say("turning"),
            [None, *points],
            index=[None, *points].index(choice.asof if choice.asof in points else None),
            key=f"turning-{choice.asof}",
            format_func=lambda day: points[day] if day else say("turning-other"),
            on_change=_turn,
            args=(f"turning-{choice.asof}",),
        )


def _turn(key: str) -> None:
    day = st.session_state[key]
    if day:
        st.session_state["asof"] = st.session_state["asof-kept"] = day


def choose_date(ledger: Ledger, choice: Choice, days: tuple[dt.date, ...]) -> None:
    """Ask for the day: a slider, a typed date, the change before and after, the period.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What is shown.
    days
        The days of the period on which anything changes.
    """
    known = periods(ledger, choice.now)
    say = choice.tongue.say
    st.slider(
        say("date-slider"),
        choice.period.first,
        choice.period.last,
        key=SLIDER,
        format="YYYY-MM-DD",
        on_change=_slide,
        label_visibility="collapsed",
    )
    with st.container(horizontal=True, vertical_alignment="bottom", key="dates"):
        before = max((day for day in days if day < choice.on), default=None)
        after = min((day for day in days if day > choice.on), default=None)
        _step("previous", before, choice.tongue)
        st.date_input(
            say("date-typed"),
            value=None,
            key="on",
            bind="query-params",
            format="YYYY-MM-DD",
            min_value=known[-1].first,
            max_value=known[-1].last,
            width=190,
        )
        _step("next", after, choice.tongue)
        st.segmented_control(
            say("period"),
            known,
            key="period",
            format_func=lambda period: choice.tongue.iso(f"{period.start}\u2013{period.end}"),
            on_change=_change_period,
            required=True,
        )


def _step(name: str, day: dt.date | None, tongue: Tongue) -> None:
    say = tongue.say
    told = say(f"{name}-to", day=tongue.day(day)) if day else say(f"{name}-none")
    st.button(say(name), key=name, disabled=day is None, help=told, on_click=_go, args=(day,))


def _go(day: dt.date) -> None:
    st.session_state["on"] = day


def _slide() -> None:
    st.session_state["on"] = st.session_state[SLIDER]


def _change_period() -> None:
    period: Period = st.session_state["period"]
    st.session_state["on"] = period.clamp(st.session_state["on"] or period.first)


def choose_language() -> None:
    """Ask for the language."""
    st.segmented_control(
        Tongue(st.session_state["lang"]).say("language"),
        list(OWN_NAMES),
        key="lang",
        format_func=OWN_NAMES.__getitem__,
        label_visibility="collapsed",
        required=True,
    )


def _keep_layers(ledger: Ledger) -> None:
    st.session_state["layers"] = list(with_layers(ledger, st.session_state["layers"]))


def choose_layers(ledger: Ledger, choice: Choice) -> None:
    """Ask what is shown: layers, party, the least grade.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What is shown.
    """
    say = choice.tongue.say
    shaped = [region for region in ledger.regions.values() if region.shape]
    names = {region.layer: choice.tongue.name(region) for region in reversed(shaped)}
    names |= {key: say(f"map-{key}") for key in (*EXTRAS, OTHERS)}
    with st.container(horizontal=True, vertical_alignment="bottom", key="layers-row"):
        st.pills(
            say("layers"),
            [*ledger.layers, *EXTRAS, OTHERS],
            key="layers",
            selection_mode="multi",
            format_func=lambda key: as_text(names.get(key) or key),
            on_change=_keep_layers,
            args=(ledger,),
        )
        st.selectbox(
            say("party"),
            [*(party.value for party in ledger.parties), ALL],
            key="party",
            format_func=lambda party: say(f"party-{party}"),
            width=175,
        )
        grade = st.session_state["min_grade"]
        st.selectbox(
            say("min-grade"),
            _GRADES if grade in _GRADES else (*_GRADES, grade),
            key="min_grade",
            format_func=lambda grade: (
                say("grade-floor", grade=grade) if grade else say("grade-all")
            ),
            help=say("grade-help"),
            width=150,
        )


def choose_site(ledger: Ledger, choice: Choice) -> None:
    """Ask for the site whose evidence is shown.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What is shown.
    """
    shown = sites_in_view(ledger, choice)
    tongue = choice.tongue
    st.selectbox(
        tongue.say("site"),
        list(shown),
        key="site",
        format_func=lambda key: tongue.name(shown[key]),
        placeholder=tongue.say("site-none"),
    )


def pick() -> None:
    """Take over the site whose mark was clicked."""
    site = picked_site()
    if site:
        st.session_state["site"] = site
