"""The selected site: its state, its deadline, and the evidence for and against."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

import streamlit as st
from jinja2 import Environment, PackageLoader, Template

from geo.claims import Claim, Tier
from geo.snapshot import Row, Snapshot
from geo.status import Deadline
from geo.style import UNCERTAIN_FROM_KM
from geo.weblink import web_address
from geo.words import basis_text, day_text, say, state_text

__all__ = ["panel_html", "show_panel", "web_address"]


def show_panel(view: Snapshot, site: str | None) -> None:
    """Show a site, or say what to do when none is in view.

    Parameters
    ----------
    view
        The snapshot.
    site
        The site's id.
    """
    row = view.row(site) if site else None
    if row is None:
        st.info(say("site-empty"))
        return
    st.html(panel_html(view, row))


def panel_html(view: Snapshot, row: Row) -> str:
    """Give the panel as HTML; the template escapes every text.

    Parameters
    ----------
    view
        The snapshot.
    row
        The site's row.
    """
    status = row.status
    told = {*status.claims, *status.against}
    others = [key for key in row.evidence if key not in told]
    groups = [
        (say("panel-decided"), _claims(view, row, status.claims)),
        (say("panel-against"), _claims(view, row, status.against)),
    ]
    return _template("panel.html").render(
        site=row.site,
        place=_place(view, row),
        state=state_text(status),
        basis=basis_text(status),
        facts=_facts(view, row),
        groups=[(heading, claims) for heading, claims in groups if claims],
        nothing=say("panel-nothing"),
        others=_claims(view, row, others),
        other_heading=say("panel-other", n=len(others)),
        position=_position(row),
        grade_help=say("panel-grade-help"),
        relayed_help=say("panel-relayed-help"),
        link=say("panel-link"),
    )


@lru_cache(maxsize=4)
def _template(name: str) -> Template:
    loader = PackageLoader("geo.app")
    return Environment(loader=loader, autoescape=True, trim_blocks=True).get_template(name)


def _place(view: Snapshot, row: Row) -> str:
    names = [
        region.name for region in view.regions if region.layer == row.site.layer and region.shape
    ]
    return say("panel-region", kind=row.site.kind.value, region=(names or [row.site.layer])[0])


def _position(row: Row) -> str:
    site = row.site
    if not site.placed:
        return say("panel-unplaced")
    if not site.uncertainty_km or site.uncertainty_km <= UNCERTAIN_FROM_KM:
        return site.position_source or ""
    return say("panel-position", km=f"{site.uncertainty_km:g}", source=site.position_source or "?")


def _facts(view: Snapshot, row: Row) -> list[tuple[str, str]]:
    status = row.status
    found = [(say("panel-deadline"), _deadline(view, status.deadline))]
    if status.reduce_deadline:
        found.append((say("panel-reduce"), _deadline(view, status.reduce_deadline)))
    if status.missed:
        text = _deadline(view, status.missed)
        if status.overdue_days is not None:
            text += f": {say('panel-overdue', days=status.overdue_days)}"
        found.append((say("panel-missed"), text))
    if status.missed and status.deadline and status.deadline.date > status.missed.date:
        slip = (status.deadline.date - status.missed.date).days
        day = day_text(status.missed.date)
        found[0] = (found[0][0], f"{found[0][1]}; {say('panel-slip', days=slip, day=day)}")
    return found


def _deadline(view: Snapshot, deadline: Deadline | None) -> str:
    if deadline is None:
        return say("panel-no-deadline")
    parts = [say(f"standing-{deadline.standing}")] if deadline.standing else []
    claim = view.claims.get(deadline.claim)
    if claim:
        parts.append(view.sources[claim.source].producer)
    return f"{day_text(deadline.date)} ({', '.join([*parts, deadline.claim])})"


def _claims(view: Snapshot, row: Row, keys: Iterable[str]) -> list[dict[str, Any]]:
    return [_claim(view, row, view.claims[key]) for key in keys if key in view.claims]


def _claim(view: Snapshot, row: Row, claim: Claim) -> dict[str, Any]:
    source = view.sources[claim.source]
    names = {region.id: region.name for region in view.regions}
    names |= {other.site.id: other.site.name for other in view.rows}
    about = "" if row.site.id in claim.places else ", ".join(names.get(p, p) for p in claim.places)
    return {
        "id": claim.id,
        "grade": claim.grade,
        "relayed": say("panel-relayed") if source.tier is Tier.RELAYED else "",
        "kind": say(f"kind-{claim.kind.value}"),
        "when": say(f"bound-{claim.bound.value}", when=claim.when),
        "standing": say(f"standing-{claim.standing.value}") if claim.standing else "",
        "about": say("panel-about", places=about) if about else "",
        "text": claim.text,
        "producer": source.producer,
        "published": say("panel-published", day=source.published_text),
        "locator": claim.locator,
        "url": web_address(source.url),
    }
