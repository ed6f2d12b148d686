"""Who files a report, as a pseudonym."""

from functools import lru_cache
from hashlib import blake2b


@lru_cache(maxsize=65_536)
def pseudonym(secret: bytes, name: str) -> str:
    """32 hexadecimal digits that stand for ``name`` under a node's secret (keyed BLAKE2b, RFC 7693).

    The same name is the same pseudonym as long as the secret lives; nobody without the secret can try
    names. Blanks around a name and the case of its letters do not count.
    """
    folded = name.strip().casefold()
    return blake2b(folded.encode("utf-8", "surrogatepass"), digest_size=16, key=secret[:64]).hexdigest()
