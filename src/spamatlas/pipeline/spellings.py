"""What a process remembers of names, addresses and numbers that it read last, so as not to work them out again."""

import sys
from functools import lru_cache

FEWEST = 1_024
"""Caches of what comes from outside are bounded, and have room for so many at least; others hold what is shipped."""
_CACHED = type(lru_cache(maxsize=1)(str))


def forget_spellings() -> None:
    """Empty every such cache of this process: it holds people's names beside what stands for them."""
    for name, module in [*sys.modules.items()]:
        if name.startswith("spamatlas."):
            for each in [*vars(module).values()]:
                if isinstance(each, _CACHED) and (each.cache_parameters()["maxsize"] or 0) >= FEWEST:
                    each.cache_clear()
