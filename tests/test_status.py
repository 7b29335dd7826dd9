"""What plans do and what becomes of them, on ledgers made by hand."""

import datetime as dt

import pytest

from geo.claims import Claim, Standing
from geo.errors import NoSuchThing
from geo.ledger import nearest
from geo.status import Basis, Status, status
from tests.strategies import ledger_of, planned, said

LATE = "2026-01-01"
SEEN = said("seen", "in-use", "2020-01-10")
LEAVE = planned("leave", "leave-by", "2020-06-30", public="2020-02-01")


def ask(claims: list[Claim], on: str, known: str = LATE) -> Status:
    days = (dt.date.fromisoformat(day) for day in (on, known))
    return status(ledger_of(*claims), "alpha", *days)


def states(claims: list[Claim], on: str, known: str = LATE) -> str:
    """Give the possible states by their first letters, with a mark when planned."""
    answer = ask(claims, on, known)
    letters = "".join(state.value[0] for state in answer.possible).upper()
    return letters + ("?" if answer.basis is Basis.PLANNED else "")


def promises(answer: Status) -> tuple[str | None, str | None]:
    return (
        answer.deadline.claim if answer.deadline else None,
        answer.reduce_deadline.claim if answer.reduce_deadline else None,
    )


# --- planned ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "when", "bound", "expected"),
    [
        ("leave-by", "2020-06", "by", ("O?", "OW?", "OW?", "W?")),
        ("leave-by", "../2020-06", "by", ("O?", "OW?", "OW?", "W?")),
        ("leave-by", "[..2020-06]", "by", ("OW?", "OW?", "OW?", "W?")),
        ("leave-by", "2020-06", "after", ("O", "O", "O", "O")),
        ("reduce-by", "2020-06", "by", ("O?", "OR?", "OR?", "R?")),
        ("stay-until", "2020-06", "until", ("O?", "O?", "O?", "OU?")),
        ("no-date", "2020-06", "after", ("O", "O", "O", "O")),
    ],
)
def test_a_plan_acts_on_days_that_lie_ahead(
    kind: str, when: str, bound: str, expected: tuple[str, ...]
) -> None:
    claims = [SEEN, planned("plan", kind, when, public="2020-02-01", bound=bound)]
    days = ("2020-05-31", "2020-06-01", "2020-06-30", "2020-07-01")
    assert tuple(states(claims, day, "2020-02-10") for day in days) == expected
    assert states(claims, "2020-02-10", "2020-02-10") == "O"  # nothing lies ahead yet


def test_a_region_s_cut_only_makes_reduced_possible() -> None:
    cut = planned("cut", "reduce-by", "2020-06", public="2020-02-01", at="iraq")
    days = ("2020-05-31", "2020-06-01", "2020-07-01")
    assert [states([SEEN, cut], day, "2020-02-10") for day in days] == ["O?", "OR?", "OR?"]


def test_a_withdrawn_site_has_no_plan() -> None:
    claims = [SEEN, LEAVE, said("gone", "departed", "2020-03-01")]
    assert states(claims, "2020-07-01", "2020-03-10") == "W"
    assert promises(ask(claims, "2020-03-10")) == (None, None)


def test_a_region_s_plan_does_not_reach_what_was_left_when_it_was_published() -> None:
    gone, back = said("gone", "departed", "2020-02-01"), said("back", "re-entered", "2020-03-01")
    early = planned("early", "leave-by", "2020-06-30", public="2020-02-10", at="iraq")
    late = planned("late", "leave-by", "2020-06-30", public="2020-03-10", at="iraq")
    assert promises(ask([SEEN, gone, back, early], "2020-04-01"))[0] is None
    assert promises(ask([SEEN, gone, back, late], "2020-04-01"))[0] == "late"


def test_a_plan_is_of_the_stay_it_was_made_for() -> None:
    gone, back = said("gone", "departed", "2020-03-01"), said("back", "re-entered", "2020-04-01")
    assert promises(ask([SEEN, LEAVE], "2020-04-02"))[0] == "leave"
    assert promises(ask([SEEN, LEAVE, gone, back], "2020-04-02"))[0] is None
    that_day = rival(public="2020-03-01")
    assert promises(ask([SEEN, that_day, gone, back], "2020-04-02"))[0] is None


def test_a_plan_is_in_force_from_publication_to_its_last_day() -> None:
    found = [
        promises(ask([SEEN, LEAVE], day))[0]
        for day in ("2020-01-31", "2020-02-01", "2020-06-30", "2020-07-01")
    ]
    assert found == [None, "leave", "leave", None]


# --- which plan is in force -------------------------------------------------------------------


def rival(
    when: str = "2020-09-30",
    grade: str = "B2",
    *,
    at: str = "alpha",
    public: str = "2020-02-01",
    standing: Standing = Standing.ANNOUNCED,
) -> Claim:
    """Build a plan that differs from the first in one thing; it falls due later."""
    return planned("rival", "leave-by", when, grade, at=at, public=public, standing=standing)


@pytest.mark.parametrize(
    ("other", "winner"),
    [
        (rival(standing=Standing.REPORTED, public="2020-03-01"), "leave"),  # on the record first
        (rival(standing=Standing.AGREED), "rival"),  # agreed is no better; due last
        (rival(grade="D4", public="2020-03-01"), "leave"),  # settling grade
        (rival(at="iraq", public="2020-03-01"), "leave"),  # the nearer place
        (rival(public="2020-03-01"), "rival"),  # published last
        (rival(public="2020-01-20"), "leave"),
        (rival(when="2020-05-31"), "leave"),  # due last
    ],
)
def test_order_of_plans(other: Claim, winner: str) -> None:
    assert promises(ask([SEEN, LEAVE, other], "2020-04-01"))[0] == winner


def test_a_leak_is_an_expectation_until_there_is_something_on_record() -> None:
    leak = rival(standing=Standing.REPORTED, public="2020-01-20")
    assert promises(ask([SEEN, leak, LEAVE], "2020-01-31"))[0] == "rival"
    assert promises(ask([SEEN, leak, LEAVE], "2020-02-01"))[0] == "leave"


@pytest.mark.parametrize(
    ("when", "public", "leave"),
    [
        ("2020-06-30", "2020-03-01", None),  # preferred, and due no earlier
        ("2020-06-29", "2020-03-01", "leave"),  # due earlier
        ("2020-06-30", "2020-01-20", "leave"),  # not preferred
        ("2020-06-30", "2020-02-01", "leave"),  # said in one breath
    ],
)
def test_a_leave_by_gives_way_to_a_preferred_cut(when: str, public: str, leave: str | None) -> None:
    cut = planned("cut", "reduce-by", when, public=public)
    assert promises(ask([SEEN, LEAVE, cut], "2020-04-01")) == (leave, "cut")


def test_what_is_left_of_the_leave_plans_is_in_force() -> None:
    cut = planned("cut", "reduce-by", "2020-07-31", public="2020-03-01")
    longer = rival(public="2020-01-20")
    assert promises(ask([SEEN, LEAVE, cut, longer], "2020-04-01")) == ("rival", "cut")


def test_stay_until_counts_where_no_leave_plan_is_in_force() -> None:
    stay = planned("stay", "stay-until", "2020-05-31", public="2020-02-02")
    assert states([SEEN, stay], "2020-06-01", "2020-03-01") == "OU?"
    assert states([SEEN, stay, LEAVE], "2020-06-01", "2020-03-01") == "O?"


# --- replaced, and put off without a date -----------------------------------------------------


@pytest.mark.parametrize(
    ("standing", "grade", "at", "winner"),
    [
        (Standing.ANNOUNCED, "B2", "alpha", "new"),
        (Standing.ANNOUNCED, "B2", "iraq", "new"),
        (Standing.REPORTED, "B2", "alpha", "leave"),  # a leak moves no date on the record
        (Standing.ANNOUNCED, "D4", "alpha", "leave"),
        (Standing.ANNOUNCED, "B2", "bravo", "leave"),  # it speaks of another site
    ],
)
def test_replaced(standing: Standing, grade: str, at: str, winner: str) -> None:
    new = planned(
        "new",
        "leave-by",
        "2020-09-30",
        grade,
        at=at,
        public="2020-03-01",
        standing=standing,
        replaces=("leave",),
    )
    assert promises(ask([SEEN, LEAVE, new], "2020-02-29"))[0] == "leave"
    assert promises(ask([SEEN, LEAVE, new], "2020-03-01"))[0] == winner


def put_off(key: str, *replaces: str, grade: str = "B2", public: str = "2020-03-01") -> Claim:
    return planned(
        key, "no-date", "2020-03", grade, public=public, bound="after", replaces=replaces
    )


def test_a_plan_without_a_date_stands_in_the_place_of_what_it_replaces() -> None:
    old = planned("old", "leave-by", "2020-05-31", public="2020-01-15")
    assert promises(ask([SEEN, old, LEAVE], "2020-03-01"))[0] == "leave"
    assert promises(ask([SEEN, old, LEAVE, put_off("off", "leave")], "2020-03-01"))[0] is None
    assert promises(ask([SEEN, old, LEAVE, put_off("off")], "2020-03-01"))[0] == "leave"
    weak = put_off("off", "leave", grade="D4")
    assert promises(ask([SEEN, old, LEAVE, weak], "2020-03-01"))[0] == "leave"


def test_what_puts_off_a_plan_without_a_date_has_its_place() -> None:
    old = planned("old", "leave-by", "2020-05-31", public="2020-01-15")
    claims = [
        SEEN,
        old,
        LEAVE,
        put_off("off", "leave"),
        put_off("again", "off", public="2020-04-01"),
    ]
    assert promises(ask(claims, "2020-04-02"))[0] is None
    anew = rival(public="2020-04-03")
    assert promises(ask([*claims, anew], "2020-04-03"))[0] == "rival"


def test_a_copy_of_a_replaced_plan_does_not_bring_it_back() -> None:
    first = planned("first", "leave-by", "2020-06-30", public="2020-02-01", origin="wire")
    copy = planned("copy", "leave-by", "2020-06-30", "C3", public="2020-03-15", origin="wire")
    claims = [SEEN, first, put_off("off", "first"), copy]
    assert promises(ask(claims, "2020-04-01"))[0] is None


def test_a_better_copy_of_a_plan_holds_from_its_own_publication() -> None:
    first = planned("first", "leave-by", "2020-06-30", "C3", public="2020-02-01", origin="wire")
    better = planned("better", "leave-by", "2020-06-30", "A1", public="2020-03-15", origin="wire")
    found = [promises(ask([SEEN, better, first], day))[0] for day in ("2020-03-14", "2020-03-15")]
    assert found == ["first", "better"]


# --- only deadlines known ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("plan", "expected"),
    [
        (LEAVE, ("U", "O", "O")),
        (planned("p", "leave-by", "2020-06-30", "D4", public="2020-02-01"), ("U", "U", "U")),
        (planned("p", "leave-by", "2020-06-30", public="2020-02-01", at="iraq"), ("U", "U", "U")),
        (planned("p", "stay-until", "2020-06-30", public="2020-02-01"), ("U", "O", "O")),
        (put_off("p", public="2020-02-01"), ("U", "O", "O")),
    ],
)
def test_a_plan_for_the_site_implies_use(plan: Claim, expected: tuple[str, ...]) -> None:
    days = ("2020-01-31", "2020-02-01", "2020-06-30")
    assert tuple(states([plan], day) for day in days) == expected


def test_implied_use_ends_with_the_due_day_and_is_never_overdue() -> None:
    assert states([LEAVE], "2020-07-01") == "WU"
    later = said("later", "in-use", "2021-01-01")
    answer = ask([LEAVE, later], "2021-01-01")
    assert (answer.missed, answer.overdue_since) == (None, None)


def test_a_report_goes_before_what_a_plan_implies() -> None:
    assert states([LEAVE, said("part", "reduced", "2020-03-01")], "2020-02-29") == "O"
    assert states([LEAVE, said("part", "reduced", "2020-03-01")], "2020-03-01") == "R"


# --- silence, missed and overdue --------------------------------------------------------------


def test_past_a_deadline_silence_makes_withdrawn_possible() -> None:
    assert states([SEEN, LEAVE], "2020-06-30") == "O"
    assert states([SEEN, LEAVE], "2020-07-01") == "OW"
    assert set(ask([SEEN, LEAVE], "2020-07-01").claims) == {"leave", "seen"}


@pytest.mark.parametrize(
    ("later", "expected"),
    [
        (said("x", "in-use", "2020-06-29"), "OW"),  # before the due window
        (said("x", "in-use", "2020-06-30"), "O"),
        (said("x", "in-use", "2020-10-20"), "O"),  # who was there then had not left
        (said("x", "in-use", "2020-10-20", "D4"), "OW"),
        (said("x", "re-entered", "2020-10-20"), "OW"),  # who came back may have left
        (said("x", "departed", "2020-10-17"), "O"),  # who left then was there before
        (said("x", "departed", "2020-10-17", bound="by"), "OW"),
        (put_off("x", "leave", public="2020-07-20"), "O"),  # put off after it fell
    ],
)
def test_what_breaks_the_silence(later: Claim, expected: str) -> None:
    assert states([SEEN, LEAVE, later], "2020-08-01") == expected


def test_a_leak_that_passes_in_silence_means_nothing() -> None:
    leak = rival(standing=Standing.REPORTED, when="2020-06-30")
    assert states([SEEN, leak], "2020-08-01") == "O"


def test_a_missed_deadline() -> None:
    claims = [SEEN, LEAVE, said("still", "in-use", "2020-08-01")]
    assert ask(claims, "2020-06-30").missed is None
    answer = ask(claims, "2020-07-15")
    assert answer.missed is not None
    assert (answer.missed.claim, answer.overdue_days) == ("leave", 15)
    assert ask(claims, "2020-07-15", "2020-07-31").missed is None  # nobody knew yet
    assert ask(claims, "2020-09-30", "2020-08-10").overdue_days == 41  # to the last known day


def test_overdue_since_the_first_missed_deadline_until_they_leave() -> None:
    second = planned("second", "leave-by", "2020-09-30", public="2020-07-10", replaces=("leave",))
    claims = [SEEN, LEAVE, second, said("still", "in-use", "2020-10-10")]
    claims += [said("gone", "departed", "2020-12-01")]
    assert ask(claims, "2020-11-30").overdue_since == dt.date(2020, 6, 30)
    assert ask(claims, "2020-12-01").overdue_since is None


def test_a_date_moved_before_it_falls_is_not_missed() -> None:
    second = planned("second", "leave-by", "2020-09-30", public="2020-06-30", replaces=("leave",))
    claims = [SEEN, LEAVE, second, said("still", "in-use", "2020-08-10")]
    assert ask(claims, "2020-08-10").missed is None


def test_those_who_came_back_missed_nothing() -> None:
    back, use = said("back", "re-entered", "2020-08-01"), said("use", "in-use", "2020-08-10")
    assert ask([SEEN, LEAVE, back, use], "2020-08-10").missed is None


def test_a_doubt_does_not_end_what_is_overdue() -> None:
    claims = [SEEN, LEAVE, said("still", "in-use", "2020-08-01")]
    claims += [said("weak", "departed", "2020-09-01", "D4")]
    assert states(claims, "2020-09-02") == "OW"
    assert ask(claims, "2020-09-02").overdue_since == dt.date(2020, 6, 30)


def test_where_a_departure_has_begun_nothing_is_overdue() -> None:
    claims = [
        SEEN,
        LEAVE,
        said("still", "in-use", "2020-08-01"),
        said("gone", "departed", "2020-09"),
    ]
    assert ask(claims, "2020-08-31").overdue_since == dt.date(2020, 6, 30)
    assert ask(claims, "2020-09-10").overdue_since is None


def test_a_plan_that_leaves_one_state_leaves_nothing_contested() -> None:
    claims = [
        SEEN,
        LEAVE,
        said("gone", "departed", "2020-03-01"),
        said("part", "reduced", "2020-03-01"),
    ]
    assert ask(claims, "2020-06-30", "2020-03-10").contested
    answer = ask(claims, "2020-07-01", "2020-03-10")
    assert (answer.still_occupied, answer.contested) == ("no", False)


# --- the answer itself ------------------------------------------------------------------------


def test_an_unknown_site_names_the_nearest() -> None:
    day = dt.date(2020, 1, 1)
    with pytest.raises(NoSuchThing, match="did you mean alpha"):
        status(ledger_of(), "alhpa", day, day)


@pytest.mark.parametrize(
    ("name", "found"),
    [("MÜNCHEN", ["munchen-sud"]), ("Süd", ["munchen-sud"]), ("Ålborg", ["alborg"]), ("عين", [])],
)
def test_accents_and_capitals_do_not_hide_the_nearest(name: str, found: list[str]) -> None:
    assert nearest(name, ["munchen-sud", "alborg", "kabul"]) == found


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([SEEN], "certain"),
        ([SEEN, said("weak", "departed", "2020-02-01", "D4")], "possible"),
        ([SEEN, said("gone", "departed", "2020-02-01")], "no"),
        ([], "no"),
    ],
)
def test_still_occupied(claims: list[Claim], expected: str) -> None:
    assert ask(claims, "2020-03-01").still_occupied == expected


@pytest.mark.parametrize(
    ("kind", "when", "public", "against"),
    [
        ("ceremony", "2020-02-01", "2020-02-01", False),
        ("strength", "2020-02-01", "2020-02-01", False),
        ("handed-over", "2020-02-05", "2020-02-05", False),  # another day, the same state
        ("in-use", "2020-01-20", "2020-01-20", False),  # overtaken by the departure
        ("in-use", "2020-02-10", "2020-02-10", True),
        ("reduced", "2020-02-10", "2020-02-10", True),
        ("leave-by", "2020-01-31", "2020-01-15", False),  # what was promised is no report
    ],
)
def test_a_link_speaks_against_an_answer_only_for_a_state_that_it_excludes(
    kind: str,
    when: str,
    public: str,
    against: bool,  # noqa: FBT001
) -> None:
    gone = said("gone", "departed", "2020-02-01")
    # Dissent, so that the answer stays what it is.
    other = said("other", kind, when, "B5", public=public, conflicts=("gone",))
    answer = ask([SEEN, gone, other], "2020-03-01")
    assert [state.value for state in answer.possible] == ["withdrawn"]
    assert (answer.against, answer.linked) == ((("other",), ()) if against else ((), ("other",)))


def test_a_promise_speaks_against_a_day_that_lies_ahead() -> None:
    late = planned("late", "leave-by", "2020-12-31", public="2020-02-01", conflicts=("soon",))
    standing = Standing.REPORTED
    soon = planned("soon", "leave-by", "2020-06-30", public="2020-01-31", standing=standing)
    for day, against in (("2020-06-01", ()), ("2020-07-01", ("soon",))):
        answer = ask([SEEN, late, soon], day, "2020-03-10")
        assert [state.value for state in answer.possible] == ["occupied"]
        assert answer.against == against
        assert answer.linked == (() if against else ("soon",))


def test_what_keeps_a_cited_plan_from_acting_is_cited() -> None:
    off = put_off("off", "leave", public="2020-03-01")
    answer = ask([LEAVE, off], "2020-09-01", "2020-03-10")
    assert [state.value for state in answer.possible] == ["occupied"]
    assert set(answer.claims) == {"leave", "off"}


def test_the_presence_that_lets_a_plan_act_is_cited() -> None:
    claims = [
        SEEN,
        said("gone", "handed-over", "2020-03-01"),
        said("again", "handed-over", "2020-04-01"),
    ]
    plan = planned("plan", "leave-by", "2020-06", public="2020-03-05")
    answer = ask([*claims, plan], "2020-07-01", "2020-04-01")
    assert answer.still_occupied == "no"
    claims[2] = said("again", "reduced", "2020-03-20")
    answer = ask([*claims, plan], "2020-07-01", "2020-03-21")
    assert set(answer.claims) == {"plan", "again"}


def test_what_kept_a_plan_from_passing_in_silence_is_cited() -> None:
    ledger = ledger_of(
        said("few", "residual", "2020-01-10"),
        planned("leave", "leave-by", "2020-01-10~", public="2020-01-10"),
        planned("cut", "reduce-by", "2020-01-11", public="2020-01-11"),
    )
    on, known = dt.date(2020, 1, 13), dt.date(2020, 1, 12)
    answer = status(ledger, "alpha", on, known)
    alone = ledger.without(set(ledger.claims) - set(answer.claims))
    assert status(alone, "alpha", on, known).possible == answer.possible
    assert "cut" in answer.claims
