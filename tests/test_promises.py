"""Promises: what was promised, what it replaced, and what became of it."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from geo.claims import Kind, Standing
from geo.dates import DAY
from geo.errors import NoSuchThing
from geo.fates import MET, Outcome
from geo.ledger import Ledger
from geo.promises import Promise, promises, said_by
from geo.snapshot import EVERYTHING, Selection
from geo.status import State, status
from geo.tallies import promises_record, readings, totals
from tests.strategies import PRESENT, ledger_of, ledgers, planned, said
from tests.test_laws import SHORT

TODAY = dt.date(2026, 11, 24)
START = PRESENT.public
GONE = "2020-06-20"


def about(ledger: Ledger, site: str, known: dt.date = TODAY) -> dict[str, Promise]:
    return {one.claim.id: one for one in promises(ledger, known, site)}


def test_ain_al_asad(ledger: Ledger) -> None:
    found = about(ledger, "ain-al-asad")
    one = found["E24-012"]
    assert one.by == "ten unnamed officials (Reuters)"
    assert (one.due, one.outcome, one.days) == (dt.date(2025, 9, 30), Outcome.MISSED, 109)
    assert one.met == dt.date(2026, 1, 17)
    assert "E26-002" in one.reports
    assert [ledger.claims[key].strength for key in one.meanwhile] == ["250-350"]
    agreed = found["E24-021"]
    assert (agreed.claim.standing, agreed.rank) == (Standing.AGREED, 2)
    assert (agreed.days, agreed.slip, agreed.in_force) == (109, 0, True)
    put_off, anew = found["E25-018"], found["E25-024"]
    assert (put_off.by, put_off.outcome, put_off.due) == ("PM al-Sudani", Outcome.UNDATED, None)
    assert {"E24-012", "E24-021", "E25-003"} <= set(put_off.replaced)
    assert (anew.replaced, anew.slip, anew.outcome, anew.days) == (
        ("E25-018",),
        104,
        Outcome.MISSED,
        5,
    )
    leak = found["E25-007"]
    assert (leak.replaced, leak.slip, leak.in_force, leak.days) == ((), None, False, 124)
    assert found["CCTV-1"].copy_of == "E24-012"


@pytest.mark.parametrize(
    ("site", "key"),
    [
        ("ain-al-asad", "E24-015"),
        ("ain-al-asad", "E24-020"),
        ("ain-al-asad", "E25-004"),
        ("taji", "E24-005"),
        ("taji", "E25-004"),
        ("erbil-air-base", "E24-008"),
        ("erbil-air-base", "E24-020"),
    ],
)
def test_the_last_stage_of_a_whole_moves_no_stage_of_a_site(
    ledger: Ledger, site: str, key: str
) -> None:
    one = about(ledger, site)[key]
    assert (one.replaced, one.slip) == ((), None)


def test_a_leak_of_an_earlier_day_divides_no_plan_on_the_record(ledger: Ledger) -> None:
    found = about(ledger, "ain-al-asad")
    leak, record = found["E25-007"], found["E25-011"]
    assert leak.due is not None
    assert record.due is not None
    assert (leak.made < record.made, leak.due < record.due) == (True, True)
    assert (record.replaced, record.slip) == (("E24-021",), 0)


def test_a_whole_has_slips_of_its_own(ledger: Ledger) -> None:
    one = about(ledger, "iraq")["E24-015"]
    assert (one.replaced, one.slip) == (("E24-005",), 457)


@pytest.mark.parametrize(
    ("place", "public", "standing", "slip"),
    [
        ("alpha", "2020-03-01", "announced", 61),
        ("alpha", "2020-03-01", "reported", None),
        ("alpha", "2020-02-01", "announced", None),
        ("centre", "2020-03-01", "announced", None),
    ],
)
def test_what_a_promise_replaces(place: str, public: str, standing: str, slip: int | None) -> None:
    first = planned("first", "leave-by", "2020-05-01", public="2020-02-01")
    other = planned(
        "other", "leave-by", "2020-07-01", at=place, public=public, standing=Standing(standing)
    )
    ledger = ledger_of(PRESENT, first, other)
    one = about(ledger, "alpha", dt.date(2020, 4, 1))["other"]
    assert (one.replaced, one.slip) == (() if slip is None else ("first",), slip)


def test_erbil_has_two_readings(ledger: Ledger) -> None:
    found = promises(ledger, TODAY, "erbil-air-base")
    september, december = readings(found)
    assert (september.due, september.kept) == (dt.date(2026, 9, 30), True)
    assert (december.due, december.kept) == (dt.date(2026, 12, 31), False)
    kept = next(one for one in september.promises if one.claim.id == "E24-018")
    assert (kept.by, kept.outcome, kept.replaced, kept.slip) == (
        "Iraqi Defence Minister Thabet al-Abbasi",
        Outcome.KEPT,
        ("CCTV-4",),
        -92,
    )
    others = {one.claim.id: one for one in december.promises}
    assert {"E24-014", "E24-015", "CCTV-4"} <= set(others)
    assert others["E24-015"].overturned == "E24-018"
    assert others["E24-014"].outcome is Outcome.CUT_SHORT
    assert others["E24-014"].days == -123, "from 31 Jan 2027, the day that is told"


def test_a_date_put_off_or_of_a_whole_country_is_no_other_reading_of_a_site(
    ledger: Ledger,
) -> None:
    found = about(ledger, "ain-al-asad")
    # Set when the other had passed; and Iraq as a whole was to be left a year after this base.
    assert "E25-007" in found["E25-024"].against
    assert "E24-022" in found["E24-015"].against
    for site in ("ain-al-asad", "victoria-base", "union-iii", "joint-operations-command"):
        assert readings(promises(ledger, TODAY, site)) == (), site
    assert [one.due.year for one in readings(promises(ledger, TODAY, "iraq"))] == [2026, 2026]


@pytest.mark.parametrize(
    ("when", "public", "dates"),
    [
        ("2020-05-20", "2020-03-01", ["2020-05-11", "2020-05-20"]),
        ("2020-05-20~", "2020-03-01", ["2020-05-11", "2020-05-21"]),
        ("2020-05-10~", "2020-03-01", []),
        ("2020-05-20", "2020-05-11", []),
    ],
)
def test_readings_bind_on_the_day_that_the_promise_does(
    when: str, public: str, dates: list[str]
) -> None:
    first = planned("first", "leave-by", "2020-05-10~", public="2020-02-01")
    other = planned("other", "leave-by", when, public=public, conflicts=("first",))
    found = promises(ledger_of(PRESENT, first, other), dt.date(2020, 7, 31), "alpha", EVERYTHING)
    told = readings(found)
    assert [one.due.isoformat() for one in told] == dates
    assert all(one.due == promise.due for one in told for promise in one.promises)


def test_victoria_was_left_a_year_late(ledger: Ledger) -> None:
    found = about(ledger, "victoria-base")
    assert (found["E24-021"].outcome, found["E24-021"].days) == (Outcome.MISSED, 365)
    early = about(ledger, "victoria-base", dt.date(2026, 2, 1))
    assert (early["E24-021"].days, early["E24-021"].met) == (110, dt.date(2026, 1, 18))


def test_a_region_is_left_with_its_last_site(ledger: Ledger) -> None:
    one = about(ledger, "federal-iraq")["E24-021"]
    assert (one.outcome, one.days) == (Outcome.MISSED, 365)
    told = {fate.site: fate.days for fate in one.sites}
    assert (told["ain-al-asad"], told["victoria-base"], told["union-iii"]) == (109, 365, None)


def test_nothing_is_said_in_hindsight(ledger: Ledger) -> None:
    found = about(ledger, "ain-al-asad", dt.date(2024, 9, 7))
    assert found["E24-012"].outcome is Outcome.OPEN
    assert "E24-021" not in found
    late = about(ledger, "ain-al-asad", dt.date(2025, 10, 25))["E24-012"]
    assert (late.outcome, late.days, late.met) == (Outcome.MISSED, 25, None)


@pytest.mark.parametrize(
    ("when", "bound", "gone", "outcome", "days"),
    [
        ("2020-06-20", "by", GONE, Outcome.KEPT, 0),
        ("2020-06-21", "by", GONE, Outcome.EARLY, -1),
        ("2020-06", "by", GONE, Outcome.KEPT, 0),
        ("2020-06-19", "by", GONE, Outcome.MISSED, 1),
        ("2020-07", "by", GONE, Outcome.EARLY, -41),
        ("2020-05-01", "by", None, Outcome.MISSED, 91),
        ("2020-08-01", "by", None, Outcome.OPEN, None),
        ("2020-05-01/", "after", GONE, Outcome.UNDATED, None),
    ],
)
def test_outcomes(
    when: str, bound: str, gone: str | None, outcome: Outcome, days: int | None
) -> None:
    claims = [
        PRESENT,
        planned("plan", "leave-by", when, public="2020-02-01", bound=bound),
        said("seen", "in-use", "2020-06-19"),
    ]
    if gone:
        claims.append(said("gone", "departed", gone))
    (one,) = promises(ledger_of(*claims), dt.date(2020, 7, 31), "alpha", EVERYTHING)
    assert (one.outcome, one.days) == (outcome, days)


def test_only_what_was_met_has_a_day_on_which_it_was(ledger: Ledger) -> None:
    found = promises(ledger, TODAY)
    assert {one.outcome for one in found if one.met} == {
        Outcome.KEPT,
        Outcome.EARLY,
        Outcome.MISSED,
    }
    cut = [one for one in found if one.outcome is Outcome.CUT_SHORT]
    assert cut
    assert all(one.ended and one.due and one.ended < one.due for one in cut)
    sites = [fate for one in found for fate in one.sites]
    assert all(fate.met is None for fate in sites if fate.outcome is Outcome.UNCLEAR)


def test_leaving_another_stay_meets_no_promise() -> None:
    plan = planned("plan", "leave-by", "2020-05-01", public="2020-02-01")
    back = said("back", "re-entered", "2020-05-20")
    ledger = ledger_of(PRESENT, plan, back, said("gone", "departed", GONE))
    (one,) = promises(ledger, dt.date(2020, 7, 31), "alpha", EVERYTHING)
    assert (one.outcome, one.met, one.days) == (Outcome.UNCLEAR, None, None)


def test_silence_is_unclear() -> None:
    plan = planned("plan", "leave-by", "2020-05-01", public="2020-02-01")
    (one,) = promises(ledger_of(PRESENT, plan), dt.date(2020, 7, 31), "alpha", EVERYTHING)
    assert (one.outcome, one.days) == (Outcome.UNCLEAR, None)


@pytest.mark.parametrize(
    ("when", "bound", "grade", "outcome", "met"),
    [
        ("2020-06", "by", "B2", Outcome.KEPT, "2020-06-10"),
        ("2020-06-10/2020-07", "during", "B2", Outcome.KEPT, "2020-06-10"),
        ("2020-06-15/2020-06-30", "during", "B2", Outcome.EARLY, "2020-06-10"),
        ("2020-06-01", "by", "B2", Outcome.MISSED, None),
        ("2020-06", "by", "C5", Outcome.MISSED, None),
        ("2020-06", "by", "D4", Outcome.UNCLEAR, None),
    ],
)
def test_a_cut_is_made_on_the_first_day_that_excludes_the_full_force(
    when: str, bound: str, grade: str, outcome: Outcome, met: str | None
) -> None:
    plan = planned("plan", "reduce-by", when, public="2020-02-01", bound=bound)
    seen = said("seen", "in-use", "2020-05-01")
    cut = said("cut", "reduced", "2020-06-10", grade)
    ledger = ledger_of(PRESENT, plan, seen, cut)
    (one,) = promises(ledger, dt.date(2020, 8, 31), "alpha", EVERYTHING)
    assert (one.outcome, one.met and one.met.isoformat()) == (outcome, met)


@pytest.mark.parametrize(
    ("kind", "outcome"), [("departed", Outcome.EARLY), ("reduced", Outcome.UNCLEAR)]
)
def test_a_cut_that_was_made_before_it_was_promised(kind: str, outcome: Outcome) -> None:
    gone = said("gone", kind, "2020-03-01")
    plan = planned("plan", "reduce-by", "2020-05/2020-06", public="2020-03-10", bound="during")
    ledger = ledger_of(PRESENT, gone, plan)
    (one,) = promises(ledger, dt.date(2020, 7, 31), "alpha", EVERYTHING)
    assert one.outcome is outcome


def test_a_cut_is_kept_by_the_report_of_its_day_only(ledger: Ledger) -> None:
    besmaya = about(ledger, "besmaya")["IQ-050"]
    assert (besmaya.outcome, besmaya.met) == (Outcome.EARLY, dt.date(2020, 7, 25))
    erbil = about(ledger, "erbil-air-base")["E25-006"]
    assert erbil.met is not None
    states = [
        status(ledger, "erbil-air-base", day, TODAY).possible
        for day in (erbil.met - DAY, erbil.met)
    ]
    assert [State.OCCUPIED in possible for possible in states] == [True, False]
    assert all(
        (told.last or 0) <= erbil.met.toordinal()
        for told in map(ledger.claims.get, erbil.reports)
        if told
    )


@pytest.mark.parametrize(
    ("when", "outcome", "days"),
    [("2020-06-30", Outcome.CUT_SHORT, -10), ("2020-06", Outcome.KEPT, 0)],
)
def test_a_stay_may_be_cut_short(when: str, outcome: Outcome, days: int) -> None:
    plan = planned("plan", "stay-until", when, public="2020-02-01", bound="until")
    ledger = ledger_of(PRESENT, plan, said("gone", "departed", GONE))
    (one,) = promises(ledger, dt.date(2020, 7, 31), "alpha", EVERYTHING)
    assert (one.outcome, one.days) == (outcome, days)


def test_a_stay_in_the_country_is_measured_at_the_site(ledger: Ledger) -> None:
    for key in ("E24-022", "E25-011b"):
        one = about(ledger, "ain-al-asad")[key]
        assert (one.outcome, one.days) == (Outcome.CUT_SHORT, -256), "30 Sep 2026 less 17 Jan"
        assert one.ended == dt.date(2026, 1, 17)
        whole = about(ledger, "iraq")[key]
        assert whole.outcome is Outcome.KEPT
        assert {fate.site: fate.days for fate in whole.sites}["ain-al-asad"] == one.days


@pytest.mark.parametrize("named", [True, False])
def test_a_promise_may_be_overturned(named: bool) -> None:  # noqa: FBT001
    first = planned("first", "leave-by", "2020-05-01", public="2020-02-01")
    second = planned(
        "second",
        "leave-by",
        "2020-07-01",
        public="2020-03-01",
        replaces=("first",) if named else (),
    )
    third = planned("third", "leave-by", "2020-07-01", public="2020-04-01")
    ledger = ledger_of(PRESENT, first, second, third)
    one, other, last = promises(ledger, dt.date(2020, 6, 1), "alpha", EVERYTHING)
    assert (one.outcome, one.overturned) == (Outcome.OVERTURNED, "second")
    assert (other.replaced, other.slip, other.outcome) == (("first",), 61, Outcome.OPEN)
    assert (last.replaced, last.slip) == (("second",), 0)


def test_only_numbers_of_those_who_stayed_there_are_told(ledger: Ledger) -> None:
    replaced = about(ledger, "erbil-air-base")["E24-005"]
    assert (replaced.outcome, replaced.meanwhile) == (Outcome.OVERTURNED, ())


@pytest.mark.parametrize(
    ("strength", "told"),
    [
        ("about 300", True),
        ("250-350", True),
        ("about 300 in the whole mission, most in Jordan", False),
        ("102 home, about 141 left", False),
    ],
)
def test_a_number_of_others_is_none_of_the_place(strength: str, told: bool) -> None:  # noqa: FBT001
    plan = planned("plan", "leave-by", "2020-05-01", public="2020-02-01")
    number = replace(said("number", "in-use", "2020-05-20"), strength=strength)
    (one,) = promises(ledger_of(PRESENT, plan, number), dt.date(2020, 6, 1), "alpha", EVERYTHING)
    assert (one.outcome, one.meanwhile) == (Outcome.MISSED, ("number",) if told else ())


def test_put_off_after_it_fell_due_stays_missed() -> None:
    plan = planned("plan", "leave-by", "2020-05-01", public="2020-02-01")
    off = planned("off", "no-date", "2020-05-10/", public="2020-05-10", replaces=("plan",))
    seen = said("seen", "in-use", "2020-05-09")
    found = promises(ledger_of(PRESENT, plan, off, seen), dt.date(2020, 6, 1), "alpha", EVERYTHING)
    assert [one.outcome for one in found] == [Outcome.MISSED, Outcome.UNDATED]
    assert found[1].replaced == ("plan",)


@given(st.data())
@SHORT
def test_outcomes_agree_with_their_days(data: st.DataObject) -> None:
    ledger = data.draw(ledgers())
    known = dt.date.fromordinal(max(START, ledger.last_public) + data.draw(st.integers(-90, 90)))
    for site in ("alpha", "bravo", "north"):
        for one in promises(ledger, known, site, EVERYTHING):
            assert one.made <= known
            assert one.met is None or one.met <= known
            assert one.met is None or one.outcome in MET
            if one.outcome is Outcome.MISSED and one.claim.kind is Kind.LEAVE_BY:
                assert one.due is not None
                assert one.days is not None
                assert one.days > 0
                assert (one.met or known) - one.due == dt.timedelta(one.days)
            if one.outcome is Outcome.OPEN:
                assert one.due is not None
                assert known <= one.due


def test_who_said_it(ledger: Ledger) -> None:
    assert said_by(ledger.claims["E24-018"]) == "Iraqi Defence Minister Thabet al-Abbasi"
    assert said_by(ledger.claims["E26-032"]) == "White House meeting, Trump and al-Zaidi"
    assert said_by(PRESENT) is None


def test_totals_add_up(ledger: Ledger) -> None:
    found = promises(ledger, TODAY)
    counted = sum(one.copy_of is None for one in found)
    for tallies in totals(ledger, found).values():
        assert sum(tally.count for tally in tallies) == counted
        assert all(sum(tally.outcomes.values()) == tally.count for tally in tallies)
    anbar = next(t for t in totals(ledger, found)["layer"] if t.name == "anbar")
    assert anbar.outcomes[Outcome.MISSED] >= 4


def test_selection_and_names(ledger: Ledger) -> None:
    only = promises(ledger, TODAY, selection=Selection(layers=("anbar",)))
    assert {one.place for one in only} <= {"anbar", "ain-al-asad", "al-qaim", "al-taqaddum"}
    graded = promises(ledger, TODAY, selection=Selection(min_grade="B1"))
    assert {one.claim.grade for one in graded} == {"A1", "B1"}
    with pytest.raises(NoSuchThing, match="harir"):
        promises(ledger, TODAY, "harirr")


def test_record(ledger: Ledger) -> None:
    record = promises_record(ledger, TODAY, promises(ledger, TODAY, "ain-al-asad"))
    one = next(p for p in record["promises"] if p["claim"] == "E24-012")
    assert one["meanwhile"] == [{"claim": "E25-018", "strength": "250-350"}]
    assert (one["outcome"], one["days"], one["named"]) == ("missed", 109, True)
    assert set(record["totals"]) == {"layer", "standing", "promiser"}
