"""Where somebody who was invited goes."""

from urllib.parse import urlencode

PATH = "/console/invitation"


def address_of(word: str, node: str = "") -> str:
    """The address of an invitation, at the node's own (``https://atlas.example``) or for who knows that."""
    return f"{node.rstrip('/')}{PATH}?{urlencode({'word': word})}"
