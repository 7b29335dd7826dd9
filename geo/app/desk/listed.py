"""The table of the view, and its sources with a bibliography."""

from functools import partial

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from geo.app.address import Choice
from geo.app.tongue import Tongue
from geo.bibliography import FORMS, bibliography, cited
from geo.claims import Source
from geo.snapshot import Row, Snapshot
from geo.weblink import web_address

_STATE = 250  # pixels, for "reduced or withdrawn (both possible)"
_SITE, _DATE, _DAYS, _IDS = 190, 96, 112, 165  # for a name, a date, "Days overdue", three ids
_ENDINGS = {
    "csl": ("json", "application/json"),
    "bibtex": ("bib", "text/plain"),
    "ris": ("ris", "text/plain"),
    "md": ("md", "text/markdown"),
}


def show_table(view: Snapshot, choice: Choice) -> None:
    """Show one line for each site in view.

    Parameters
    ----------
    view
        The snapshot.
    choice
        What was asked.
    """
    tongue = choice.tongue
    if not view.rows:
        st.info(tongue.say("table-empty"))
        return
    names = {region.layer: tongue.name(region) for region in view.regions if region.shape}
    lines = [_line(row, names, tongue) for row in view.rows]
    columns: dict[str, ColumnConfig] = {
        tongue.say("table-site"): st.column_config.TextColumn(width=_SITE),
        tongue.say("table-state"): st.column_config.TextColumn(width=_STATE),
        tongue.say("table-deadline"): st.column_config.TextColumn(width=_DATE),
        tongue.say("table-overdue"): st.column_config.TextColumn(width=_DAYS),
        tongue.say("table-counted"): st.column_config.CheckboxColumn(width="small"),
        tongue.say("table-claims"): st.column_config.TextColumn(width=_IDS),
        tongue.say("table-against"): st.column_config.TextColumn(width="small"),
    }
    st.dataframe(lines, hide_index=True, width="stretch", column_config=columns)


def _line(row: Row, names: dict[str, str], tongue: Tongue) -> dict[str, object]:
    say, status = tongue.say, row.status
    return {
        say("table-site"): tongue.name(row.site),
        say("table-region"): names.get(row.site.layer, row.site.layer),
        say("table-state"): tongue.state(status),
        say("table-basis"): tongue.basis(status),
        say("table-deadline"): status.deadline.date.isoformat() if status.deadline else "",
        say("table-overdue"): "" if status.overdue_days is None else str(status.overdue_days),
        say("table-counted"): row.counted,
        say("table-claims"): ", ".join(status.claims),
        say("table-against"): ", ".join(status.against),
    }


def show_sources(view: Snapshot, choice: Choice) -> None:
    """Show the sources that the view cites, and offer them as a bibliography.

    They are those of the files and of ``drawdown sources``; the view knows more sources, which
    say nothing of the answers shown.

    Parameters
    ----------
    view
        The snapshot.
    choice
        What was asked.
    """
    say = choice.tongue.say
    citations = cited(view)
    st.text(say("sources-title", n=len(citations)))
    newest = sorted((one.source for one in citations), key=_public, reverse=True)
    lines = [
        {
            say("source-published"): choice.tongue.sortable(source.published_text),
            say("source-producer"): source.producer,
            say("source-title"): source.title,
            say("source-grade"): source.reliability,
            say("source-tier"): say(f"source-tier-{source.tier.value}"),
            say("source-link"): web_address(source.url) or "",  # None would be shown as a word
        }
        for source in newest
    ]
    columns: dict[str, ColumnConfig] = {
        say("source-producer"): st.column_config.TextColumn(width="medium"),
        say("source-title"): st.column_config.TextColumn(width="large"),
        say("source-link"): st.column_config.LinkColumn(display_text=say("panel-link")),
    }
    st.dataframe(lines, hide_index=True, width="stretch", column_config=columns)
    st.text(say("sources-cited"), help=say("sources-cited-help"))
    with st.container(horizontal=True, key="bibliography"):
        for form in FORMS:
            ending, kind = _ENDINGS[form]
            st.download_button(
                say(f"form-{form}"),
                partial(_written, view, form),
                f"drawdown-sources-{view.on}-known-{view.known}.{ending}",
                kind,
                on_click="ignore",
                key=f"bibliography-{form}",
            )


def _written(view: Snapshot, form: str) -> str:
    return bibliography(cited(view), form)


def _public(source: Source) -> tuple[str, str]:
    return (str(source.published.latest or source.published.earliest or ""), source.id)
