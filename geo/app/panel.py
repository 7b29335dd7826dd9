"""The selected site: its state, its deadline, and the evidence for and against."""

import datetime as dt
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import streamlit as st

from geo.app.rendering import render
from geo.app.tongue import Tongue
from geo.claims import Claim
from geo.grounds import Grounds, grounds, newest_evidence, put_off
from geo.ledger import Ledger
from geo.slips import nearest_place
from geo.snapshot import Row, Snapshot, graded
from geo.status import Deadline
from geo.steps import since
from geo.style import UNCERTAIN_FROM_KM
from geo.weblink import web_address

_ENGLISH = Tongue()
_NO_NAMES: Mapping[str, str] = MappingProxyType({})


class Backing(NamedTuple):
    """What the ledger tells of an answer beyond the snapshot.

    Attributes
    ----------
    start
        The day since which the state is what it is; None where that is not said.
    grounds
        The claims behind it.
    """

    start: dt.date | None
    grounds: Grounds


__all__ = ["panel_html", "show_panel", "web_address"]


def show_panel(ledger: Ledger, view: Snapshot, site: str | None, tongue: Tongue) -> None:
    """Show a site, or say what to do when none is in view.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    site
        The site's id.
    tongue
        The language.
    """
    row = view.row(site) if site else None
    if row is None:
        st.info(tongue.say("site-empty"))
        return
    heard = graded(ledger, view.min_grade)
    backing = Backing(since(heard, row.status), grounds(heard, row.status))
    st.html(panel_html(view, row, tongue, tongue.names(ledger), backing))
    # Below, so that what stands above it keeps its place in the page.
    if row.status.contested or row.status.against or row.status.linked:
        st.button(tongue.say("contradictions-see"), key="see-contradictions", on_click=_see)


def _see() -> None:
    st.session_state["tab"] = "contradictions"
    st.session_state["scope"] = "site"


def panel_html(
    view: Snapshot,
    row: Row,
    tongue: Tongue = _ENGLISH,
    names: Mapping[str, str] = _NO_NAMES,
    backing: Backing | None = None,
) -> str:
    """Give the panel as HTML; the template escapes every text.

    Parameters
    ----------
    view
        The snapshot.
    row
        The site's row.
    tongue
        The language.
    names
        The names of places by their ids. A claim may also be about some that are out of view;
        those that are not here are told by the view, or else by their ids.
    backing
        What only the ledger tells; None where it is not at hand.
    """
    say, status = tongue.say, row.status
    names = {**_shown_names(view, tongue), **names}

    def claims(keys: Iterable[str]) -> list[dict[str, Any]]:
        return [_claim(tongue, view, row, names, key) for key in keys if key in view.claims]

    start, base = backing or (None, Grounds(status.claims, (), status.against, status.linked))
    told = {key for keys in base for key in keys}
    others = [key for key in row.evidence if key not in told]
    groups = [(say(f"panel-{name}"), claims(keys)) for name, keys in base._asdict().items()]
    return render(
        "panel.html",
        tongue,
        site=row.site,
        name=tongue.name(row.site),
        place=_place(tongue, view, row),
        state=tongue.state(status),
        basis=tongue.basis(status),
        facts=[*_since(tongue, start), *_facts(tongue, view, row)],
        groups=[group for group in groups if group[1]],
        nothing=say("panel-nothing"),
        others=claims(others),
        other_heading=say("panel-other", n=len(others)),
        position=_position(tongue, row),
        grade_help=say("panel-grade-help"),
        relayed_help=say("panel-relayed-help"),
        link=say("panel-link"),
    )


def _place(tongue: Tongue, view: Snapshot, row: Row) -> str:
    names = [
        tongue.name(region)
        for region in view.regions
        if region.layer == row.site.layer and region.shape
    ]
    kind = tongue.say("site-kind-" + row.site.kind.value.replace(" ", "-"))
    return tongue.say("panel-region", kind=kind, region=(names or [row.site.layer])[0])


def _position(tongue: Tongue, row: Row) -> str:
    site = row.site
    if not site.placed:
        return tongue.say("panel-unplaced")
    if not site.uncertainty_km or site.uncertainty_km <= UNCERTAIN_FROM_KM:
        return site.position_source or ""
    km = f"{site.uncertainty_km:g}"
    return tongue.say("panel-position", km=km, source=site.position_source or "?")


def _since(tongue: Tongue, start: dt.date | None) -> list[tuple[str, str, str, str]]:
    return [(tongue.say("panel-since"), tongue.day(start), "", "")] if start else []


def _facts(tongue: Tongue, view: Snapshot, row: Row) -> list[tuple[str, str, str, str]]:
    """Give what is due: the heading, the text up to the claim's id, the id, and the rest."""
    say, status = tongue.say, row.status
    late = slip = ""
    if status.missed and status.overdue_days is not None:
        late = f": {say('panel-overdue', days=status.overdue_days)}"
    days = put_off(row.site, view.claims, status)
    if status.missed and days:
        slip = say("list-semicolon")
        slip += say("panel-slip", days=days, day=tongue.day(status.missed.date))
    found = [(say("panel-deadline"), *_deadline(tongue, view, row, status.deadline, slip))]
    if status.reduce_deadline:
        found.append((say("panel-reduce"), *_deadline(tongue, view, row, status.reduce_deadline)))
    if status.missed:
        found.append((say("panel-missed"), *_deadline(tongue, view, row, status.missed, late)))
    newest = newest_evidence(view.claims, status)
    if newest:
        claim, age = newest
        day = tongue.date(view.sources[claim.source].published_text)
        old = say("list-comma") + say("panel-age", days=age) if age else ""
        found.append((say("panel-newest"), f"{day} (", claim.id, f"){old}"))
    return found


def _whole(tongue: Tongue, view: Snapshot, row: Row, claim: Claim | None) -> str:
    """Say of a deadline that does not name the site for which whole it stands."""
    place = nearest_place(row.site, claim) if claim else None
    if place is None or place == row.site.id:
        return ""
    names = {region.id: tongue.name(region) for region in view.regions}
    told = tongue.say("panel-whole", place=names.get(place, place))
    return tongue.say("list-comma") + told


def _deadline(
    tongue: Tongue, view: Snapshot, row: Row, deadline: Deadline | None, more: str = ""
) -> tuple[str, str, str]:
    if deadline is None:
        return tongue.say("panel-no-deadline"), "", more
    parts = [tongue.say(f"standing-{deadline.standing}")] if deadline.standing else []
    claim = view.claims.get(deadline.claim)
    if claim:
        parts.append(tongue.apart(view.sources[claim.source].producer))
    told = tongue.listed([*parts, tongue.apart(deadline.claim)])
    day = tongue.day(deadline.date) + _whole(tongue, view, row, claim)
    before, key, after = f"{day} ({told})".rpartition(deadline.claim)
    return before, key, after + more


def _shown_names(view: Snapshot, tongue: Tongue) -> dict[str, str]:
    names = {region.id: tongue.name(region) for region in view.regions}
    return names | {other.site.id: tongue.name(other.site) for other in view.rows}


def _claim(
    tongue: Tongue, view: Snapshot, row: Row, names: Mapping[str, str], key: str
) -> dict[str, Any]:
    claim = view.claims[key]
    say, source = tongue.say, view.sources[claim.source]
    others = row.site.id not in claim.places
    about = tongue.listed([names.get(p, p) for p in claim.places]) if others else ""
    return {
        "id": claim.id,
        "grade": claim.grade,
        "relayed": tongue.relayed(source),
        "kind": say(f"kind-{claim.kind.value}"),
        "when": tongue.when(claim),
        "standing": say(f"standing-{claim.standing.value}") if claim.standing else "",
        "about": say("panel-about", places=about) if about else "",
        "text": claim.text,
        "note": claim.note,
        "producer": source.producer,
        "published": say("panel-published", day=tongue.date(source.published_text)),
        "locator": claim.locator,
        "url": web_address(source.url),
    }
