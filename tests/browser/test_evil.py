"""Hostile texts in every text field: nothing runs, nothing is asked for, links stay links."""

import datetime as dt
import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Frame, Page, Request, expect

import geo
from geo.app.panel import panel_html
from geo.errors import InputFault
from geo.layers import dump_layers
from geo.ledger import Ledger
from geo.snapshot import EVERYTHING, snapshot
from geo.timepage import time_page
from geo.validation import clean
from tests.browser.evil import LINKS, TEXTS, ledger_of

Opened = Callable[..., Page]
FEW = TEXTS[::10]
LATER = dt.date(2025, 2, 1)
WATCH = """
window.pwned = 0;
window.refused = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.refused.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`);
});
"""
WAYS = [pytest.param(FEW, id="a dozen"), pytest.param(TEXTS, id="all", marks=pytest.mark.long)]


def readable(text: str) -> bool:
    """Tell whether a layer may hold a text at all."""
    try:
        clean(text)
    except ValueError:
        return False
    return True


@pytest.fixture
def watched(browser: Browser) -> Iterator[Callable[[Path, str], Page]]:
    """Open a file; at the end nothing has run and nothing was asked for but the file."""
    trouble: list[str] = []
    contexts = []

    def note(asked: Request, path: Path) -> None:
        if not asked.url.startswith((path.as_uri(), "data:")):
            trouble.append(f"asked for {asked.url}")

    def open_file(path: Path, rest: str = "") -> Page:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH)
        page.on("dialog", lambda dialog: trouble.append(f"dialog {dialog.message}"))
        page.on("pageerror", lambda error: trouble.append(f"script error {error}"))
        page.on("request", lambda asked: note(asked, path))
        page.goto(path.as_uri() + rest)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert not trouble


def untouched(place: Page | Frame) -> None:
    assert not place.evaluate("window.pwned")
    assert place.evaluate("window.refused || []") == []
    links = place.eval_on_selector_all(
        "a[href]", "all => all.map(a => [a.getAttribute('href'), a.protocol, a.rel, a.target])"
    )
    for href, protocol, rel, target in links:
        if target == "_blank":
            assert protocol in {"http:", "https:"}, href
            assert "noopener" in rel
        else:
            assert href.startswith("#"), href
    handled = "[onerror], [onload], [onclick], [onmouseover], [onfocus], [ontoggle], [autofocus]"
    assert (
        place.locator(f"script[src], iframe[srcdoc], embed, object, base, {handled}").count() == 0
    )


@pytest.mark.parametrize("texts", WAYS)
def test_the_time_page(
    texts: Sequence[str], watched: Callable[[Path, str], Page], tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    ledger = ledger_of(texts, texts)
    path.write_text(time_page(ledger, selection=EVERYTHING), "utf-8", "surrogatepass")
    page = watched(path, "#on=2025-02-01")
    chooser = page.locator("#chooser select")
    for site in ledger.sites:
        chooser.select_option(site)
        for more in page.locator("#panel summary").all():
            more.click()
    assert page.locator("#panel .claim").count() > 0
    chooser.select_option("chunk-0")
    assert page.locator("#panel .claim").count() >= len(texts)
    page.locator("input[value=plan]").check()
    for mark in page.locator(".site:not([hidden]) .hit").all()[:30]:
        mark.dispatch_event("mouseover")
    untouched(page)


@pytest.mark.parametrize("texts", WAYS)
def test_the_address_of_the_time_page(
    texts: Sequence[str], watched: Callable[[Path, str], Page], tmp_path: Path, ledger: Ledger
) -> None:
    path = tmp_path / "page.html"
    path.write_text(time_page(ledger, LATER), "utf-8")
    page = watched(path, "")
    for text in texts:
        found = quote(text)
        keys = ("on", "known", "site", "period", "layers", "data", "party")
        page.evaluate("hash => { location.hash = hash; }", "&".join(f"{k}={found}" for k in keys))
        expect(page.locator("#notices li").nth(3)).to_be_attached()
    untouched(page)
    assert page.locator("#notices *:not(li)").count() == 0


@pytest.mark.parametrize("texts", WAYS)
def test_the_map_and_the_panel_of_the_app(
    texts: Sequence[str], opened: Opened, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("evil")
    kept = [text for text in texts if readable(text)]
    far = [url for url in LINKS if url.startswith("http") and readable(url) and '"' not in url]
    far = [url for url in far if "<" not in url]
    ledger = ledger_of(kept, far)
    listed = folder / "texts.json"
    listed.write_text(json.dumps([kept, far]), "utf-8")
    chunks = [site for site in ledger.sites if site.startswith("chunk")]
    for number, site in enumerate(chunks):
        tab = ("table", "sources", "export")[number % 3]
        page = opened(f"?on=2025-02-01&party=all&site={site}&tab={tab}", data=str(listed))
        page.wait_for_selector(".dd-panel h2")
        frame = page.locator("iframe.drawdown-map").element_handle().content_frame()
        assert frame is not None
        frame.wait_for_selector(".site[aria-label]:not([hidden])")
        for more in page.locator(".dd-panel summary").all():
            more.click()
        if site == "chunk-0":
            assert page.locator(".dd-claim").count() >= 2 * len(kept)
        for mark in frame.locator(".site:not([hidden]) .hit").all()[:20]:
            mark.dispatch_event("mouseover")
        page.wait_for_timeout(300)
        untouched(frame)
        assert not page.evaluate("window.pwned")
        assert page.locator(".dd-panel script, .dd-panel img, .dd-panel iframe").count() == 0
        for link in page.locator(".dd-panel a[href]").all():
            assert (link.get_attribute("href") or "").startswith(("http://", "https://"))
            assert "noopener" in (link.get_attribute("rel") or "")


@pytest.mark.parametrize("texts", WAYS)
def test_the_panel_by_itself(
    texts: Sequence[str], watched: Callable[[Path, str], Page], tmp_path: Path
) -> None:
    """Even texts that no layer may hold, and addresses that no layer may hold."""
    ledger = ledger_of(texts, texts)
    view = snapshot(ledger, LATER, LATER, EVERYTHING)
    path = tmp_path / "panel.html"
    head = '<!DOCTYPE html><meta charset="utf-8"><title>x</title>'
    path.write_text(head + "".join(panel_html(view, row) for row in view.rows), "utf-8")
    page = watched(path, "")
    page.eval_on_selector_all("details", "all => all.forEach(d => { d.open = true; })")
    untouched(page)


def test_texts_that_reorder_or_end_what_is_read_are_refused(tmp_path: Path) -> None:
    refused = [text for text in TEXTS if not readable(text)]
    assert len(refused) >= 6
    dump_layers(ledger_of(refused), tmp_path)
    with pytest.raises(InputFault):
        geo.load(tmp_path)
