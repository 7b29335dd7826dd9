"""A plate as a file: its bytes, what it says about itself, and what is refused."""

import datetime as dt
import hashlib
import io
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from matplotlib.font_manager import get_font
from matplotlib.text import Text
from PIL import Image

from geo import answers, plate, words
from geo.errors import CannotRead, CannotWrite, InputFault
from geo.ledger import Ledger
from geo.plate import lettering
from geo.plate.basemap import NOTHING, basemap_under, read_basemap
from geo.plate.press import outlined, to_image
from geo.snapshot import Selection, Snapshot, snapshot
from geo.words import LANGUAGES
from tests.variants import rest_long

DAY, NOW = dt.date(2025, 10, 15), dt.date(2026, 11, 24)
BASELINES = Path(__file__).parent / "baselines"


@pytest.fixture(scope="module")
def view(ledger: Ledger) -> Snapshot:
    return snapshot(ledger, DAY, NOW)


# --- bytes ---------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", rest_long(plate.FORMATS, 2))
def test_the_same_inputs_give_the_same_bytes(view: Snapshot, fmt: str) -> None:
    first = plate.plate_bytes(view, fmt, 60)
    assert plate.plate_bytes(view, fmt, 60) == first
    assert plate.plate_bytes(view, fmt, 60, lang="ar") != first


@pytest.mark.long
def test_two_processes_give_the_same_bytes() -> None:
    code = (
        "import datetime as dt, hashlib, geo\n"
        "from dataclasses import replace\n"
        "from geo import plate\n"
        "v = geo.snapshot(geo.load(), dt.date(2025, 10, 15), dt.date(2026, 11, 24))\n"
        "v = replace(v, digest='0' * 12)\n"
        "for f in ('png', 'svg', 'pdf'):\n"
        "    print(hashlib.sha256(plate.plate_bytes(v, f, 60, lang='ckb')).hexdigest())\n"
    )
    outs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outs) == 1


def test_a_png_says_what_it_shows_and_from_which_data(view: Snapshot) -> None:
    for lang in LANGUAGES:
        picture = Image.open(io.BytesIO(plate.plate_bytes(view, "png", 60, lang=lang)))
        assert isinstance(picture.info["Description"], str)
        assert picture.info["Description"] == plate.alt_text(view, lang)
        assert picture.info["Source"] == view.digest


def test_an_svg_has_title_description_and_no_date(view: Snapshot) -> None:
    content = plate.plate_bytes(view, "svg")
    root = ET.fromstring(content)  # noqa: S314 - we have just made it
    space = {"s": "http://www.w3.org/2000/svg"}
    assert root.attrib["role"] == "img"
    assert root.findtext("s:title", namespaces=space) == "Foreign forces in Iraq"
    assert root.findtext("s:desc", namespaces=space) == plate.alt_text(view)
    assert view.digest.encode() in content
    assert b"<dc:date>" not in content
    assert not re.search(rb"href=.https?://", content)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_in_a_pdf_lines_with_marks_of_direction_are_outlines(view: Snapshot, lang: str) -> None:
    figure = plate.to_figure(view, lang=lang)
    texts = figure.findobj(Text)
    before = [text.get_path_effects() for text in texts]
    with outlined(figure):
        for text in texts:
            assert text.get_path_effects() or not re.search("[\u200e\u200f]", text.get_text())
        plain = [text for text in texts if not text.get_path_effects()]
        assert len(plain) > 5, "the other lines can still be searched for"
    assert [text.get_path_effects() for text in texts] == before


def test_a_pdf_has_its_information_and_no_date(view: Snapshot) -> None:
    content = plate.plate_bytes(view, "pdf")
    assert content.startswith(b"%PDF")
    assert view.digest.encode() in content
    assert b"/Subject" in content
    assert b"CreationDate" not in content


def test_far_from_the_basemap_nothing_is_drawn_or_credited(view: Snapshot) -> None:
    rows = tuple(replace(row, site=replace(row.site, lon=13.4, lat=52.1)) for row in view.rows)
    far = replace(view, rows=rows, regions=(), attribution="")
    assert basemap_under(far) is NOTHING
    assert basemap_under(view).towns
    assert basemap_under(far, basemap_under(view)).towns, "one that was asked for is taken"
    assert "GeoNames" in plate.caption(view)
    assert not re.search("GeoNames|Natural Earth", plate.caption(far))


@pytest.mark.parametrize(
    ("line", "mark"),
    [
        ("[B2]: US starts drawing…", "\u200e"),
        ("[B2]: العمليات المشتركة…", "\u200f"),
        ("رويترز [B2]: US to reduce,", "\u200e"),
        ("US to reduce combat troops", ""),
        ("2024-09-06 (…)", ""),
    ],
)
def test_the_signs_of_a_line_that_goes_on_stay_with_its_letters(line: str, mark: str) -> None:
    assert lettering.ended(line) == line + mark


def test_a_webp_carries_its_description(view: Snapshot) -> None:
    picture = Image.open(io.BytesIO(plate.plate_bytes(view, "webp", 60)))
    root = ET.fromstring(picture.info["xmp"])  # noqa: S314 - we have just made it
    space = {
        "dc": "http://purl.org/dc/elements/1.1/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    }
    told = root.find(".//dc:description/rdf:Alt/rdf:li", space)
    assert told is not None
    assert told.text == plate.alt_text(view)


@pytest.mark.parametrize(
    ("size", "expected"), [("a4", (827, 1169)), ("16x9", (1333, 750)), ("square", (1000, 1000))]
)
def test_sizes_are_what_they_say(view: Snapshot, size: str, expected: tuple[int, int]) -> None:
    picture = Image.open(io.BytesIO(plate.plate_bytes(view, "png", 100, size=size)))
    assert all(abs(a - b) <= 1 for a, b in zip(picture.size, expected, strict=True))


def test_a_plate_is_a_figure_and_pyplot_is_not_touched(view: Snapshot) -> None:
    assert isinstance(plate.to_figure(view), Figure)
    code = (
        "import sys, geo.plate\n"
        "bad = {'matplotlib.pyplot', 'pandas', 'geopandas', 'folium', 'streamlit'}\n"
        "print(sorted(bad & set(sys.modules)))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    assert done.stdout.strip() == b"[]"


# --- bad input -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda v: plate.plate_bytes(v, "bmp"), "png, svg, pdf, webp"),
        (lambda v: plate.plate_bytes(v, size="letter"), "a4, 16x9, square"),
        (lambda v: plate.plate_bytes(v, lang="de"), "en, ar, ckb"),
        (lambda v: plate.plate_bytes(v, dpi=100_000), "dpi"),
        (lambda v: plate.plate_bytes(v, dpi=float("nan")), "dpi"),
    ],
)
def test_what_is_not_allowed_is_named(
    view: Snapshot, call: Callable[[Snapshot], bytes], said: str
) -> None:
    with pytest.raises(InputFault, match=said):
        call(view)


def test_a_failed_write_leaves_the_old_file_whole(view: Snapshot, tmp_path: Path) -> None:
    target = tmp_path / "plate.png"
    target.mkdir()
    with pytest.raises(CannotWrite, match=r"plate\.png"):
        plate.save_plate(view, target, dpi=40)
    assert list(tmp_path.iterdir()) == [target]
    with pytest.raises(CannotWrite, match="missing"):
        plate.save_plate(view, tmp_path / "missing" / "plate.png", dpi=40)


def test_a_plate_replaces_a_file_and_leaves_nothing_else(view: Snapshot, tmp_path: Path) -> None:
    target = tmp_path / "plate.png"
    target.write_bytes(b"old")
    assert plate.save_plate(view, target, dpi=40) == target
    assert target.read_bytes().startswith(b"\x89PNG")
    assert [path.name for path in tmp_path.iterdir()] == ["plate.png"]
    with pytest.raises(InputFault):
        plate.save_plate(view, tmp_path / "plate.xyz")


@pytest.mark.parametrize(
    ("day", "lang"),
    [
        (dt.date(1, 1, 1), "en"),
        (dt.date(1990, 1, 1), "ar"),
        (dt.date(2012, 6, 1), "en"),
        (dt.date(9999, 12, 31), "ckb"),
    ],
)
def test_a_day_outside_the_ledger_gives_a_sane_plate(
    ledger: Ledger, day: dt.date, lang: str
) -> None:
    view = snapshot(ledger, day, min(day, NOW))
    assert len(plate.plate_bytes(view, "png", 40, lang=lang)) > 5000


def test_an_empty_layer_gives_a_sane_plate(ledger: Ledger) -> None:
    view = snapshot(ledger, DAY, NOW, Selection(layers=("no-such-layer",)))
    assert view.rows == ()
    for basemap in (None, NOTHING):
        assert plate.plate_bytes(view, "png", 40, basemap=basemap)


def test_hostile_names_and_titles_are_only_text(ledger: Ledger) -> None:
    sites = dict(ledger.sites)
    name = "$\\frac{1}{0}$ <script>alert(1)</script>\u202eevil\x00\n\n漢字 ![x](http://x.invalid)"
    sites["harir"] = replace(sites["harir"], name=name)
    view = snapshot(replace(ledger, sites=sites, memory={}), DAY, NOW)
    for fmt in plate.FORMATS:
        assert plate.plate_bytes(view, fmt, 40, title=name)
    svg = plate.plate_bytes(view, "svg", title=name)
    ET.fromstring(svg)  # noqa: S314 - we have just made it
    assert b"<script>" not in svg
    assert "![x](" not in plate.caption(view, form="markdown")
    assert "\x00" not in plate.caption(view)
    assert len(plate.alt_text(view).split()) <= 120


def test_a_basemap_may_be_missing_in_part_but_not_broken(view: Snapshot, tmp_path: Path) -> None:
    assert read_basemap(tmp_path).empty
    assert plate.plate_bytes(view, "png", 40, basemap=read_basemap(tmp_path))
    (tmp_path / "rivers.geojson").write_text("{]")
    with pytest.raises(CannotRead, match=r"rivers\.geojson"):
        read_basemap(tmp_path)


def test_any_withdrawal_anywhere_can_be_drawn(ledger: Ledger) -> None:
    sites = {
        key: replace(site, lon=2.1 + i * 0.7, lat=13.4 + i * 0.35)
        for i, (key, site) in enumerate(ledger.sites.items())
    }
    regions = {key: replace(region, shape=None) for key, region in ledger.regions.items()}
    niger = replace(ledger, sites=sites, regions=regions, memory={})
    assert plate.plate_bytes(snapshot(niger, DAY, NOW), "png", 50, size="16x9")


# --- words ---------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("day", ["2003-06-01", "2010-06-01", "2024-09-27", "2025-10-15"])
def test_alt_text_is_short_and_tells_the_finding(ledger: Ledger, day: str, lang: str) -> None:
    for selection in (Selection(), Selection(party=None)):
        view = snapshot(ledger, dt.date.fromisoformat(day), NOW, selection)
        text = plate.alt_text(view, lang)
        assert answers.sentence(view, lang=lang, headed=True) in text
        assert 10 < len(text.split()) <= 120


def test_alt_text_names_the_sites_where_forces_are_first(ledger: Ledger) -> None:
    view = snapshot(ledger, dt.date(2026, 9, 30), NOW, Selection(party=None))
    text = plate.alt_text(view)
    there = ("Reduced: Turkish posts in Duhok.", "Occupied: Bashiqa (Zilkan).")
    assert all(text.index(part) < text.index("Withdrawn: ") for part in there)
    assert "No position known: Turkish posts in Duhok, Makhmour, Bashiqa (Zilkan)." in text


def test_the_caption_has_every_site_and_every_source(view: Snapshot) -> None:
    for form in ("text", "markdown"):
        text = plate.caption(view, form=form)
        for row in view.rows:
            if row.counted:
                assert row.site.name.split("(")[0].strip() in text
        for key in {view.claims[k].source for r in view.rows if r.counted for k in r.status.claims}:
            url = view.sources[key].url
            assert not url or url in text
        assert view.digest in text


def test_numbers_in_caption_and_plate_agree(view: Snapshot) -> None:
    text = plate.caption(view)
    found = re.search(r"^- Ain al-Asad: .* \[([\d, ]+)\]$", text, re.MULTILINE)
    assert found is not None
    first = int(found.group(1).split(",")[0])
    assert re.search(rf"^{first}\. ", text, re.MULTILINE)


# --- letters -------------------------------------------------------------------------------


def ink_of(text: str) -> np.ndarray:
    figure = Figure(figsize=(6, 0.8), dpi=100)
    figure.add_artist(
        Text(0.02, 0.3, text, fontproperties=lettering.font("regular", 24), parse_math=False)
    )
    grey = np.asarray(to_image(figure, 100).convert("L"))
    columns = np.flatnonzero((grey < 128).any(axis=0))
    return grey[:, columns[0] : columns[-1] + 1] < 128


def test_arabic_letters_are_joined_and_not_reversed() -> None:
    # Alef, a bare stroke that does not join on, comes first: it stands on the right. The
    # letters after it join, so that there is one gap in the word, next to the alef.
    ink = ink_of("اسس")
    gaps = np.flatnonzero(~ink.any(axis=0))
    assert len(gaps)
    assert np.all(np.diff(gaps) == 1)
    left, right = gaps[0], ink.shape[1] - gaps[-1] - 1
    assert left > 5 * right


def test_joined_letters_are_narrower_than_letters_apart() -> None:
    style = lettering.Style(10)
    for word in ("بسبب", "هەولێر", "ئەسەد"):
        apart = sum(lettering.width(letter, style) for letter in word)
        assert lettering.width(word, style) < apart


@pytest.mark.parametrize("text", ["عين الأسد", "هەولێر ڕ ڵ ۆ ێ ڤ گ چ پ ژ", "Türkiye, 15 Oct"])
def test_no_letter_comes_out_as_a_box(text: str) -> None:
    assert lettering.clean(text) == text
    face = get_font(str(lettering.font("regular", 10).get_file()))
    assert all(face.get_char_index(ord(letter)) for letter in text)


def test_a_letter_that_the_font_lacks_is_seen_to_be_missing() -> None:
    assert lettering.clean("漢字 Camp\n\u202eX") == "\ufffd\ufffd Camp X"


# --- pictures ------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "lang"), [("a4", "en"), ("16x9", "ckb"), ("square", "ar")])
def test_pictures_look_as_they_did(baseline_view: Snapshot, size: str, lang: str) -> None:
    """Compare with tests/baselines; ``DRAWDOWN_BASELINES=1 pytest`` draws them anew."""
    content = plate.plate_bytes(baseline_view, "png", 60, size=size, lang=lang)
    compare(content, BASELINES / f"{size}-{lang}.png")


def compare(content: bytes, path: Path) -> None:
    if os.environ.get("DRAWDOWN_BASELINES"):
        picture = Image.open(io.BytesIO(content)).quantize(64)
        picture.save(path, optimize=True)
    now = np.asarray(Image.open(io.BytesIO(content)).convert("L"), dtype=float)
    then = np.asarray(Image.open(path).convert("L"), dtype=float)
    assert now.shape == then.shape
    apart = np.abs(now - then)
    assert (apart > 48).mean() < 0.01
    assert apart.mean() < 3.0


@pytest.fixture(scope="module")
def baseline_view(ledger: Ledger) -> Snapshot:
    """A view whose digest and sources do not change with every correction of the data."""
    view = snapshot(ledger, DAY, NOW)
    return replace(view, digest="0" * 12)


def test_a_hash_stands_on_the_plate(view: Snapshot) -> None:
    other = replace(view, digest="f" * 12)
    assert hashlib.sha256(plate.plate_bytes(view, "png", 60)).digest() != (
        hashlib.sha256(plate.plate_bytes(other, "png", 60)).digest()
    )


def test_latin_credits_stay_whole_and_apart_in_a_foot_of_the_other_direction() -> None:
    data = "Drawdown ledger (CC BY 4.0). Boundaries: Natural Earth. From the U.S. Army, St. Louis"
    origins = words.credit_lines(data)
    assert [text[:10] for text in origins] == ["Drawdown l", "Boundaries", "From the U"]
    assert " ".join(origins) == data + "."
    before = "لا تعني الحدود إقراراً بها."
    said = lettering.joined([before, *origins, before], "ar")
    style = lettering.Style(8)
    for room in range(150, 500, 10):
        lines = lettering.wrapped(said, style, room)
        for text in origins:
            if lettering.width(text, style) < room - 1:
                assert sum(f"\u2068{text}\u2069" in line for line in lines) == 1
        assert all(lettering.width(line, style) <= room for line in lines)
    assert lettering.joined(origins, "en") == data + "."
