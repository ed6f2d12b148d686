"""What a reader may be shown is found in the source, wherever it is said."""

from pathlib import Path
from typing import Any

import pytest

import spamatlas
from spamatlas.locale.__main__ import main
from spamatlas.locale.extraction import Found, messages
from spamatlas.locale.spoken import errors_in, passed_in, reasons_in

ROOT = Path(spamatlas.__file__).parent


@pytest.fixture(scope="module")
def found() -> dict[str, Found]:
    return messages(ROOT)


@pytest.mark.parametrize(
    ("text", "catalogue"),
    [
        ("Text message", "vocabulary"),
        ("A shortened link through {host} hides where it leads.", "reasons"),
        ("Its wording is like that of wanted messages.", "reasons"),
        ("Spam links to good places too; this is no block list.", "statistics"),
        ("A search has at most {parts} parts.", "console"),
        ("{part}: no language has this name or code.", "console"),
        ("Skip to content", "pages"),
        ("Not known", "vocabulary"),
        ("the numbering plan", "pages"),
        ("a mail may have {most_bytes} bytes; file it without its attachments", "errors"),
        ("that was a lot at once; try again in a moment", "errors"),
    ],
)
def test_each_kind_of_message_is_found(found: dict[str, Found], text: str, catalogue: str) -> None:
    assert found[text].catalogue == catalogue


def test_counted_messages_have_two_forms(found: dict[str, Found]) -> None:
    assert found["{n} report"].plural == "{n} reports"
    assert sum(bool(each.plural) for each in found.values()) >= 5


def test_codes_and_parts_of_code_are_no_messages(found: dict[str, Found]) -> None:
    for each in found.values():
        assert "\n" not in each.text
        assert " " in each.text or each.catalogue != "errors"
        assert not each.text.startswith("<")


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ('Rejected("a-code", "it is bad")', ["it is bad"]),
        ('Rejected("a-code", f"more than {MOST:,} of {len(rows)}")', ["more than {most} of {given}"]),
        ('Rejected("a-code", f"from {a.b} to {c.b}")', ["from {b} to {b_2}"]),
        ('Rejected("a-code", "one of: " + ", ".join(names))', ["one of: {given}"]),
        ('HOW = "send it so"\nRefused(401, "wanted", HOW, {"www": "Bearer x y"})', ["send it so"]),
        ('Refused(429, "slow-down", "wait a moment", after)', ["wait a moment"]),
        ('Refusal(path, "this one" if a else "that one", "code")', ["this one", "that one"]),
        ('Rejected(answer.code, answer.detail)', []),
        ('Rejected("a-code", f"{why}")', []),
    ],
)  # fmt: skip
def test_what_errors_say(source: str, said: list[str]) -> None:
    assert list(errors_in(source.encode())) == said


def test_what_judges_say() -> None:
    source = 'D = Detector(name="x", summary="a sign", reason="It shows {host}.", judge=judge)'
    assert sorted(reasons_in(source.encode())) == ["It shows {host}.", "a sign"]
    pair = b'_ALIKE = {"form": ("It is like spam.", "It is like wanted messages.")}'
    assert list(reasons_in(pair)) == ["It is like spam.", "It is like wanted messages."]
    chosen = b'_SAID = {"spam": "It is spam.", "ham": "It is wanted."}\nReason("feedback", 1.0, _SAID[label])'
    assert list(reasons_in(chosen)) == ["It is spam.", "It is wanted."]


def test_what_is_handed_on() -> None:
    assert list(passed_in(b'_ranked("x", lambda a, b: a, "{name} leads", "Nothing leads")')) == [
        "{name} leads",
        "Nothing leads",
    ]


def test_a_message_without_translation_is_named(tmp_path: Path, capsys: Any) -> None:
    templates = tmp_path / "web" / "public" / "templates"
    templates.mkdir(parents=True)
    (templates / "new.html").write_text('{{ _("Nobody has translated this {thing}", thing=1) }} {{ _(found) }}')
    assert main([str(tmp_path)]) == 1
    told = capsys.readouterr().out
    assert told.count("missing in public.po, said by web/public/templates/new.html: Nobody has translated") == 5
    assert "left over, said nowhere: Text message" in told


def test_nothing_is_missing_here(capsys: Any) -> None:
    assert main([]) == 0, capsys.readouterr().out
