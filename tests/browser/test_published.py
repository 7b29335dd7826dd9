"""The published folder, behind a web server and under a sub-path."""

import functools
import http.server
import threading
from collections.abc import Callable, Iterator

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from geo import publishing
from geo.ledger import Ledger
from geo.periods import turning_points
from geo.publishing import Edition, publish

Open = Callable[..., Page]
Q = "#on=2025-10-15&known=now"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as in the base
        """Say nothing."""


@pytest.fixture(scope="module")
def base(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Publish with two plates, serve it, and give its address."""
    root = tmp_path_factory.mktemp("served")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            publishing,
            "turning_points",
            lambda *all_: dict(list(turning_points(*all_).items())[:2]),
        )
        publish(Edition(ledger), root / "a" / "b")
    handler = functools.partial(_Quiet, directory=str(root))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/a/b/"
        server.shutdown()


def test_it_works_under_a_sub_path(shown: Open, base: str) -> None:
    page = shown(Q, address=base)
    expect(page.locator("#sentence")).to_contain_text("15 Oct 2025")
    links = page.locator(".files a").evaluate_all("all => all.map(a => a.href)")
    assert len(links) > 5
    for link in links:
        assert link.startswith(base)
        assert page.context.request.get(link).ok


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_the_plates_fit_and_can_be_read(shown: Open, base: str, scheme: str, width: int) -> None:
    page = shown("plates/", address=base, width=width, scheme=scheme)
    images = page.locator("img")
    expect(images).to_have_count(2)
    for image in images.all():
        image.scroll_into_view_if_needed()
        expect(image).to_have_js_property("complete", value=True)
        assert image.evaluate("image => image.naturalWidth") > 0
        box = image.bounding_box()
        assert box
        assert box["width"] <= width
    assert page.evaluate("document.scrollingElement.scrollWidth - innerWidth") <= 0
    found = Axe().run(page)["violations"]
    assert [(v["id"], [n["html"][:150] for n in v["nodes"]]) for v in found] == []


def test_a_plate_leads_to_its_day_on_the_map(shown: Open, base: str) -> None:
    page = shown("plates/", address=base)
    day = page.locator("section img").first.get_attribute("src")
    assert day
    page.locator("section p a").first.click()
    expect(page.locator("#typed")).to_have_value(day.removesuffix(".png"))
