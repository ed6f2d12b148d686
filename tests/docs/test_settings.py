import re
import tomllib
from pathlib import Path

import msgspec

from spamatlas.settings import Settings, load

PAGE = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
ROWS = re.findall(r"^\| `(\w+)` \| (.*?) \|", PAGE, re.MULTILINE)


def test_every_setting_is_documented_and_nothing_else() -> None:
    assert [name for name, _ in ROWS] == list(Settings.__struct_fields__)


def test_the_defaults_are_those_in_force() -> None:
    defaults = msgspec.structs.asdict(Settings())
    for name, said in ROWS:
        words = {"empty": "", "none": (), "`false`": False, "`true`": True}
        if name != "data":
            assert words.get(said, said.strip("`")) in (defaults[name], str(defaults[name])), name


def test_the_example_is_accepted(tmp_path: Path) -> None:
    example = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)[0]
    (tmp_path / "spamatlas.toml").write_text(example, "utf-8")
    settings = load(tmp_path, {})
    for name, value in tomllib.loads(example).items():
        held = getattr(settings, name)
        assert (list(held) if isinstance(held, tuple) else held) == value
