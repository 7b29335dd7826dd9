"""One catalogue for each language, with the same keys, the same gaps, and no letter lost."""
# ruff: noqa: RUF001 - Arabic digits are what is tested here

import datetime as dt
import re
import string
import tomllib
import unicodedata
from pathlib import Path

import pytest

import geo
from geo import words
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from geo.plate import lettering
from tests.strategies import said

OTHERS = [lang for lang in words.LANGUAGES if lang != "en"]
FORMS = {"one", "two", "few", "many", "other"}
DAY = dt.date(2025, 10, 15)
FOLDER = Path(geo.__file__).parent / "catalogue"
ROOT = Path(__file__).parents[1]


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def plain(lang: str) -> dict[str, str]:
    return {key: text for key, text in words.catalogue(lang).items() if "@" not in key}


def written() -> str:
    """Give all code that may ask for a message."""
    ends = (".py", ".js", ".html")
    found = [path for path in FOLDER.parent.rglob("*.*") if path.suffix in ends]
    return "\n".join(path.read_text("utf-8") for path in [*found, ROOT / "streamlit_app.py"])


def test_no_message_is_left_over() -> None:
    """A key stands in the code as it is, or begins or ends with a part that is put together."""
    code = written()
    whole = set(re.findall(r"[\"'`]([a-z0-9-]+)[\"'`]", code))
    first = set(re.findall(r"[\"'`]([a-z0-9]+(?:-[a-z0-9]+)*-)[{$\"'`]", code))
    last = set(re.findall(r"\}(-[a-z0-9-]+)[\"'`]", code))
    left = [
        key
        for key in plain("en")
        if key not in whole and not key.startswith(tuple(first)) and not key.endswith(tuple(last))
    ]
    assert left == []


@pytest.mark.parametrize("lang", OTHERS)
def test_every_language_has_the_same_keys(lang: str) -> None:
    assert plain(lang).keys() == plain("en").keys()


@pytest.mark.parametrize("lang", OTHERS)
def test_every_message_has_the_same_gaps(lang: str) -> None:
    english = plain("en")
    differing = {k for k, text in plain(lang).items() if gaps(text) != gaps(english[k])}
    assert differing == set()


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_forms_belong_to_a_message_and_have_no_other_gaps(lang: str) -> None:
    messages = words.catalogue(lang)
    for key, text in messages.items():
        base, _, form = key.partition("@")
        if form:
            assert form in FORMS, key
            assert gaps(text) <= gaps(messages[base]), key


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_every_letter_is_in_the_font(lang: str) -> None:
    text = " ".join(words.catalogue(lang).values())
    letters = {c for c in text if unicodedata.category(c) not in {"Cf", "Zs", "Cc"}}
    assert {c for c in letters if lettering.MISSING in lettering.clean(c)} == set()


@pytest.mark.parametrize("lang", OTHERS)
def test_translations_use_their_own_letters(lang: str) -> None:
    """Sorani has its own kaf and yeh; Arabic keyboards type others that look alike."""
    text = " ".join(words.catalogue(lang).values())
    if lang == "ckb":
        assert not set("كيىة") & set(text)
    else:
        assert not set("کیەێۆڵڕ") & set(text)


@pytest.mark.parametrize("lang", OTHERS)
def test_the_files_mark_what_is_for_review(lang: str) -> None:
    lines = (FOLDER / f"{lang}.toml").read_text("utf-8").splitlines()
    assert any(line.endswith("# review") for line in lines)
    tomllib.loads("\n".join(lines))


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("en", "15 Oct 2025"),
        ("ar", "١٥ تشرين الأول ٢٠٢٥"),
        ("ckb", "١٥ی تشرینی یەکەمی ٢٠٢٥"),
    ],
)
def test_days_are_written_as_readers_expect(lang: str, expected: str) -> None:
    assert words.day_text(DAY, lang) == expected


@pytest.mark.parametrize(
    ("lang", "days", "expected"),
    [
        ("en", 1, "1 day overdue"),
        ("en", 15, "15 days overdue"),
        ("ar", 1, "متأخر يوماً واحداً"),
        ("ar", 2, "متأخر يومين"),
        ("ar", 7, "متأخر ٧ أيام"),
        ("ar", 15, "متأخر ١٥ يوماً"),
        ("ar", 100, "متأخر ١٠٠ يوم"),
        ("ar", 103, "متأخر ١٠٣ أيام"),
        ("ckb", 1, "یەک ڕۆژ دواکەوتووە"),
        ("ckb", 15, "١٥ ڕۆژ دواکەوتووە"),
    ],
)
def test_numbers_take_the_right_form(lang: str, days: int, expected: str) -> None:
    assert words.say("overdue-by", lang, days=days) == expected


def test_numbers_in_a_row_are_kept_apart() -> None:
    assert words.number_list([3, 12]) == "3,12"
    assert words.number_list([3, 12], "ar") == "٣،\u200f١٢"
    assert words.number_list([], "ar") == ""


def test_a_name_that_is_missing_falls_back_to_english(ledger: Ledger) -> None:
    site = ledger.sites["k1"]
    assert site.name_ar is None
    assert words.name_of(site, "ar") == site.name


def test_one_stays_until_a_day_and_leaves_by_one(ledger: Ledger) -> None:
    stay, leave = ledger.claims["E24-014"], ledger.claims["E24-012"]
    assert words.when_text(stay) == "until about Dec 2026"
    assert words.when_text(leave) == "by Sep 2025"


@pytest.mark.parametrize(
    ("text", "english", "arabic"),
    [
        ("2025-09-30", "30 Sep 2025", "٣٠ أيلول ٢٠٢٥"),
        ("2025-09~", "about Sep 2025", "نحو أيلول ٢٠٢٥"),
        ("2025?", "2025 (uncertain)", "٢٠٢٥ (غير مؤكد)"),
        ("2025-09-30%", "about 30 Sep 2025 (uncertain)", "نحو ٣٠ أيلول ٢٠٢٥ (غير مؤكد)"),
        ("2026-01-18/2026-09", "18 Jan 2026 – Sep 2026", "١٨ كانون الثاني ٢٠٢٦ – أيلول ٢٠٢٦"),
        ("2026-02-23/", "from 23 Feb 2026", "منذ ٢٣ شباط ٢٠٢٦"),
        ("2026-02-23/..", "from 23 Feb 2026", "منذ ٢٣ شباط ٢٠٢٦"),
        ("../2026", "up to 2026", "حتى ٢٠٢٦"),
        ("[2025-01, 2025-03]", "Jan 2025 or Mar 2025", "كانون الثاني ٢٠٢٥ أو آذار ٢٠٢٥"),
        ("[2020-04..2020-07]", "between Apr 2020 and Jul 2020", "بين نيسان ٢٠٢٠ و تموز ٢٠٢٠"),
        ("[..2020-07]", "up to Jul 2020", "حتى تموز ٢٠٢٠"),
        ("2025-21", "1 Mar 2025 – 31 May 2025", "١ آذار ٢٠٢٥ – ٣١ أيار ٢٠٢٥"),
    ],
)
def test_dates_of_the_data_are_written_out(text: str, english: str, arabic: str) -> None:
    assert words.date_text(text) == english
    assert words.date_text(text, "ar") == arabic


def test_a_day_in_a_column_that_readers_sort_stays_in_the_order_of_iso() -> None:
    assert Tongue().sortable("2025-09-30") == "2025-09-30"
    assert Tongue().sortable("2020-03-26~") == "about 26 Mar 2020"


@pytest.mark.parametrize(
    ("when", "bound", "kind", "told"),
    [
        ("2026-01-17", "on", "departed", "on 17 Jan 2026"),
        ("2026-01", "on", "departed", "in Jan 2026"),
        ("2011-11-02~", "on", "reduced", "about 2 Nov 2011"),
        ("2011-12-11/..", "on", "residual", "from 11 Dec 2011"),
        ("2026-01-18/2026-09", "until", "in-use", "18 Jan 2026 – Sep 2026"),
        ("2024-09/2025-09", "during", "leave-by", "during Sep 2024 – Sep 2025"),
        ("2024-11/", "after", "reduce-by", "after Nov 2024"),
        ("../2025-09", "by", "leave-by", "by Sep 2025"),
    ],
)
def test_dates_of_claims_have_their_bound(when: str, bound: str, kind: str, told: str) -> None:
    assert words.when_text(said("x", kind, when, bound=bound)) == told


@pytest.mark.parametrize("lang", words.LANGUAGES)
def test_no_reader_is_shown_the_notation_of_dates(ledger: Ledger, lang: str) -> None:
    told = [words.when_text(claim, lang) for claim in ledger.claims.values()]
    told += [words.date_text(source.published_text, lang) for source in ledger.sources.values()]
    assert [text for text in told if re.search(r"[~%/\[\]]|\.\.|\d-\d", text)] == []


@pytest.mark.parametrize(
    ("text", "lang", "shown"),
    [
        ("\u22482,000", "en", "\u22482,000"),
        ("\u22482,000", "ar", "\u2248\u0662\u066c\u0660\u0660\u0660"),
        ("250\u2013350", "ckb", "\u0662\u0665\u0660\u2013\u0663\u0665\u0660"),
        (">200", "ar", ">\u0662\u0660\u0660"),
    ],
)
def test_numbers_in_the_digits_of_a_language(text: str, lang: str, shown: str) -> None:
    assert words.own_digits(text, lang) == shown
