"""The ten laws of the rule, and the engine against the oracle, on random ledgers."""

import datetime as dt
import os
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from geo.claims import PLANS, STATES, Claim, Kind
from geo.dates import DAY, Window, parse_when
from geo.ledger import Ledger
from geo.places import Site
from geo.snapshot import Selection, snapshot
from geo.status import Deadline, State, Status, status
from geo.steps import runs, shown
from tests.oracle import Answer, oracle_status
from tests.strategies import SITES, START, copies, fresh_claims, ledgers, moments

SHORT = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)
# The same ledgers on each run, so that nobody's change fails for a find of chance; with
# DRAWDOWN_FUZZ=1 others each time.
FUZZ = bool(os.environ.get("DRAWDOWN_FUZZ"))
# With TIMES some 10,560 ledgers in all.
LONG = settings(SHORT, max_examples=480, derandomize=not FUZZ, print_blob=True)
ANCHORS = [START + dt.timedelta(days=days) for days in (0, 10, 35, 80, 125)]
NAMES = [site.id for site in SITES]
REPORTS = sorted(STATES | {Kind.RESIDUAL})
WEAK = ("B4", "D2", "F6", "D4", "E1")


def with_claims(ledger: Ledger, *claims: Claim) -> Ledger:
    return replace(ledger, claims={**ledger.claims, **{c.id: c for c in claims}}, memory={})


def only(ledger: Ledger, *keys: str) -> Ledger:
    return replace(ledger, claims={key: ledger.claims[key] for key in keys}, memory={})


def bare(answer: Status) -> Status:
    """Give an answer without its evidence."""
    return replace(answer, claims=(), against=(), linked=())


def asked(data: st.DataObject, ledger: Ledger, most: int = 6) -> list[tuple[str, dt.date, dt.date]]:
    """Draw questions to put to a ledger; most claims are about the first site."""
    pairs = data.draw(moments(ledger, most))
    rest = [(site, *pair) for pair in pairs[:4] for site in NAMES[1:]]
    return [*((NAMES[0], *pair) for pair in pairs), *rest]


def a_claim(data: st.DataObject, ledger: Ledger) -> Claim:
    assume(ledger.claims)
    return ledger.claims[data.draw(st.sampled_from(sorted(ledger.claims)))]


def another(data: st.DataObject, ledger: Ledger) -> Claim:
    earlier = tuple(ledger.claims.values())
    return data.draw(fresh_claims("new", ANCHORS, earlier))


def weak(data: st.DataObject, grades: tuple[str, ...]) -> Claim:
    """Draw a report of one of some grades that replaces and retracts nothing."""
    claim = data.draw(fresh_claims("new", ANCHORS))
    grade = data.draw(st.sampled_from(grades))
    kind = claim.kind if claim.kind not in PLANS else data.draw(st.sampled_from(REPORTS))
    return replace(
        claim,
        kind=kind,
        reliability=grade[0],
        credibility=int(grade[1]),
        origin=None,
        standing=None,
    )


# --- the laws ---------------------------------------------------------------------------------


def engine_equals_oracle(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    for site, on, known in asked(data, ledger, 24):
        compare(ledger, site, on, known)


def compare(ledger: Ledger, site: str, on: dt.date, known: dt.date) -> None:
    """Put one question to the engine and to the oracle."""
    got = status(ledger, site, on, known)
    assert oracle_status(ledger, site, on, known) == Answer(
        states=frozenset(state.value for state in got.possible),
        planned=got.basis == "planned",
        contested=got.contested,
        overdue_since=got.overdue_since,
        deadline=promised(got.deadline),
        reduce=promised(got.reduce_deadline),
        missed=got.missed.claim if got.missed else None,
    )


def promised(deadline: Deadline | None) -> tuple[str, dt.date] | None:
    return (deadline.claim, deadline.date) if deadline else None


def law_1_no_hindsight(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    for site, on, known in asked(data, ledger):
        day = known.toordinal()
        then = only(ledger, *(k for k, claim in ledger.claims.items() if claim.public <= day))
        assert status(ledger, site, on, known) == status(then, site, on, known)


def law_2_order_is_nothing(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    mixed = only(ledger, *data.draw(st.permutations(sorted(ledger.claims))))
    for site, on, known in asked(data, ledger):
        assert status(ledger, site, on, known) == status(mixed, site, on, known)


def law_3_a_copy_is_nothing(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    claim = a_claim(data, ledger)
    if claim.origin is None:
        claim = replace(claim, origin="its own")
        ledger = with_claims(ledger, claim)
    more = with_claims(ledger, data.draw(copies(claim, "z-copy", better=False)))
    for site, on, known in asked(data, more):
        was, now = (bare(status(book, site, on, known)) for book in (ledger, more))
        assert was == now


def law_3_a_retraction_undoes(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    claim = another(data, ledger)
    day = dt.date.fromordinal(claim.public + data.draw(st.sampled_from((0, 1, 30))))
    undo = replace(
        claim,
        id="undo",
        kind=Kind.ROLE_CHANGE,
        reliability="B",
        credibility=2,
        published=Window(day, day),
        standing=None,
        origin=None,
        replaces=(),
        retracts=("new",),
    )
    more = with_claims(ledger, claim, undo)
    for site, on, known in asked(data, more):
        late = max(known, day)
        was, now = (bare(status(book, site, on, late)) for book in (ledger, more))
        assert was == now


def law_4_constant_between_changes(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    known = data.draw(st.none() | moments(ledger, 1).map(lambda pairs: pairs[0][1]))
    first, last = START - 20 * DAY, dt.date.fromordinal(ledger.last_public or 737450) + 40 * DAY
    last = max(last, first + DAY)
    sample = data.draw(st.sets(st.dates(first, last), min_size=20, max_size=20))
    for site in NAMES:
        steps = runs(ledger, site, first, last, known)
        assert all(shown(one) != shown(two) for one, two in pairwise(steps))
        for day in sample:
            # A ledger that remembers nothing, as the engine trusts this law to save work.
            fresh = status(replace(ledger, memory={}), site, day, known or day)
            assert fresh == status(ledger, site, day, known or day)
            assert shown(fresh) == shown(max((s for s in steps if s.on <= day), key=by_day))


def by_day(answer: Status) -> dt.date:
    return answer.on


def law_5_the_cited_claims_suffice(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    for site, on, known in asked(data, ledger):
        answer = status(ledger, site, on, known)
        again = status(only(ledger, *answer.claims), site, on, known)
        assert answer.claims or answer.possible == (State.UNKNOWN,)
        assert again.possible == answer.possible


def law_6_dissent_changes_nothing(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    more = with_claims(ledger, weak(data, ("A5", "B5", "F5")))
    for site, on, known in asked(data, more):
        was, now = (bare(status(book, site, on, known)) for book in (ledger, more))
        assert was == now


def law_6_a_weak_report_removes_nothing(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    more = with_claims(ledger, weak(data, WEAK))
    for site, on, known in asked(data, more):
        was, now = (status(book, site, on, known).possible for book in (ledger, more))
        assert set(was) <= set(now)


def law_7_silence_is_unknown(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    lonely = Site("lonely", "Lonely", "centre")
    ledger = replace(ledger, sites={**ledger.sites, "lonely": lonely}, memory={})
    for on, known in data.draw(moments(ledger)):
        answer = status(ledger, "lonely", on, known)
        assert (answer.possible, answer.claims) == ((State.UNKNOWN,), ())


def law_8_locality(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    more = with_claims(ledger, replace(another(data, ledger), places=("bravo",)))
    for site, on, known in asked(data, more):
        if site != "bravo":
            assert status(ledger, site, on, known) == status(more, site, on, known)


def law_9_a_bar_is_deletion(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    floor = data.draw(st.sampled_from(("A1", "B2", "C3", "C5", "F3", "F6")))
    above = [
        key
        for key, c in ledger.claims.items()
        if max((c.reliability, "A"), (floor[0], "A"))[0] == floor[0]
        and c.credibility <= int(floor[1])
    ]
    for on, known in data.draw(moments(ledger)):
        view = snapshot(ledger, on, known, Selection(party=None, min_grade=floor))
        left = snapshot(only(ledger, *above), on, known, Selection(party=None))
        assert [row.status for row in view.rows] == [row.status for row in left.rows]


def law_10_no_jump_at_the_edge_of_knowledge(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    for site, _, known in asked(data, ledger):
        day = known.toordinal()
        visible = [c for _, c in ledger.reaching[site] if c.public <= day]
        if any(opens_or_closes(claim, day) for claim in visible):
            continue
        now, then = status(ledger, site, known, known), status(ledger, site, known + DAY, known)
        assert now.possible == then.possible


def opens_or_closes(claim: Claim, day: int) -> bool:
    """Tell whether a window is open, opens or closes between a day and the next."""
    if claim.kind is Kind.RESIDUAL:
        end = parse_when(claim.when).end.latest
        return day in {(claim.last or 0) + 7, end and end.toordinal()}
    return claim.is_plan and (claim.first or 0) <= day + 1 and (claim.last or 0) >= day


LAWS = (
    engine_equals_oracle,
    law_1_no_hindsight,
    law_2_order_is_nothing,
    law_3_a_copy_is_nothing,
    law_3_a_retraction_undoes,
    law_4_constant_between_changes,
    law_5_the_cited_claims_suffice,
    law_6_dissent_changes_nothing,
    law_6_a_weak_report_removes_nothing,
    law_7_silence_is_unknown,
    law_8_locality,
    law_9_a_bar_is_deletion,
    law_10_no_jump_at_the_edge_of_knowledge,
)
Law = Callable[[st.DataObject], None]
# As many more ledgers are put to these two, which find the most.
TIMES: dict[Law, int] = {engine_equals_oracle: 6, law_5_the_cited_claims_suffice: 5}


def put(law: Law, how: settings) -> None:
    examples = how.max_examples * TIMES.get(law, 1)
    settings(how, max_examples=examples)(given(st.data())(law))()


def name(law: Law) -> str:
    return law.__name__


@pytest.mark.parametrize("law", LAWS, ids=name)
def test_law(law: Law) -> None:
    put(law, SHORT)


@pytest.mark.long
@pytest.mark.parametrize("law", LAWS, ids=name)
def test_law_at_length(law: Law) -> None:
    put(law, LONG)


def test_the_ledger_that_comes_along(ledger: Ledger) -> None:
    days = sorted({claim.public for claim in ledger.claims.values()})
    for number, site in enumerate(ledger.sites):
        for day in days[number % 9 :: 9]:
            known = dt.date.fromordinal(day)
            for on in (known - 100 * DAY, known, known + 100 * DAY):
                compare(ledger, site, on, known)
                answer = status(ledger, site, on, known)
                again = status(only(ledger, *answer.claims), site, on, known)
                assert again.possible == answer.possible
