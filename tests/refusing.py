"""With which code something is refused."""

from collections.abc import Callable
from typing import Any

import pytest

from spamatlas.model import Rejected


def refused(act: Callable[[], Any]) -> str:
    """The code; fails where nothing is refused."""
    with pytest.raises(Rejected) as why:
        act()
    return why.value.code
