"""Small random ledgers in which the rule's parts meet often.

All days of one ledger lie near a few anchors, so that windows touch, overlap and miss each
other by a day, and so that gaps of just under and just over 90 days are common.
"""

import datetime as dt
from dataclasses import replace
from typing import TypedDict, Unpack

from hypothesis import strategies as st

from geo.claims import DEPARTURES, DISSENT, PLANS, Bound, Claim, Kind, Party, Source, Standing
from geo.dates import Window, parse_when
from geo.ledger import Ledger
from geo.places import Region, Site

START = dt.date(2020, 1, 10)
GAPS = (3, 10, 10, 25, 45, 60, 88, 92)
NEAR = (0, 0, 0, 0, 0, 1, -1, 2, 5, -5)
KINDS = (
    *(Kind.IN_USE,) * 2,
    *(Kind.REDUCED, Kind.DEPARTED, Kind.HANDED_OVER) * 3,
    *(Kind.RE_ENTERED, Kind.REINFORCED, Kind.RESIDUAL),
    *(Kind.ROLE_CHANGE, Kind.CEREMONY, Kind.STRENGTH),
    *(Kind.LEAVE_BY,) * 5,
    *(Kind.REDUCE_BY, Kind.NO_DATE) * 2,
    Kind.STAY_UNTIL,
)
GRADES = ("A1", "B2", "B2", "C3", "C3", "B3", "B4", "D2", "F6", "D4", "B5", "D5")
STANDINGS = (Standing.AGREED, Standing.ANNOUNCED, Standing.ANNOUNCED, Standing.REPORTED, None)
BOUNDS = (*(Bound.ON,) * 5, Bound.BY, Bound.BY, Bound.BY, Bound.UNTIL, Bound.AFTER, Bound.DURING)
FORMS = ("day", "day", "day", "day", "span", "set", "open", "open-set", "month", "about", "since")
SITES = (
    Site("alpha", "Alpha", "centre", ("centre", "federal-iraq", "iraq")),
    Site("bravo", "Bravo", "centre", ("centre", "federal-iraq", "iraq")),
    Site("north", "North", "kurdistan", ("kurdistan", "iraq")),
)
REGIONS = {
    key: Region(key, key.title(), layer)
    for key, layer in (
        ("centre", "centre"),
        ("kurdistan", "kurdistan"),
        ("federal-iraq", "centre"),
        ("iraq", "centre"),
    )
}
PLACES = (
    *(("alpha",),) * 14,
    *(("bravo",), ("north",)) * 2,
    ("alpha", "bravo"),
    ("bravo", "iraq"),
    *(("centre",), ("federal-iraq",), ("iraq",)) * 2,
    ("kurdistan",),
)
SOURCE = Source("source", "P", "T", Window(START, START), START.isoformat(), "dated", "B")


class More(TypedDict, total=False):
    """What a claim made by hand may have beside the rest."""

    public: str
    bound: str
    standing: Standing | None
    party: Party
    origin: str
    replaces: tuple[str, ...]
    retracts: tuple[str, ...]
    conflicts: tuple[str, ...]


def said(
    key: str, kind: str, when: str, grade: str = "B2", *, at: str = "alpha", **more: Unpack[More]
) -> Claim:
    """Build a claim about Alpha, published on its own last day or on a day given."""
    window = parse_when(when).end
    day = window.latest or window.earliest or START
    public = dt.date.fromisoformat(more.get("public", day.isoformat()))
    return Claim(
        id=key,
        places=tuple(at.split()),
        kind=Kind(kind),
        when=when,
        bound=Bound(more.get("bound", "on")),
        reliability=grade[0],
        credibility=int(grade[1]),
        source="source",
        published=Window(public, public),
        text="",
        standing=more.get("standing"),
        party=more.get("party", Party.COALITION),
        origin=more.get("origin"),
        replaces=more.get("replaces", ()),
        retracts=more.get("retracts", ()),
        conflicts=more.get("conflicts", ()),
    )


def planned(
    key: str, kind: str, when: str, grade: str = "B2", *, at: str = "alpha", **more: Unpack[More]
) -> Claim:
    """Build a plan, announced and by a day unless told otherwise."""
    told: More = {"standing": Standing.ANNOUNCED, "bound": "by", **more}
    return said(key, kind, when, grade, at=at, **told)


PRESENT = said("present", "in-use", START.isoformat())


def ledger_of(*claims: Claim, sites: tuple[Site, ...] = SITES) -> Ledger:
    """Build a ledger directly from claims."""
    return Ledger(
        sites={site.id: site for site in sites},
        regions=REGIONS,
        claims={claim.id: claim for claim in claims},
        sources={"source": SOURCE},
    )


@st.composite
def ledgers(draw: st.DrawFn, most: int = 12) -> Ledger:
    """Draw a ledger of up to some claims."""
    anchors = [START]
    for gap in draw(st.lists(st.sampled_from(GAPS), min_size=2, max_size=5)):
        anchors.append(anchors[-1] + dt.timedelta(days=gap))
    claims = [PRESENT] if draw(st.booleans()) else []
    for number in range(draw(st.sampled_from((most, most // 2, most // 2, 3, 2, 1, 0)))):
        key = f"c{number:02}"
        if claims and draw(st.integers(0, 9)) == 0:
            claims.append(draw(copies(draw(st.sampled_from(claims)), key)))
        else:
            claims.append(draw(fresh_claims(key, anchors, tuple(claims))))
    parties = [draw(st.sampled_from((Party.COALITION,) * 4 + (Party.NATO,))) for _ in SITES]
    sites = tuple(replace(s, party=p) for s, p in zip(SITES, parties, strict=True))
    return ledger_of(*draw(st.permutations(claims)), sites=sites)


@st.composite
def fresh_claims(
    draw: st.DrawFn, key: str, anchors: list[dt.date], earlier: tuple[Claim, ...] = ()
) -> Claim:
    """Draw a claim near some days, which may replace or retract earlier ones."""
    kind = draw(st.sampled_from(KINDS))
    grade = draw(st.sampled_from(GRADES))
    when, day = draw(expressions(anchors))
    delay = draw(st.sampled_from((0, 0, 0, 1, 3, 15, 45)))
    if kind in PLANS:
        delay = -draw(st.sampled_from((0, 1, 15, 60, 60, 110, 150)))
    public = day + dt.timedelta(days=delay)
    chance = draw(st.integers(0, 19))
    plans = [c.id for c in earlier if c.kind in PLANS]
    replaces = bool(plans) and kind in PLANS and (chance < 6 or kind is Kind.NO_DATE)
    retracts = bool(earlier) and chance == 19
    return Claim(
        id=key,
        places=draw(st.sampled_from(PLACES)),
        kind=kind,
        when=when,
        bound=draw(st.sampled_from(BOUNDS)),
        reliability=grade[0],
        credibility=int(grade[1]),
        source="source",
        published=Window(public - dt.timedelta(days=chance % 3), public),
        text="",
        standing=draw(st.sampled_from(STANDINGS)) if kind in PLANS else None,
        party=Party.NATO if chance == 10 else Party.COALITION,
        origin=f"wire-{key}" if chance % 4 == 0 else None,
        replaces=tuple(draw(st.sets(st.sampled_from(plans), min_size=1))) if replaces else (),
        retracts=(draw(st.sampled_from([c.id for c in earlier])),) if retracts else (),
    )


@st.composite
def expressions(draw: st.DrawFn, anchors: list[dt.date]) -> tuple[str, dt.date]:
    """Draw a date expression and the day it is about."""
    near = st.builds(
        lambda day, days: day + dt.timedelta(days=days),
        st.sampled_from(anchors),
        st.sampled_from(NEAR),
    )
    form, one, two = draw(st.sampled_from(FORMS)), draw(near), draw(near)
    one, two = min(one, two), max(one, two)
    texts = {
        "day": one.isoformat(),
        "span": f"{one}/{two}",
        "set": f"[{one}..{two}]",
        "open": f"../{one}",
        "open-set": f"[..{one}]",
        "month": f"{one:%Y-%m}",
        "about": f"{one}~",
        "since": f"{one}/..",
    }
    return texts[form], two if form == "set" else one


@st.composite
def copies(draw: st.DrawFn, claim: Claim, key: str, *, better: bool = True) -> Claim:
    """Draw a copy of a claim, published on or after it; a better grade only where allowed."""
    grades = st.sampled_from(GRADES) if better else st.sampled_from(worse_grades(claim))
    grade = draw(grades)
    return replace(
        claim,
        id=key,
        reliability=grade[0],
        credibility=int(grade[1]),
        published=later(claim, draw(st.sampled_from((0, 1, 7, 40, 100)))),
    )


def worse_grades(claim: Claim) -> list[str]:
    """Give the grades that are no better than a claim's on either scale."""
    return [
        f"{reliability}{credibility}"
        for reliability in "ABCDEF"
        for credibility in range(1, 7)
        if reliability >= claim.reliability
        and credibility >= claim.credibility
        and (credibility == DISSENT or not claim.dissents)
    ]


def later(claim: Claim, days: int) -> Window:
    """Give a publication some days after that of a claim."""
    day = dt.date.fromordinal(claim.public + days)
    return Window(day, day)


def telling_days(ledger: Ledger) -> list[dt.date]:
    """Give the days around which the answers of a ledger may change."""
    days = {START.toordinal()}
    for claim in ledger.claims.values():
        marks = {claim.public, claim.last or claim.public, claim.first or claim.public}
        days |= {day + step for day in marks for step in (-1, 0, 1)}
        if claim.kind in DEPARTURES or claim.kind is Kind.RESIDUAL:
            days |= {claim.public + 7, claim.public + 8}
    return [dt.date.fromordinal(day) for day in sorted(days)]


def moments(ledger: Ledger, most: int = 6) -> st.SearchStrategy[list[tuple[dt.date, dt.date]]]:
    """Draw pairs of a day shown and a day of knowledge near the days that matter."""
    days = st.sampled_from(telling_days(ledger))
    late = st.just(dt.date.fromordinal(max(ledger.last_public, START.toordinal()) + 1))
    return st.lists(st.tuples(days, days | late | late), min_size=most, max_size=most)
