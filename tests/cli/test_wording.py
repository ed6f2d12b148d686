"""``judge`` for a person to read, in the language of the reader."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from spamatlas.cli.wording import worded
from spamatlas.locale import languages, of_environment

LINE = {"id": "1", "channel": "sms", "text": "Your parcel is held, pay at https://dhl-fee.top/1"}
ENGLISH, FRENCH = "A link is under .top, where abuse is common.", "Un lien relève de .top, où les abus sont fréquents."


def judge(data: Path, *words: str, lang: str = "C") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"LC_ALL", "LC_MESSAGES", "LANGUAGE"}}
    return subprocess.run(
        [sys.executable, "-m", "spamatlas", "judge", "--format", "jsonl", *words, "--data", str(data), "-"],
        input=json.dumps(LINE),
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
        env=kept | {"LANG": lang},
    )


@pytest.mark.parametrize(
    ("words", "lang", "said"),
    [
        (("--words",), "C", ENGLISH),
        (("--words",), "fr_CA.UTF-8", FRENCH),
        (("--words",), "de_DE.UTF-8", ENGLISH),
        (("--language", "fr"), "zh_CN.UTF-8", FRENCH),
        (("--language", "en"), "fr_FR.UTF-8", ENGLISH),
    ],
)
def test_reasons_are_said_in_the_readers_language(tmp_path: Path, words: tuple[str, ...], lang: str, said: str) -> None:
    done = judge(tmp_path, *words, lang=lang)
    assert done.returncode == 0, done.stderr
    (line,) = [each for each in done.stdout.splitlines() if said in each]
    assert line.split()[0].startswith("+0.")
    assert done.stdout.splitlines()[0] == "1"
    assert "{" not in done.stdout


def test_json_is_the_same_whatever_the_locale_and_has_translations_where_a_language_is_named(tmp_path: Path) -> None:
    plain = judge(tmp_path).stdout
    assert judge(tmp_path, "--json", "--words", lang="fr_FR.UTF-8").stdout == plain
    assert judge(tmp_path, "--json", "--language", "en").stdout == plain
    told = json.loads(judge(tmp_path, "--json", "--language", "fr").stdout)
    assert (ENGLISH, FRENCH) in [(each["text"], each["translation"]) for each in told["reasons"]]
    for each in told["reasons"] + told["unsolicited"]["reasons"]:
        del each["translation"]
    assert told == json.loads(plain)


def test_a_language_that_there_is_not_is_named(tmp_path: Path) -> None:
    done = judge(tmp_path, "--language", "tlh")
    assert (done.returncode, done.stdout) == (2, "")
    said = " ".join(done.stderr.replace("│", " ").split())
    assert "'tlh'" in said
    assert "ar, en, es, fr, ru, zh" in said


def test_nothing_of_a_stranger_steers_the_terminal_and_no_weight_is_a_remark() -> None:
    reasons = [
        {"code": "a", "weight": -1.5, "text": "Odd: \x1b[2J\u202e"},
        {"code": "b", "weight": 0.0, "text": "English", "translation": "\u200eremark\u200e"},
    ]
    line = {"id": "\x1b]0;", "spam": 0.5, "verdict": "suspect", "category": "loan", "lure": "other", "reasons": reasons}
    under = [{"profile": "us/1", "verdict": "ham", "bulk": "no", "because": "x", "text": "The law allows it."}]
    said = worded(json.dumps(line | {"under": under}).encode(), languages()["en"])
    assert said.splitlines() == [
        r"\u001b]0;",
        "  Suspect · Loan offer · 50% likely to be spam",
        r"   −1.50  Odd: \u001b[2J\u202e (speaks against spam)",
        "          \u200eremark\u200e",
        "  us/1 · Wanted",
        "          The law allows it.",
    ]


@pytest.mark.parametrize(
    ("environment", "code"),
    [
        ({}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LANG": "ru_RU.UTF-8"}, "ru"),
        ({"LANG": "zh_TW.Big5@radical"}, "zh"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "es_MX.UTF-8"}, "es"),
        ({"LANG": "fr_FR", "LC_MESSAGES": "es_MX", "LC_ALL": "ar_EG.UTF-8"}, "ar"),
        ({"LANG": "de_DE.UTF-8", "LANGUAGE": "de:fr:en"}, "fr"),
        ({"LANG": "C", "LANGUAGE": "fr"}, "en"),
        ({"LANG": "\x00nonsense_" * 9}, "en"),
    ],
)
def test_a_locale_names_the_language(environment: dict[str, str], code: str) -> None:
    assert of_environment(environment).code == code


def test_where_there_was_nothing_to_read_no_form_or_wording_is_told_of() -> None:
    said = [("form", 0.0, "Its form is so."), ("wording", -0.0, "Its wording is so."), ("nothing", 0.0, "Nothing.")]
    reasons = [{"code": code, "weight": weight, "text": text} for code, weight, text in said]
    line = {"id": "a", "spam": 0.5, "verdict": "ham", "category": "not_spam", "lure": "none", "reasons": reasons}
    assert worded(json.dumps(line).encode(), languages()["en"]).splitlines()[2:] == ["          Nothing."]


@pytest.mark.parametrize(
    ("verdict", "spam", "said"),
    [
        ("ham", 0.49, "Wanted · 49%"),
        ("ham", 0.52, "Undecided, counted as wanted · 52%"),
        ("suspect", 0.52, "Suspect · 52%"),
    ],
)
def test_what_is_more_likely_spam_than_not_is_not_called_wanted(verdict: str, spam: float, said: str) -> None:
    line = {"id": "1", "spam": spam, "verdict": verdict, "category": "not_spam", "lure": "none", "reasons": []}
    assert worded(json.dumps(line).encode(), languages()["en"]).splitlines()[1].strip().startswith(said)
    assert "Wanted ·" not in worded(json.dumps({**line, "spam": 0.5}).encode(), languages()["en"])
