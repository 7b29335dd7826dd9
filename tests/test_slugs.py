"""Ids made of names."""

import pytest

from geo.slugs import bare, slug


@pytest.mark.parametrize(
    ("name", "made"),
    [
        ("Camp Taji (north)", "camp-taji-north"),
        ("Wünsdorf", "wunsdorf"),
        ("WÜNSDORF", "wunsdorf"),
        ("Jüterbog/Altes Lager", "juterbog-altes-lager"),
        ("Großenhain", "grossenhain"),
        ("Łódź, Tromsø", "lodz-tromso"),
        ("Đakovica Ærø", "dakovica-aero"),
        ("İzmir, Diyarbak\N{LATIN SMALL LETTER DOTLESS I}r", "izmir-diyarbakir"),
        ("Čáslav-Český", "caslav-cesky"),
        ("Kabul كابل", "kabul"),
        ("عين الأسد", ""),
        ("Милович", ""),
        ("Camp й 7", "camp-7"),
        (7, "7"),
    ],
)
def test_an_id_is_made_of_a_name(name: object, made: str) -> None:
    assert slug(name) == made


def test_an_id_is_not_too_long_and_ends_with_a_letter() -> None:
    assert slug("a " * 100) == "-".join("a" * 40)
    assert len(slug("b" * 200)) == 80


@pytest.mark.parametrize(
    ("text", "made"),
    [("E25-003", "e25-003"), ("JÜTERBOG Süd", "juterbog sud"), ("ﬁ", "fi"), ("عين", "عين")],
)
def test_a_text_without_accents_keeps_all_else(text: str, made: str) -> None:
    assert bare(text) == made
