"""The page of the app in a browser: its parts, and what a reader does to them."""

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Frame, Locator, Page, expect

Opened = Callable[..., Page]
Q = "?on=2025-10-15&known=now&site=harir&period=2024-2026"


def map_of(page: Page) -> Frame:
    mark = page.frame_locator("iframe.drawdown-map").locator(".site[aria-label]:not([hidden])")
    expect(mark.first).to_be_attached(timeout=15_000)
    frame = page.locator("iframe.drawdown-map").element_handle().content_frame()
    assert frame is not None
    frame.wait_for_selector(".site[aria-label]:not([hidden])")
    return frame


def shown(page: Page) -> str:
    return map_of(page).locator(".badge .day").inner_text()


def thumb(page: Page) -> Locator:
    return page.locator(".st-key-day input[type=range]")


def settle(page: Page) -> None:
    page.wait_for_function(
        "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"
    )
    page.wait_for_timeout(150)


def press(page: Page, part: Locator) -> None:
    """Click on a part of a map as a mouse does, once it has come to rest.

    Where a frame is not painted yet Playwright's own click scrolls the page to try again, and
    then misses what is in the frame by as much as it scrolled.
    """
    settle(page)
    part.scroll_into_view_if_needed()
    before, box = None, part.bounding_box()
    while box != before:
        page.wait_for_timeout(100)
        before, box = box, part.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def drag(page: Page, by: int, steps: int = 40) -> None:
    box = page.locator(".st-key-day [data-testid=stSliderThumbValue]").locator("..").bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    for step in range(1, steps + 1):
        page.mouse.move(x + by * step / steps, y)
        page.wait_for_timeout(16)


def heard(page: Page, key: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = page.evaluate(f"window.heard.filter(m => '{key}' in m)")
    return found
