"""A zip archive that a node packed for whoever asks: it is theirs alone, and not kept once it was taken."""

import asyncio
from pathlib import Path

from litestar.background_tasks import BackgroundTask
from litestar.response import File


def handed_over(path: str | Path, name: str) -> File:
    """The archive as an answer under this name; no cache keeps it, and the file is deleted when the answer is out."""
    return File(
        path,
        filename=name,
        media_type="application/zip",
        headers={"cache-control": "no-store"},
        background=BackgroundTask(_delete, Path(path)),
    )


async def _delete(path: Path) -> None:
    await asyncio.to_thread(path.unlink, missing_ok=True)
