"""Evidence packages that nobody took away."""

from contextlib import suppress
from pathlib import Path


def tidy(folder: Path, before: float) -> list[str]:
    """Delete those made before a time (seconds since 1970); their names."""
    gone = []
    for path in sorted(folder.glob("*.zip")):
        with suppress(OSError):
            if path.stat().st_mtime < before:
                path.unlink()
                gone.append(path.name)
    return gone
