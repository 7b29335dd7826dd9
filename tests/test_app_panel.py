"""The panel of a chosen site, and text from data as text."""

import datetime as dt
import re
from dataclasses import replace

import pytest

from geo.app.panel import Backing, panel_html, web_address
from geo.app.plaintext import as_text
from geo.app.tongue import Tongue
from geo.grounds import grounds
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, snapshot
from tests.app_pages import NOW, open_page, panel

pytestmark = pytest.mark.usefixtures("no_other_data")


def test_markdown_is_escaped_sign_by_sign() -> None:
    assert as_text("![x](http://a.b/c.png)") == r"\!\[x\]\(http\:\/\/a\.b\/c\.png\)"
    assert as_text("a\n# b\u2028c") == r"a \# b c"
    assert as_text("قاعدة عين الأسد") == "قاعدة عين الأسد"


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://example.org/a?b=c", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JAVASCRIPT:alert(1)", False),
        ("data:text/html,<script>", False),
        ("//example.org/a", False),
        ("https://", False),
        ("https://[::1", False),
        ("https://example.org/a b", False),
        ("https://example.org/\u202egnp", False),
        ("(address not kept)", False),
        (None, False),
    ],
)
def test_only_web_addresses_become_links(url: str | None, kept: bool) -> None:  # noqa: FBT001
    assert web_address(url) == (url if kept else None)


def test_the_panel_escapes_every_field(ledger: Ledger) -> None:
    evil = '<img src=x onerror=alert(1)>"'
    changed = replace(
        ledger,
        memory={},
        sites={
            k: replace(s, name=evil, name_ar=evil, name_ckb=evil, position_source=evil)
            for k, s in ledger.sites.items()
        },
        regions={k: replace(r, name=evil) for k, r in ledger.regions.items()},
        claims={
            k: replace(c, text=evil, locator=evil, note=evil) for k, c in ledger.claims.items()
        },
        sources={
            k: replace(s, producer=evil, title=evil, published_text=evil, url=f"https://a.b/{evil}")
            for k, s in ledger.sources.items()
        },
    )
    view = snapshot(changed, dt.date(2025, 10, 15), NOW, EVERYTHING)
    for row in view.rows:
        assert "<img" not in panel_html(view, row)


def test_the_panel_shows_claims_with_grade_publisher_day_and_link(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW)
    row = view.row("ain-al-asad")
    assert row is not None
    text = panel_html(view, row)
    for claim in map(
        ledger.claims.__getitem__, (*row.status.claims, *row.status.against, *row.status.linked)
    ):
        assert claim.id in text
        assert f">{claim.grade}<" in text
    assert 'rel="noopener noreferrer"' in text
    assert "15 days overdue" in text


def test_the_panel_says_how_old_the_newest_evidence_is(ledger: Ledger) -> None:
    view = snapshot(ledger, NOW, NOW, EVERYTHING)
    row = view.row("bashiqa")
    assert row is not None
    text = " ".join(re.sub("<[^>]+>", " ", panel_html(view, row)).split())
    assert "Newest evidence 22 Aug 2024 ( E24-071 ), 824 days before this date" in text


def test_the_panel_shows_who_was_there_after_the_deadline(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW)
    row = view.row("ain-al-asad")
    assert row is not None
    assert row.status.claims == ("E25-017",)
    text = panel_html(view, row, backing=Backing(None, grounds(ledger, row.status)))
    decided, _, rest = text.partition("Still there after the deadline")
    seen, _, other = rest.partition("<details>")
    assert "E25-017" in decided
    assert [key in seen for key in ("E25-016", "E25-017", "E25-019")] == [True, False, True]
    assert "E25-016" not in other


def test_a_deadline_of_the_whole_country_puts_off_none_of_a_site(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2025, 10, 15), NOW)
    row = view.row("ain-al-asad")
    assert row is not None
    text = panel_html(view, row)
    assert "30 Sep 2026, for Iraq as a whole" in text
    assert "put off by" not in text


def test_a_deadline_of_the_site_itself_puts_the_missed_one_off(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2026, 1, 5), dt.date(2026, 1, 5))
    row = view.row("ain-al-asad")
    assert row is not None
    text = panel_html(view, row)
    assert "put off by 104 days since the missed deadline of 30 Sep 2025" in text
    assert "as a whole" not in text


def test_the_panel_sets_the_note_apart_under_its_claim(ledger: Ledger) -> None:
    row = (view := snapshot(ledger, dt.date(2026, 11, 1), NOW)).row("victoria-base")
    assert row is not None
    for lang, label in (("en", "Note:"), ("ar", "ملاحظة:"), ("ckb", "تێبینی:")):
        text = panel_html(view, row, Tongue(lang))
        assert f'<p class="note">{label} <bdi>Said by: Iraqi security source.' in text
        assert "the base &#39;previously&#39; hosted the coalition" in text


def test_the_panel_names_places_that_are_out_of_view(ledger: Ledger) -> None:
    page = open_page(
        on="2026-02-01", known="2025-09-01", site="victoria-base", min_grade="B2", lang="ar",
        layers="baghdad,kurdistan-region,regions",
    )  # fmt: skip
    told = panel(page)
    assert f"عن {ledger.sites['ain-al-asad'].name_ar}" in told
    for key in ledger.sites:
        assert f"عن {key}" not in told


def test_what_agrees_on_the_state_does_not_stand_under_what_speaks_against_it(
    ledger: Ledger,
) -> None:
    view = snapshot(ledger, dt.date(2026, 11, 1), NOW)
    row = view.row("al-qaim")
    assert row is not None
    assert "IQ-030" in row.status.linked, "another day on which it was handed over"
    text = panel_html(view, row)
    assert "What speaks against it" not in text
    assert text.index("Linked: other figures or dates") < text.index("IQ-030")


def test_relayed_claims_are_marked(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2026, 11, 1), NOW)
    row = view.row("harir")
    assert row is not None
    assert "G: relayed" in panel_html(view, row)
