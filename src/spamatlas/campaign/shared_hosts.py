"""Hosts that many senders share: platforms, shorteners, hosting; the list with its reasons is ``shared_hosts.tsv``."""

from functools import cache, lru_cache
from importlib.resources import files

from spamatlas.model import Link


@lru_cache(maxsize=65_536)
def place_of(host: str, domain: str) -> tuple[str, str]:
    """Whose place a host is: the kind (``own``, ``page``, ``none``) and the name under which it is one sender's.

    ``own`` is the registrable domain, or the name below a shared one; ``page`` a host of which only single pages are
    anybody's; ``none`` a host that says nothing about the sender.
    """
    name = host.removeprefix("www.")
    labels = name.split(".")
    for start in range(len(labels)):
        kind = _kinds().get(".".join(labels[start:]))
        if kind == "tenant":
            return ("own", ".".join(labels[start - 1 :])) if start else ("none", name)
        if kind:
            return kind, name
    return "own", domain or name


def page_of(link: Link) -> str:
    """Host, path and query of a link without the fragment, at most 200 characters; empty for a page at the root."""
    _, _, rest = link.url.partition("://")
    rest = rest.partition("#")[0]
    _, slash, path = rest.partition("/")
    return f"{link.host.removeprefix('www.')}/{path.rstrip('/')}"[:200] if slash and path.strip("/") else ""


@cache
def _kinds() -> dict[str, str]:
    rows = files(__package__).joinpath("shared_hosts.tsv").read_text("utf-8").splitlines()
    table = [row.split("\t") for row in rows if row and not row.startswith("#")]
    return {host: kind for host, kind, _reason in table}
