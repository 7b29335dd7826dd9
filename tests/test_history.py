"""What reports say, one paragraph of the rule at a time, on ledgers made by hand."""

import datetime as dt

import pytest

from geo.claims import Claim, Party
from geo.status import Status, status
from tests.strategies import ledger_of, said

LATE = dt.date(2026, 1, 1)
SEEN = said("seen", "in-use", "2020-01-10")


def ask(claims: list[Claim], on: str, known: str | None = None, site: str = "alpha") -> Status:
    day = dt.date.fromisoformat(known) if known else LATE
    return status(ledger_of(*claims), site, dt.date.fromisoformat(on), day)


def states(claims: list[Claim], on: str, known: str | None = None, site: str = "alpha") -> str:
    """Give the possible states by their first letters, with a mark when contested."""
    answer = ask(claims, on, known, site)
    letters = "".join(state.value[0] for state in answer.possible).upper()
    return letters + ("!" if answer.contested else "")


def check(claims: list[Claim], expected: dict[str, str]) -> None:
    assert {on: states(claims, on) for on in expected} == expected


# --- visible ----------------------------------------------------------------------------------


def test_nothing_is_known_before_it_is_published() -> None:
    claims = [SEEN, said("gone", "departed", "2020-02-01", public="2020-03-01")]
    assert states(claims, "2020-02-15", "2020-02-29") == "O"
    assert states(claims, "2020-02-15", "2020-03-01") == "W"


def test_a_claim_counts_from_the_last_day_of_its_publication() -> None:
    claims = [said("seen", "in-use", "2020-01-10", public="2020-01-20")]
    assert states(claims, "2020-01-10", "2020-01-19") == "U"
    assert states(claims, "2020-01-10", "2020-01-20") == "O"


@pytest.mark.parametrize(
    ("grade", "at", "expected"),
    [
        ("B2", "alpha", "O"),
        ("B2", "iraq", "O"),
        ("D4", "alpha", "W"),  # a weak retraction is none
        ("B2", "bravo", "W"),  # nor is one that speaks of another site
    ],
)
def test_retraction(grade: str, at: str, expected: str) -> None:
    gone = said("gone", "departed", "2020-02-01")
    undo = said("undo", "role-change", "2020-03-01", grade, at=at, retracts=("gone",))
    assert states([SEEN, gone, undo], "2020-04-01") == expected
    assert states([SEEN, gone, undo], "2020-04-01", "2020-02-29") == "W"


def test_a_retracted_retraction_has_no_effect() -> None:
    gone = said("gone", "departed", "2020-02-01")
    undo = said("undo", "role-change", "2020-03-01", retracts=("gone",))
    redo = said("redo", "role-change", "2020-03-02", retracts=("undo",))
    assert states([SEEN, gone, undo, redo], "2020-04-01") == "W"


def test_a_retraction_takes_along_copies_that_are_no_better() -> None:
    gone = said("gone", "departed", "2020-02-01", origin="wire")
    undo = said("undo", "role-change", "2020-03-01", retracts=("gone",))
    rerun = said("rerun", "departed", "2020-02-01", "C3", origin="wire", public="2020-03-05")
    better = said("better", "departed", "2020-02-01", "A1", origin="wire", public="2020-03-05")
    assert states([SEEN, gone, undo, rerun], "2020-04-01") == "O"
    assert states([SEEN, gone, undo, better], "2020-04-01") == "W"


def test_of_copies_the_best_graded_counts() -> None:
    weak = said("weak", "departed", "2020-02-01", "D4", origin="wire")
    firm = said("firm", "departed", "2020-02-01", "B2", origin="wire", public="2020-02-05")
    assert states([SEEN, weak, firm], "2020-02-02", "2020-02-04") == "OW"
    assert states([SEEN, weak, firm], "2020-02-02") == "W"
    assert ask([SEEN, weak, firm], "2020-02-02").claims == ("firm",)


# --- reach ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("region", "party", "kind", "expected"),
    [
        ("iraq", Party.COALITION, "departed", "W"),
        ("federal-iraq", Party.COALITION, "handed-over", "W"),
        ("kurdistan", Party.COALITION, "departed", "O"),
        ("iraq", Party.TURKIYE, "departed", "O"),
        ("iraq", Party.COALITION, "reduced", "O"),
        ("iraq", Party.COALITION, "in-use", "O"),
    ],
)
def test_a_region_reaches_with_departures_of_its_party(
    region: str, party: Party, kind: str, expected: str
) -> None:
    claims = [SEEN, said("region", kind, "2020-02-01", at=region, party=party)]
    assert states(claims, "2020-03-01") == expected


@pytest.mark.parametrize(
    ("earlier", "expected"),
    [
        ([], "U"),
        ([said("weak", "in-use", "2020-01-10", "D4")], "OU"),
        ([said("plan", "leave-by", "2020-12", public="2020-01-01")], "O"),
        ([said("after", "in-use", "2020-02-02")], "U"),
        ([SEEN], "W"),
    ],
)
def test_a_region_reaches_only_where_a_report_put_forces(
    earlier: list[Claim], expected: str
) -> None:
    claims = [*earlier, said("region", "departed", "2020-02-01", at="iraq")]
    assert states(claims, "2020-02-01") == expected


def test_the_presence_that_lets_a_region_reach_is_cited() -> None:
    claims = [SEEN, said("region", "departed", "2020-02-01", at="iraq")]
    assert ask(claims, "2020-03-01").claims == ("region", "seen")


def test_a_region_s_confirmation_keeps_the_site_s_own_departure_cited() -> None:
    own = said("own", "departed", "2020-02-01")
    whole = said("whole", "departed", "2020-06-01", at="iraq")
    assert set(ask([SEEN, own, whole], "2020-07-01").claims) == {"own", "whole", "seen"}
    back = said("back", "re-entered", "2020-10-01")
    later = said("later", "departed", "2020-12-01", at="iraq")
    assert "own" not in ask([SEEN, own, whole, back, later], "2020-12-31").claims


def test_presence_whose_window_is_open_lets_a_region_reach() -> None:
    claims = [said("wide", "in-use", "2020-01"), said("r", "departed", "2020-01-15", at="iraq")]
    check(claims, {"2020-01-14": "OU", "2020-01-15": "W", "2020-01-31": "W"})


# --- the settled base -------------------------------------------------------------------------


def test_the_window_that_closed_last_speaks_and_an_open_one_adds() -> None:
    claims = [SEEN, said("gone", "departed", "2020-02")]
    check(
        claims,
        {
            "2020-01-09": "U",
            "2020-01-10": "O",
            "2020-01-31": "O",
            "2020-02-01": "OW",
            "2020-02-28": "OW",
            "2020-02-29": "W",
        },
    )


def test_a_departure_by_a_day_is_possible_since_the_last_presence() -> None:
    claims = [SEEN, said("gone", "departed", "2020-02-20", bound="by")]
    check(claims, {"2020-01-10": "O", "2020-01-11": "OW", "2020-02-19": "OW", "2020-02-20": "W"})


def test_a_departure_by_a_day_with_no_presence_before_it_is_its_last_day() -> None:
    claims = [said("gone", "departed", "2020-02-20", bound="by")]
    check(claims, {"2020-02-19": "U", "2020-02-20": "W"})


def test_presence_that_a_departure_cut_short_closes_no_open_start() -> None:
    claims = [said("gone", "departed", "2020-02-10"), said("month", "in-use", "2020-02")]
    claims += [said("back", "re-entered", "2020-02-20")]
    claims += [said("out", "departed", "2020-03-10", bound="by")]
    check(claims, {"2020-02-20": "O", "2020-02-21": "OW", "2020-03-10": "W"})


def test_presence_by_a_day_counts_from_that_day() -> None:
    claims = [said("seen", "in-use", "../2020-02-20")]
    check(claims, {"2020-02-19": "U", "2020-02-20": "O"})


def test_a_report_describes_nothing_later_than_itself() -> None:
    claims = [SEEN, said("gone", "departed", "2020-02", public="2020-02-10")]
    check(claims, {"2020-02-09": "OW", "2020-02-10": "W"})


def test_on_the_same_day_the_nearer_place_speaks() -> None:
    still = said("still", "in-use", "2020-02-01")
    claims = [SEEN, still, said("region", "departed", "2020-02-01", at="iraq")]
    check(claims, {"2020-02-01": "O", "2020-03-01": "O"})


def test_equals_of_one_day_that_disagree_are_contested() -> None:
    claims = [SEEN, said("gone", "departed", "2020-02-01"), said("part", "reduced", "2020-02-01")]
    check(claims, {"2020-01-31": "O", "2020-02-01": "RW!", "2024-02-01": "RW!"})


def test_presence_in_a_window_around_a_departure_does_not_follow_it() -> None:
    claims = [said("gone", "departed", "2020-02-10"), said("month", "in-use", "2020-02")]
    check(claims, {"2020-02-01": "OU", "2020-02-09": "OU", "2020-02-10": "W", "2020-03-01": "W"})


@pytest.mark.parametrize(
    ("reports", "expected"),
    [
        ([("reduced", "2020-02-01")], "R"),
        ([("reduced", "2020-02-01"), ("reinforced", "2020-03-01")], "O"),
        ([("reduced", "2020-02-01"), ("reinforced", "2020-02-01")], "OR!"),
        ([("reduced", "2020-02-01"), ("departed", "2020-02-20")], "O"),  # another stay
        ([("reduced", "2020-02-01"), ("re-entered", "2020-02-20")], "O"),
    ],
)
def test_in_use_takes_the_level_of_the_stay(reports: list[tuple[str, str]], expected: str) -> None:
    claims = [said(f"c{n}", kind, when) for n, (kind, when) in enumerate(reports)]
    assert states([SEEN, *claims, said("use", "in-use", "2020-08-01")], "2020-08-01") == expected


# --- contradiction or return ------------------------------------------------------------------


def test_presence_within_ninety_days_contradicts_a_departure() -> None:
    part = said("part", "reduced", "2020-01-20")
    claims = [
        SEEN,
        part,
        said("gone", "departed", "2020-02-01"),
        said("back", "in-use", "2020-05-01"),
    ]
    expected = {"2020-01-31": "R", "2020-02-01": "RW!", "2020-04-30": "RW!", "2020-05-01": "R"}
    check(claims, expected)
    assert states(claims, "2020-04-01", "2020-04-30") == "W"  # nobody knew yet
    assert set(ask(claims, "2020-03-01").claims) == {"gone", "back", "part"}


def test_presence_later_than_ninety_days_is_a_return() -> None:
    claims = [SEEN, said("gone", "departed", "2020-02-01"), said("back", "in-use", "2020-05-02")]
    check(claims, {"2020-02-01": "W", "2020-05-01": "W", "2020-05-02": "O"})


def test_a_re_entry_is_no_contradiction() -> None:
    gone, back = said("gone", "departed", "2020-02-01"), said("back", "re-entered", "2020-03-01")
    claims = [SEEN, gone, back, said("use", "in-use", "2020-03-15")]
    check(claims, {"2020-02-01": "W", "2020-02-29": "W", "2020-03-01": "O"})


@pytest.mark.parametrize(
    ("first", "second", "between"),
    [
        ("handed-over", "handed-over", "OW!"),
        ("departed", "departed", "OW!"),
        ("handed-over", "departed", "W"),  # the end of a handover, no contradiction
        ("departed", "handed-over", "W"),
    ],
)
def test_a_second_handover(first: str, second: str, between: str) -> None:
    claims = [SEEN, said("one", first, "2020-02-01"), said("two", second, "2020-03-01")]
    check(claims, {"2020-01-31": "O", "2020-02-01": between, "2020-02-29": between})
    check(claims, {"2020-03-01": "W"})


def test_a_departure_between_two_handovers_settles_nothing() -> None:
    one, two = said("one", "handed-over", "2020-02-01"), said("two", "handed-over", "2020-03-01")
    check([SEEN, one, two, said("out", "departed", "2020-02-10")], {"2020-02-20": "OW!"})


def test_each_departure_of_a_day_is_contradicted_for_itself() -> None:
    claims = [
        SEEN,
        said("out", "departed", "2020-02-01"),
        said("over", "handed-over", "2020-02-01"),
    ]
    claims += [said("over2", "handed-over", "2020-02-05"), said("out2", "departed", "2020-02-10")]
    check(claims, {"2020-02-04": "OW!", "2020-02-09": "OW!", "2020-02-10": "W"})


def test_a_region_s_departure_is_contradicted_by_the_site_s_own() -> None:
    region = said("region", "departed", "2020-02-01", at="iraq")
    own = said("own", "departed", "2020-03-01")
    check([SEEN, region, own], {"2020-02-15": "OW!", "2020-03-01": "W"})
    check([SEEN, said("own", "departed", "2020-01-20"), region], {"2020-01-25": "W"})


def test_a_handover_without_a_day_of_its_own_contradicts_nothing() -> None:
    one = said("one", "handed-over", "2020-02-01")
    two = said("two", "handed-over", "2020-03-01", bound="by")
    check([SEEN, one, two], {"2020-02-15": "W"})
    check([one, two], {"2020-02-15": "W"})


# --- only a departure known -------------------------------------------------------------------


def test_before_the_first_that_is_heard_somebody_may_have_been_there() -> None:
    check([said("gone", "departed", "2020-02-01")], {"2019-01-01": "OU", "2020-01-31": "OU"})
    assert ask([said("gone", "departed", "2020-02-01")], "2020-01-01").claims == ("gone",)


# --- doubts -----------------------------------------------------------------------------------


def test_a_weak_report_opens_a_doubt_that_a_settling_one_closes() -> None:
    claims = [SEEN, said("weak", "departed", "2020-02-01", "D3")]
    check(claims, {"2020-01-31": "O", "2020-02-01": "OW", "2021-01-01": "OW"})
    claims += [said("use", "in-use", "2020-03-01")]
    check(claims, {"2020-02-29": "OW", "2020-03-01": "O"})


def test_a_settling_report_of_the_same_day_closes_a_doubt() -> None:
    weak = said("weak", "departed", "2020-02-01", "D3")
    check([SEEN, weak, said("use", "in-use", "2020-02-01")], {"2020-02-01": "O"})
    check([SEEN, weak, said("use", "in-use", "2020-01-31")], {"2020-02-01": "OW"})


@pytest.mark.parametrize(
    ("grade", "expected"), [("C3", "W"), ("C4", "OW"), ("D1", "OW"), ("A5", "O")]
)
def test_what_a_grade_may_do(grade: str, expected: str) -> None:
    assert states([SEEN, said("gone", "departed", "2020-02-01", grade)], "2020-03-01") == expected


def test_a_dated_departure_of_the_site_overrules_weak_earlier_ones() -> None:
    weak = said("weak", "handed-over", "2020-02-01", "D3")
    own, region = (
        said("own", "handed-over", "2020-02-17"),
        said("r", "departed", "2020-02-17", at="iraq"),
    )
    check([SEEN, weak, own], {"2020-02-05": "O"})
    check([SEEN, weak, region], {"2020-02-05": "OW"})
    undated = said("own", "handed-over", "2020-02-17", bound="by")
    check([weak, undated], {"2020-02-05": "WU"})


def test_a_weak_departure_by_a_day_does_not_reach_back() -> None:
    weak = said("weak", "departed", "2020-02-20", "D3", bound="by")
    check([SEEN, weak], {"2020-02-19": "O", "2020-02-20": "OW"})


def test_dissent_is_listed_and_changes_nothing() -> None:
    answer = ask([SEEN, said("no", "departed", "2020-02-01", "B5")], "2020-03-01")
    assert [state.value for state in answer.possible] == ["occupied"]
    assert answer.against == ("no",)


# --- residuals --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("when", "last", "after"),
    [
        ("2020-02-01", "2020-02-08", "2020-02-09"),
        ("2020-02-01/..", "2020-02-08", "2020-02-09"),
        ("2020-02-01/2020-02-20", "2020-02-20", "2020-02-21"),
    ],
)
def test_a_residual_has_its_days(when: str, last: str, after: str) -> None:
    gone = said("gone", "handed-over", "2020-02-01")
    claims = [SEEN, gone, said("rest", "residual", when, "D4", public="2020-02-01")]
    check(claims, {"2020-01-31": "O", "2020-02-01": "RW", last: "RW", after: "W"})


def test_a_residual_ends_also_on_days_that_lie_ahead() -> None:
    claims = [
        SEEN,
        said("gone", "handed-over", "2020-02-01"),
        said("rest", "residual", "2020-02-01"),
    ]
    assert states(claims, "2020-02-08", "2020-02-03") == "RW"
    assert states(claims, "2020-02-09", "2020-02-03") == "W"
