"""Names that are on no list: a wrong usage that says which were meant, the same by all commands."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.cli.calling import called

from spamatlas.cli.naming import WrongName, is_label, is_language, is_profile, nearest, on_list
from spamatlas.judge.profile import profiles


@pytest.mark.parametrize(
    ("written", "meant"),
    [("gb2", "gb"), ("uk", "gb"), ("Germany", "de"), ("usa", "us"), ("us,grmany", "de"), ("neutrall", "neutral")],
)
def test_a_profile_is_found_by_what_its_country_is_called(written: str, meant: str) -> None:
    with pytest.raises(WrongName, match=rf"the nearest: {meant}\b.*'spamatlas profiles' lists them all"):
        is_profile(str, written)


@pytest.mark.parametrize("written", [None, "", "neutral", "GB", "us, de", "us,,de"])
def test_profiles_that_there_are_pass(written: str | None) -> None:
    is_profile(str, written)


@pytest.mark.parametrize(("written", "meant"), [("en-GB", "en"), ("zh_CN", "zh"), ("french", "fr")])
def test_a_language_is_found_by_its_name_and_by_a_longer_tag(written: str, meant: str) -> None:
    with pytest.raises(WrongName, match=rf"did you mean {meant}\? there are: ar, en, es, fr, ru, zh"):
        is_language(str, written)


def test_a_label_is_written_as_people_write_it() -> None:
    is_label(str, "TLP:AMBER+STRICT")
    is_label(str, "")
    with pytest.raises(WrongName, match="did you mean green"):
        is_label(str, "gren")


def test_what_is_like_nothing_has_no_nearest() -> None:
    with pytest.raises(WrongName, match=r"^no profile is called 'qqq'; 'list' lists them all$"):
        on_list("profile", "qqq", profiles(), "list")


@given(st.text(max_size=200))
def test_any_name_has_at_most_three_that_are_near(name: str) -> None:
    assert set(found := nearest(name, profiles(), {"gb": "United Kingdom"})) <= set(profiles())
    assert len(found) <= 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("judge", "--profile", "uk"), "the nearest: gb"),
        (("judge", "--language", "en-GB"), "did you mean en?"),
        (("profiles", "show", "uk"), "the nearest: gb"),
        (("evidence", "export", "4f1c", "--lang", "frr"), "did you mean fr?"),
        (("outbox", "test", "a@example.org", "--language", "frr"), "did you mean fr?"),
        (("report", "--tlp", "gren", "a.eml"), "did you mean green?"),
        (("campaigns", "countermeasure", "C-00f3a1b2c3d4e5f6", "hostdown"), "the nearest: host_down"),
        (("campaigns", "mrge", "a", "b"), "did you mean merge?"),
        (("privacy", "mpa"), "did you mean map?"),
        (("member", "person", "lst"), "did you mean person list?"),
    ],
)
def test_a_wrong_name_is_a_wrong_usage(tmp_path: Path, words: tuple[str, ...], said: str) -> None:
    done = called(tmp_path, *words)
    assert done.returncode == 2
    assert not done.stdout
    assert said in " ".join(done.stderr.replace("│", " ").split())
