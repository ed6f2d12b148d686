"""What lies where in an evidence package."""

from types import MappingProxyType

LISTING = "SHA256SUMS"
"""The hashes of all files but itself and the time stamp on it: what ``sha256sum --check`` reads."""
STAMP = "SHA256SUMS.tsr"
AUTHORITY = "authority.pem"
"""The certificate that the node's own stamps lead to."""
OUTSIDE_STAMP = "SHA256SUMS.outside.tsr"
OUTSIDE = "outside.pem"
"""A second stamp on the same list, where an outside authority is set, and the certificates that it leads to."""
SEALS = "seals"
MANIFEST = "manifest.json"
SCHEMA = "manifest.schema.json"
CHAIN = "chain.jsonl"
DOCUMENT = "report.pdf"
GUIDE = "README.txt"
ENDINGS = MappingProxyType(
    {
        "message/rfc822": "eml",
        "application/json": "json",
        "text/plain": "txt",
        "text/csv": "csv",
        "application/xml": "xml",
    }
)
"""How originals are named, by media type; anything else ends in ``bin``."""


def original(identifier: str, media_type: str) -> str:
    """The path of a report's bytes."""
    kind = media_type.partition(";")[0].strip().lower()
    ending = "json" if kind.endswith("+json") else "xml" if kind.endswith("+xml") else ENDINGS.get(kind, "bin")
    return f"originals/{identifier}.{ending}"


def sheet(number: int) -> str:
    """The path of a sheet of the log; the stamp on it lies beside it."""
    return f"{SEALS}/{number:09d}.txt"


def stamp_on(path: str) -> str:
    """The path of the time stamp on a file."""
    return f"{path}.tsr"
