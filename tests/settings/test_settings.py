from pathlib import Path

import pytest

from spamatlas.settings import load


def test_a_file_a_local_file_the_environment_and_the_command_line_in_this_order(tmp_path: Path) -> None:
    (tmp_path / "spamatlas.toml").write_text('port = 1\nhost = "192.0.2.1"\nnode_name = "A"\nworkers = 3\n')
    (tmp_path / "local.toml").write_text('port = 2\nnode_name = "B"\n')
    found = load(
        tmp_path,
        {"SPAMATLAS_PORT": "3", "SPAMATLAS_HOST_NAMES": "spam.example, www.spam.example"},
        {"port": 4, "host": None},
    )
    assert (found.port, found.host, found.node_name, found.workers) == (4, "192.0.2.1", "B", 3)
    assert found.host_names == ("spam.example", "www.spam.example")
    assert found.data == tmp_path


@pytest.mark.parametrize("text", ["prot = 1", 'port = "many"', "data = 'elsewhere-too'\nnonsense = 1"])
def test_an_unknown_key_or_an_ill_typed_value_stops_the_start_and_is_named(tmp_path: Path, text: str) -> None:
    (tmp_path / "spamatlas.toml").write_text(text)
    with pytest.raises(ValueError, match=r"prot|port|nonsense"):
        load(tmp_path, {})


def test_the_environment_names_the_folder_where_nothing_else_does(tmp_path: Path) -> None:
    assert load(None, {"SPAMATLAS_DATA": str(tmp_path)}).data == tmp_path
