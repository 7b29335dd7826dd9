"""What stands below the map: the open tab, and the foot. Only the open tab is computed."""

from html import escape

import streamlit as st

from geo.app.address import TABS, Choice
from geo.app.desk.changed import show_changed
from geo.app.desk.compared import show_compare, table_above
from geo.app.desk.disputed import show_contradictions
from geo.app.desk.evidence import show_evidence
from geo.app.desk.handed import csv_text, picture, show_export
from geo.app.desk.listed import show_sources, show_table
from geo.app.desk.promised import show_promises
from geo.app.desk.timeline import show_timeline
from geo.ledger import Ledger
from geo.snapshot import Snapshot

__all__ = ["csv_text", "picture", "show_below", "show_foot", "table_above"]


def show_below(ledger: Ledger, view: Snapshot, choice: Choice) -> None:
    """Show the part that was asked for.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    choice
        What was asked.
    """
    say = choice.tongue.say
    st.segmented_control(
        say("tabs"),
        TABS,
        key="tab",
        format_func=lambda tab: say(f"tab-{tab}"),
        label_visibility="collapsed",
        required=True,
    )
    {
        "timeline": lambda: show_timeline(ledger, view, choice),
        "promises": lambda: show_promises(ledger, view, choice),
        "changed": lambda: show_changed(ledger, choice),
        "compare": lambda: show_compare(ledger, choice),
        "contradictions": lambda: show_contradictions(ledger, view, choice),
        "evidence": lambda: show_evidence(ledger, view, choice),
        "table": lambda: show_table(view, choice),
        "sources": lambda: show_sources(view, choice),
        "export": lambda: show_export(ledger, view, choice),
    }[choice.tab]()


def show_foot(ledger: Ledger, choice: Choice) -> None:
    """Say which data are shown, and to whom they are owed.

    Parameters
    ----------
    ledger
        The ledger.
    choice
        What was asked.
    """
    apart = choice.tongue.apart
    digest, attribution = apart(ledger.digest), apart(ledger.attribution)
    text = choice.tongue.say("foot", digest=digest, attribution=attribution)
    st.html(f'<footer class="drawdown-foot">{escape(text)}</footer>')
