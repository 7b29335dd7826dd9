"""Which addresses found in data may become links."""

from urllib.parse import urlsplit


def web_address(url: str | None) -> str | None:
    """Give an address that may be a link: http or https with a host; else None.

    Parameters
    ----------
    url
        An address from the data.
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    plain = url and url.isprintable() and " " not in url
    return url if plain and parts.scheme in {"http", "https"} and parts.hostname else None
