"""docs/evidence.md tells of every file, kind and assurance that there is; the schema beside it is the one in force."""

import re
from pathlib import Path
from typing import get_args

import jsonschema
import msgspec
from tests.custody.conftest import files_of

from spamatlas.custody import layout
from spamatlas.custody.package import schema
from spamatlas.custody.verification import verify
from spamatlas.model import Handling

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "evidence.md").read_text("utf-8")
TOLD = set(re.findall(r"`([^`\n]+)`", PAGE))


def test_the_schema_is_the_one_in_force_and_a_package_fits_it(package: bytes) -> None:
    assert (DOCS / "evidence.schema.json").read_bytes() == schema() == files_of(package)["manifest.schema.json"]
    jsonschema.validate(msgspec.json.decode(files_of(package)["manifest.json"]), msgspec.json.decode(schema()))


def test_every_file_of_a_package_is_told_of() -> None:
    names = {value for name, value in vars(layout).items() if name.isupper() and isinstance(value, str)}
    assert {each for each in names if "." in each} - {"SHA256SUMS.tsr"} <= TOLD


def test_every_kind_of_handling_is_told_of() -> None:
    kinds = get_args(Handling.__annotations__["kind"])
    assert len(kinds) > 5
    assert set(kinds) <= TOLD


def test_every_assurance_is_told_of() -> None:
    with (DOCS / "evidence.md").open("rb") as file:
        found = verify(file)
    assert {each.name for each in found.assurances} <= TOLD
