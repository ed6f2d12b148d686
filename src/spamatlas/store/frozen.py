"""A moment of the embedded engine's tables as files: links to parts, which never change once they are written."""

import shutil
from pathlib import Path

from spamatlas.model import Rejected
from spamatlas.store.database import Store

_LEFT = frozenset({"shadow", "store", "tmp", "data"})
"""Of the engine's folder: what lies in the parts' stead, and ``data``, whose links the engine makes anew."""


def freeze(store: Store, folder: Path, into: Path, name: str) -> None:
    """Lay the tables out in an empty folder ``into`` as they are now, so that an engine opens it like its own.

    ``folder`` is the engine's, on the same disk. The caller sees to it that nothing is inserted meanwhile: tables are
    frozen one after the other (``ALTER TABLE … FREEZE``). What was inserted before need not be known there as inserted:
    the windows of tokens are not kept.

    Raises:
        Rejected: ``store-elsewhere``.
        Unavailable: the disk is full.
    """
    if not store.is_own:
        raise Rejected("store-elsewhere", "the store is a server's; back it up there (BACKUP DATABASE), the rest here")
    tables = store.query(
        "SELECT name, engine, data_paths[1] AS path FROM system.tables "
        "WHERE database = currentDatabase() AND engine LIKE '%MergeTree'"
    )
    shadow = folder / "shadow" / name
    try:
        for table in tables:
            store.command(f"ALTER TABLE {table['name']} FREEZE WITH NAME '{name}'")
        _lay_out(folder, shadow, into)
        for table in tables:
            place = into / Path(table["path"]).relative_to(folder)
            place.mkdir(parents=True, exist_ok=True)
            shutil.copy(Path(table["path"]) / "format_version.txt", place)
    finally:
        shutil.rmtree(shadow, ignore_errors=True)


def _lay_out(folder: Path, shadow: Path, into: Path) -> None:
    """The frozen parts under their own paths, and the definitions of tables beside them."""
    into.mkdir(parents=True, exist_ok=True)
    frozen = shadow / "store"
    if frozen.exists():
        frozen.rename(into / "store")
    for each in sorted(folder.iterdir()):
        if each.name in _LEFT:
            continue
        if each.is_dir():
            shutil.copytree(each, into / each.name, symlinks=True)
        else:
            shutil.copy(each, into / each.name)
    for definitions in {each.resolve() for each in (folder / "metadata").iterdir() if each.is_symlink()}:
        shutil.copytree(definitions, into / definitions.relative_to(folder.resolve()), dirs_exist_ok=True)
