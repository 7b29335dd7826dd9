"""Bibliographies: what is written is what their own readers read."""

import datetime as dt
import json
from dataclasses import replace

import pytest
import rispy
from hypothesis import given
from hypothesis import strategies as st
from pybtex.database import parse_string

from geo.bibliography import FORMS, Citation, all_known, bibliography, cited
from geo.claims import Source, Tier
from geo.dates import parse_window
from geo.errors import InputFault
from geo.ledger import Ledger
from geo.snapshot import snapshot
from tests.test_laws import SHORT

DAY = dt.date(2025, 10, 15)
TODAY = dt.date(2026, 11, 24)
AWKWARD = r'50% of {A} & B_1 #2 "quoted" \ ~ ^ $x$ } <b> *x* [y](z)'
ARABIC = "العمليات المشتركة: التحالف الدولي يسلم الموقع رقم 8 في معسكر التاجي"


def source(title: str, producer: str = "AP & Co", day: str = "2025-10-15") -> Citation:
    one = Source(
        "2025-ap-x",
        producer,
        title,
        parse_window(day),
        day,
        "page",
        "B",
        url="https://e.org/a_b?x=1",
    )
    return Citation(one, ("B2",), ("X-1",))


def test_a_view_cites_what_decides(ledger: Ledger) -> None:
    view = snapshot(ledger, DAY, dt.date(2025, 10, 25))
    found = cited(view)
    claims = {key for one in found for key in one.claims}
    deciding = {key for row in view.rows for key in (*row.status.claims, *row.status.against)}
    missed = {row.status.missed.claim for row in view.rows if row.status.missed}
    assert missed
    assert deciding | missed <= claims
    days = [one.source.published.latest for one in found]
    assert days == sorted(days)  # type: ignore[type-var]
    assert len(all_known(ledger, TODAY)) == len(ledger.sources)
    assert len(found) < len(all_known(ledger, DAY)) < len(ledger.sources)


@pytest.mark.parametrize("form", FORMS)
def test_the_same_bytes_and_every_source(ledger: Ledger, form: str) -> None:
    found = all_known(ledger, TODAY)
    text = bibliography(found, form)
    assert text == bibliography(found, form)
    assert ARABIC in text
    if form == "csl":
        assert [item["id"] for item in json.loads(text)] == [one.source.id for one in found]
    elif form == "bibtex":
        assert list(parse_string(text, "bibtex").entries) == [one.source.id for one in found]
    elif form == "ris":
        assert [item["id"] for item in rispy.loads(text)] == [one.source.id for one in found]
    else:
        assert len(text.splitlines()) == len(found)


@pytest.mark.parametrize("title", [AWKWARD, ARABIC, "Überfall in São Paulo", "a\nb\u202ec"])
def test_titles_survive(title: str) -> None:
    plain = " ".join("".join(c if c.isprintable() else " " for c in title).split())
    assert json.loads(bibliography([source(title)], "csl"))[0]["title"] == plain
    assert rispy.loads(bibliography([source(title)], "ris"))[0]["title"] == plain
    entry = parse_string(bibliography([source(title)], "bibtex"), "bibtex").entries["2025-ap-x"]
    assert untex(entry.fields["title"]) == plain
    assert entry.fields["url"] == "https://e.org/a_b?x=1"
    assert str(entry.persons["author"][0]) == r"{AP \& Co}"


@given(st.text(max_size=40), st.text(max_size=40))
@SHORT
def test_any_text_can_be_written_and_read(title: str, producer: str) -> None:
    one = source(title, producer)
    parse_string(bibliography([one], "bibtex"), "bibtex")
    assert len(rispy.loads(bibliography([one], "ris"))) == 1
    assert len(bibliography([one], "md").splitlines()) == 1


def untex(text: str) -> str:
    """Undo the escapes, as TeX would print them."""
    text = text.removeprefix("{").removesuffix("}")
    for mark, name in (("\\", "backslash"), ("~", "asciitilde"), ("^", "asciicircum")):
        text = text.replace(f"{{\\text{name}}}", f"\0{ord(mark)};")
    text = text.replace(r"{\textbraceleft}", f"\0{123};").replace(r"{\textbraceright}", f"\0{125};")
    for mark in "&%$#_":
        text = text.replace(f"\\{mark}", mark)
    for code in (92, 126, 94, 123, 125):
        text = text.replace(f"\0{code};", chr(code))
    return text


@pytest.mark.parametrize(
    ("day", "parts", "date"),
    [
        ("2025-10-15", [[2025, 10, 15]], "2025-10-15"),
        ("2025-10", [[2025, 10]], "2025-10"),
        ("2020-03-26~", [[2020, 3, 26]], "2020-03-26~"),
        ("2024-09-06/2024-09-07", [[2024, 9, 6], [2024, 9, 7]], "2024-09-06/2024-09-07"),
        ("[2020-04..2020-07]", [[2020, 4, 1], [2020, 7, 31]], "2020-07-31"),
    ],
)
def test_dates(day: str, parts: list[list[int]], date: str) -> None:
    issued = json.loads(bibliography([source("T", day=day)], "csl"))[0]["issued"]
    assert issued["date-parts"] == parts
    assert issued.get("circa", False) is day.endswith("~")
    entry = parse_string(bibliography([source("T", day=day)], "bibtex"), "bibtex")
    assert entry.entries["2025-ap-x"].fields["date"] == date


def test_notes_say_grade_and_relay() -> None:
    one = source("T")
    relayed = replace(one, source=replace(one.source, tier=Tier.RELAYED, url="javascript:x"))
    text = bibliography([relayed], "md")
    assert "known through a relay" in text
    assert "javascript" not in text
    assert "Grade B2" in text


def test_no_such_form() -> None:
    with pytest.raises(InputFault, match="csl, bibtex, ris, md"):
        bibliography([], "docx")
