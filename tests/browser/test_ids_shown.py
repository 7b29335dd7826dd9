"""Ids of claims stand whole on their line, in the page as one file and in the app's panel."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

import geo
from geo.app.panel import panel_html
from geo.app.tongue import Tongue
from geo.ledger import Ledger
from geo.snapshot import snapshot
from tests.variants import rest_long

Open = Callable[..., Page]
DAY = dt.date(2025, 10, 15)
SITES = ("ain-al-asad", "harir", "victoria-base")
# At each width of the panel: the ids that run over two lines, and texts that leave the panel.
# A note is somebody's sentence, and breaks as sentences do.
BROKEN = r"""(panel) => {
  for (const box of panel.querySelectorAll("details")) box.open = true;
  const found = new Set();
  let seen = 0;
  for (let width = 240; width <= 460; width += 7) {
    panel.style.width = `${width}px`;
    if (panel.scrollWidth > panel.clientWidth) found.add(`wider than ${width}`);
    const texts = document.createTreeWalker(panel, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) {
      if (texts.currentNode.parentElement.closest(".note")) continue;
      for (const match of texts.currentNode.data.matchAll(/\b[A-Z]\d\d-\d+[\w.-]*\)?/g)) {
        const range = document.createRange();
        range.setStart(texts.currentNode, match.index);
        range.setEnd(texts.currentNode, match.index + match[0].length);
        const lines = new Set([...range.getClientRects()].map((box) => Math.round(box.top)));
        seen += 1;
        if (lines.size > 1) found.add(match[0]);
      }
    }
  }
  return [seen > 60, [...found]];
}"""


@pytest.mark.parametrize("site", rest_long(SITES))
def test_in_the_page_as_one_file(shown: Open, site: str) -> None:
    page = shown(f"#on={DAY}&known=now&site={site}")
    page.wait_for_selector("#panel dd")
    assert page.eval_on_selector("#panel", BROKEN) == [True, []]


@pytest.mark.parametrize("lang", ["en", "ar"])
def test_in_the_panel_of_the_app(
    browser: Browser, ledger: Ledger, tmp_path: Path, lang: str
) -> None:
    view = snapshot(ledger, DAY, dt.date.fromordinal(ledger.last_public))
    rows = [row for row in view.rows if row.site.id in SITES]
    style = (Path(geo.__file__).parent / "app" / "page.css").read_text("utf-8")
    path = tmp_path / "panel.html"
    told = "".join(panel_html(view, row, Tongue(lang)) for row in rows)
    path.write_text(f'<!DOCTYPE html><meta charset="utf-8"><style>{style}</style>{told}', "utf-8")
    page = browser.new_page()
    page.goto(path.as_uri())
    for panel in page.locator(".dd-panel").all():
        assert panel.evaluate(BROKEN) == [True, []]
    page.close()
