"""Contradictions on the page: claims side by side with their grades."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from geo.app.address import Choice
from geo.app.data import remembered
from geo.app.desk.changed import claim_record
from geo.app.desk.promised import choose_scope
from geo.app.rendering import show
from geo.app.tongue import Tongue
from geo.contradictions import Topic, contradictions
from geo.ledger import Ledger
from geo.snapshot import Selection, Snapshot


def show_contradictions(ledger: Ledger, view: Snapshot, choice: Choice) -> None:
    """Show the topics on which claims contradict each other.

    Parameters
    ----------
    ledger
        The ledger.
    view
        The snapshot.
    choice
        What was asked.
    """
    tongue = choice.tongue
    site = choose_scope(ledger, choice)
    found = _found(ledger, view.known, site, choice.selection(ledger))
    if site:  # what is about the site alone goes first, heaps of numbers last
        found = tuple(sorted(found, key=lambda one: (site not in one.places, len(one.places))))
    names = tongue.names(ledger)
    about = names[site] if site else tongue.say("scope-all")
    told = {"n": len(found), "place": about, "day": tongue.day(view.known)}
    show(
        "contradictions.html",
        tongue,
        title=tongue.say("contradictions-title", **told),
        none="" if found else tongue.say("contradictions-none"),
        open=site is not None,
        topics=[_topic(ledger, topic, names, tongue) for topic in found],
    )


@remembered(32)
def _found(
    ledger: Ledger, known: dt.date, site: str | None, selection: Selection
) -> tuple[Topic, ...]:
    return contradictions(ledger, known, site, selection)


def _topic(ledger: Ledger, topic: Topic, names: dict[str, str], tongue: Tongue) -> dict[str, Any]:
    say = tongue.say
    ways = dict.fromkeys(how for pair in topic.conflicts for how in pair.how)
    return {
        "places": tongue.listed([names.get(place, place) for place in topic.places]),
        "subject": say(f"subject-{topic.subject.value}"),
        "how": tongue.listed([say(f"how-{how.value}") for how in ways]),
        "span": _span(ledger, topic, tongue),
        "opposed": list(_opposed(ledger, topic, tongue)),
        "contested": [
            say(
                "contested-days" if period.last else "contested-still",
                site=names.get(period.site, period.site),
                first=tongue.day(period.first),
                last=tongue.day(period.last) if period.last else "",
            )
            for period in topic.contested
        ],
    }


def _opposed(ledger: Ledger, topic: Topic, tongue: Tongue) -> Iterator[dict[str, Any]]:
    """Give each claim with what stands against it; a note is told once in a topic."""
    noted: set[str] = set()
    for lead, pairs in topic.opposed:
        noted.add(lead)
        others = []
        for pair in pairs:
            (key,) = (claim for claim in pair.claims if claim != lead)
            other = claim_record(ledger, key, tongue)
            how = tongue.listed([tongue.say(f"how-{one.value}") for one in pair.how])
            others.append({**other, "how": how, "note": None if key in noted else other["note"]})
            noted.add(key)
        yield {"claim": claim_record(ledger, lead, tongue), "others": others}


def _span(ledger: Ledger, topic: Topic, tongue: Tongue) -> str:
    """Tell how many claims there are and from when, by which topics of one title differ."""
    ends = (ledger.claims[key].source for key in (topic.claims[0], topic.claims[-1]))
    days = dict.fromkeys(tongue.date(ledger.sources[source].published_text) for source in ends)
    return tongue.say("contradictions-span", n=len(topic.claims), days=" \u2013 ".join(days))
