"""What stands below the map: the table, the sources of the view, the export."""

import csv
import io
from html import escape

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from geo import table
from geo.app.address import TABS, Choice
from geo.app.panel import web_address
from geo.claims import Source
from geo.ledger import Ledger
from geo.snapshot import Row, Snapshot
from geo.words import basis_text, say, state_text

_FORMULA = ("=", "+", "-", "@")
_NUMBERS = {"lon", "lat", "uncertainty_km", "overdue_days"}


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
    st.segmented_control(
        say("tabs"),
        TABS,
        key="tab",
        format_func=lambda tab: say(f"tab-{tab}"),
        label_visibility="collapsed",
        required=True,
    )
    if choice.tab == "sources":
        _show_sources(view)
    elif choice.tab == "export":
        _show_export(ledger, view, choice)
    else:
        _show_table(view)


def _show_table(view: Snapshot) -> None:
    if not view.rows:
        st.info(say("table-empty"))
        return
    names = {region.layer: region.name for region in view.regions if region.shape}
    st.dataframe([_line(row, names) for row in view.rows], hide_index=True, width="stretch")


def _line(row: Row, names: dict[str, str]) -> dict[str, object]:
    status = row.status
    return {
        say("table-site"): row.site.name,
        say("table-region"): names.get(row.site.layer, row.site.layer),
        say("table-state"): state_text(status),
        say("table-basis"): basis_text(status),
        say("table-deadline"): status.deadline.date.isoformat() if status.deadline else "",
        say("table-overdue"): "" if status.overdue_days is None else str(status.overdue_days),
        say("table-counted"): row.counted,
        say("table-claims"): ", ".join(status.claims),
        say("table-against"): ", ".join(status.against),
    }


def _show_sources(view: Snapshot) -> None:
    st.text(say("sources-title", n=len(view.sources)))
    newest = sorted(view.sources.values(), key=_public, reverse=True)
    lines = [
        {
            say("source-published"): source.published_text,
            say("source-producer"): source.producer,
            say("source-title"): source.title,
            say("source-grade"): source.reliability,
            say("source-tier"): say(f"source-tier-{source.tier.value}"),
            say("source-link"): web_address(source.url),
        }
        for source in newest
    ]
    columns: dict[str, ColumnConfig] = {
        say("source-producer"): st.column_config.TextColumn(width="medium"),
        say("source-title"): st.column_config.TextColumn(width="large"),
        say("source-link"): st.column_config.LinkColumn(display_text=say("panel-link")),
    }
    st.dataframe(lines, hide_index=True, width="stretch", column_config=columns)


def _public(source: Source) -> tuple[str, str]:
    return (str(source.published.latest or source.published.earliest or ""), source.id)


def _show_export(ledger: Ledger, view: Snapshot, choice: Choice) -> None:
    name = f"drawdown-{view.on}-known-{view.known}"
    st.text(say("export-link"), help=say("export-link-help"))
    st.code(_origin() + choice.link(ledger), language=None, wrap_lines=True)
    with st.container(horizontal=True):
        st.download_button(
            say("export-picture"),
            lambda: picture(view),
            f"{name}.png",
            "image/png",
            help=say("export-picture-help"),
            on_click="ignore",
        )
        st.download_button(
            say("export-csv"), csv_text(view), f"{name}.csv", "text/csv", on_click="ignore"
        )


def _origin() -> str:
    """Give the page's own address without its query, ending in a slash."""
    return (st.context.url or "").partition("?")[0].rstrip("/") + "/"


def picture(view: Snapshot) -> bytes:
    """Give the plain static picture of what is shown.

    Parameters
    ----------
    view
        The snapshot.
    """
    from geo.plate import plate_bytes  # noqa: PLC0415 - matplotlib is slow to import

    data: bytes = plate_bytes(view, "png")
    return data


def csv_text(view: Snapshot) -> str:
    """Give the table as CSV in which no cell can be taken for a formula.

    Parameters
    ----------
    view
        The snapshot.
    """
    file = io.StringIO()
    writer = csv.DictWriter(file, table.COLUMNS, lineterminator="\n")
    writer.writeheader()
    for row in table.rows(view):
        writer.writerow({key: _harmless(key, text) for key, text in row.items()})
    return file.getvalue()


def _harmless(key: str, text: str) -> str:
    return f"'{text}" if key not in _NUMBERS and text.startswith(_FORMULA) else text


def show_foot(ledger: Ledger) -> None:
    """Say which data are shown, and to whom they are owed."""
    text = say("foot", digest=ledger.digest, attribution=ledger.attribution)
    st.html(f'<footer class="drawdown-foot">{escape(text)}</footer>')
