"""The evidence in view: every claim, searched in any spelling and filtered."""

from collections.abc import Iterable

import streamlit as st
from streamlit.elements.lib.column_types import ColumnConfig

from geo.app.address import Choice
from geo.app.data import remembered
from geo.app.desk.spelling import fits, plain
from geo.app.tongue import Tongue
from geo.claims import Claim, Kind, Tier
from geo.ledger import Ledger
from geo.places import Region, Site
from geo.snapshot import Selection, Snapshot, graded
from geo.weblink import web_address


def show_evidence(ledger: Ledger, view: Snapshot, choice: Choice) -> None:
    """Show the claims that are known and in view, those that fit the search.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    choice
        What was asked.
    """
    tongue = choice.tongue
    _ask(tongue)
    inside = visible(ledger, view, choice.selection(ledger))
    texts = _texts(ledger)
    found = [claim for claim in inside if _fits(ledger, claim, choice, texts)]
    st.text(tongue.say("evidence-title", n=len(found), of=len(inside)))
    if not found:
        st.info(tongue.say("evidence-none"))
        return
    columns: dict[str, ColumnConfig] = {
        tongue.say("claim-text"): st.column_config.TextColumn(width="large"),
        tongue.say("claim-note-column"): st.column_config.TextColumn(width="medium"),
        tongue.say("source-link"): st.column_config.LinkColumn(
            display_text=tongue.say("panel-link")
        ),
    }
    names = tongue.names(ledger)
    lines = [_line(ledger, claim, tongue, names) for claim in found]
    st.dataframe(lines, hide_index=True, width="stretch", column_config=columns)


def _ask(tongue: Tongue) -> None:
    say = tongue.say
    with st.container(horizontal=True, vertical_alignment="bottom", key="evidence-row"):
        st.text_input(
            say("evidence-search"),
            key="q",
            max_chars=100,
            placeholder=say("evidence-search-hint"),
            help=say("evidence-search-help"),
        )
        st.selectbox(
            say("evidence-kind"),
            ["", *(kind.value for kind in Kind)],
            key="kind",
            format_func=lambda kind: say(f"kind-{kind}") if kind else say("evidence-all"),
            width=190,
        )
        st.selectbox(
            say("source-tier"),
            ["", *(tier.value for tier in Tier)],
            key="tier",
            format_func=lambda tier: say(f"source-tier-{tier}") if tier else say("evidence-all"),
            width=190,
        )


def visible(ledger: Ledger, view: Snapshot, selection: Selection) -> list[Claim]:
    """Give the claims known by then that name a site in view or a region around one.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    selection
        Which sites are in view and which evidence counts.
    """
    known = view.known.toordinal()
    places = {row.site.id for row in view.rows}
    places.update(place for row in view.rows for place in row.site.within)
    claims = graded(ledger, selection.min_grade).claims.values()
    found = [c for c in claims if c.public <= known and not places.isdisjoint(c.places)]
    return sorted(found, key=lambda claim: (-claim.public, claim.id))


def _fits(ledger: Ledger, claim: Claim, choice: Choice, texts: dict[str, str]) -> bool:
    if choice.kind and claim.kind != choice.kind:
        return False
    if choice.tier and ledger.sources[claim.source].tier != choice.tier:
        return False
    return not choice.q or fits(choice.q, texts[claim.id])


@remembered(4)
def _texts(ledger: Ledger) -> dict[str, str]:
    """Give all that can be searched of each claim, in one spelling."""
    names = {key: " ".join(_names(region)) for key, region in ledger.regions.items()}
    names |= {key: " ".join(_names(site)) for key, site in ledger.sites.items()}
    found = {}
    for claim in ledger.claims.values():
        source = ledger.sources[claim.source]
        parts = [claim.id, claim.text, claim.note or "", source.producer, source.title]
        parts += [names.get(place, place) for place in claim.places]
        found[claim.id] = plain(" ".join(parts))
    return found


def _names(place: Site | Region) -> Iterable[str]:
    yield from (place.id, place.name, place.name_ar or "", place.name_ckb or "")
    yield from getattr(place, "aliases", ())


def _line(ledger: Ledger, claim: Claim, tongue: Tongue, names: dict[str, str]) -> dict[str, object]:
    say, source = tongue.say, ledger.sources[claim.source]
    named = [names.get(key, key) for key in claim.places]
    return {
        say("claim-grade"): claim.grade,
        say("source-tier"): say(f"source-tier-{source.tier.value}"),
        say("source-published"): tongue.sortable(source.published_text),
        say("claim-places"): tongue.listed(named),
        say("evidence-kind"): say(f"kind-{claim.kind.value}"),
        say("claim-when"): tongue.when(claim),
        say("claim-text"): claim.text,
        say("claim-note-column"): claim.note or "",
        say("source-producer"): source.producer,
        say("claim-id"): claim.id,
        say("source-link"): web_address(source.url),
    }
