"""Lines that several commands print."""

from geo.ledger import Ledger
from geo.words import date_text, say, when_text


def claim_line(ledger: Ledger, key: str) -> str:
    """Give a claim on one line: grade, id, what, when, text, and by whom.

    Parameters
    ----------
    ledger
        The ledger.
    key
        The claim's id.
    """
    claim = ledger.claims[key]
    source = ledger.sources[claim.source]
    relayed = ", relayed" if source.relayed else ""
    return (
        f"{claim.grade} {key}  {say(f'kind-{claim.kind.value}')} {when_text(claim)}: {claim.text} "
        f"[{source.producer}, {date_text(source.published_text)}{relayed}]"
    )
