import random
import re
import zipfile
from collections import Counter, defaultdict
from email import message_from_bytes
from email.policy import default
from io import BytesIO
from typing import Any

import pytest
from training.mail_disguise import DISGUISES, disguised
from training.mail_file import KINDS, file_of
from training.mail_form import SHARES, bytes_of
from training.own_mail import PLACE, PLACES, Filling, example_of, filled, slug_of, templates

from spamatlas.model import CallToAction, Category, Lure

TEMPLATES = list(templates())
HEADERS = {"from", "reply-to", "subject", "mime-version"}
# Places that say what a mail is: its trick is the thing to learn.
OF_ONE_LABEL = {
    "bad", "odd", "fake", "wallet", "fortune", "own", "repo", "hash", "file", "version", "meet", "shoplink", "postal",
}  # fmt: skip


def letter(**changes: Any) -> dict[str, Any]:
    held = {"family": "a", "lang": "en", "label": "ham", "category": "not_spam", "lure": "none", "cta": "none"}
    return held | {"form": "plain", "from": "Ann <ann@example.org>", "subject": "Tea", "text": "At four?"} | changes


def built(held: dict[str, Any], seed: int = 1) -> bytes:
    chance = random.Random(seed)
    return bytes_of(filled(held, chance), chance)


@pytest.mark.parametrize("language", sorted({held["lang"] for held in TEMPLATES}))
def test_every_mail_is_built_and_read(language: str) -> None:
    for held in TEMPLATES:
        if held["lang"] != language:
            continue
        message = example_of(held, random.Random(held["family"])).message
        assert message.sender is not None and "@" in message.sender.value, held["family"]
        # What a wanted mail quotes as passed on is wanted too; of spam the whole is meant.
        assert message.wrapped_in in ((), ("inline",) if held["label"] == "ham" else ()), held["family"]
        assert message.subject or not held["subject"], held["family"]
        assert message.text or message.attachments or message.hidden_text, held["family"]
        files = len(held.get("attachments", [])) + (held["form"] == "picture")
        assert len(message.attachments) == files, held["family"]


def test_nothing_in_the_header_gives_the_class_away() -> None:
    for held in TEMPLATES:
        mail = message_from_bytes(built(held), policy=default)
        others = {name.lower() for name in mail if not name.lower().startswith("content-")} - HEADERS
        assert not others, held["family"]
        assert mail["From"] and not mail["From"].defects, held["family"]


def test_values_are_of_the_vocabularies() -> None:
    for held in TEMPLATES:
        is_spam = Category(held["category"]) is not Category.NOT_SPAM
        assert held["label"] == ("spam" if is_spam else "ham"), held["family"]
        assert Lure(held["lure"]) and CallToAction(held["cta"]), held["family"]
        assert held["form"] in SHARES and held.get("disguise", "") in ("", *DISGUISES), held["family"]
        assert all(each["kind"] in KINDS for each in held.get("attachments", [])), held["family"]


def test_no_mark_of_the_writers_is_left_in_a_text() -> None:
    marks = re.compile(r"^@(?:att|dis|hid|reply|html)\b", re.MULTILINE)
    assert [held["family"] for held in TEMPLATES if marks.search(held["text"])] == []


def test_a_disguise_is_felt() -> None:
    for held in TEMPLATES:
        if how := held.get("disguise"):
            assert disguised(held["text"] * 5, how, random.Random(1)) != held["text"] * 5, held["family"]


def test_what_both_classes_have_both_have() -> None:
    """Files, answers elsewhere and each layout stand on both sides, so that none of them alone says what a mail is."""
    for key in ("attachments", "reply_to"):
        assert {held["label"] for held in TEMPLATES if held.get(key)} == {"spam", "ham"}
    for form in ("plain", "letter", "bulk"):
        assert {held["label"] for held in TEMPLATES if held["form"] == form} == {"spam", "ham"}


def test_families_and_texts_come_once() -> None:
    assert [name for name, times in Counter(held["family"] for held in TEMPLATES).items() if times > 1] == []
    texts = Counter(held["text"] for held in TEMPLATES if len(held["text"]) > 20)
    assert [text for text, times in texts.items() if times > 1] == []


def test_every_place_is_known_and_filled() -> None:
    for held in TEMPLATES:
        known = PLACES["any"] | PLACES.get(held["lang"], {})
        written = " ".join(str(held.get(key, "")) for key in ("from", "reply_to", "subject", "text", "html"))
        assert {found[1] for found in PLACE.finditer(written)} <= known.keys(), held["family"]
        done = filled(held, random.Random(3))
        rest = " ".join(str(done.get(key, "")) for key in ("from", "reply_to", "subject", "text", "html"))
        assert not PLACE.search(rest), held["family"]


def test_a_place_stands_in_spam_and_in_ham() -> None:
    labels = defaultdict(set)
    for held in TEMPLATES:
        for found in PLACE.finditer(" ".join(str(held.get(key, "")) for key in ("from", "subject", "text", "html"))):
            labels[found[1]].add(held["label"])
    assert {name for name, found in labels.items() if len(found) < 2} <= OF_ONE_LABEL


def test_a_place_keeps_its_value_within_a_mail() -> None:
    first, again, other = Filling("en", random.Random(5)).fill("{name}|{name}|{name2}").split("|")
    assert first == again != other
    assert Filling("en", random.Random(5)).fill("{ here } {return}") == "{ here } {return}"


def test_links_of_a_sending_service_share_a_host_and_no_token() -> None:
    filling = Filling("en", random.Random(4))
    links = [filling.fill("{track}") for _ in range(3)]
    assert len({link.split("/")[2] for link in links}) == 1
    assert len(set(links)) == 3


def test_no_host_is_longer_than_names_may_be() -> None:
    for seed in range(60):
        filling = Filling("en", random.Random(seed))
        for place in ("{odd}", "{fake}", "{bad}", "{link}", "{track}"):
            value = filling.fill(place)
            host = value.split("/")[2] if "//" in value else value.rpartition("@")[2]
            assert max(map(len, host.split("."))) <= 40, value


def test_a_slug_is_ascii() -> None:
    assert (slug_of("Élodie & Co"), slug_of("青葉")) == ("elodieco", "mail")


def test_the_same_seed_gives_the_same_bytes_and_another_seed_another_form() -> None:
    held = letter(form="bulk", text="# Hello {you}\n\n[[Open|{track}]]")
    assert built(held) == built(held)
    kinds = {message_from_bytes(built(held, seed)).get_content_type() for seed in range(40)}
    assert kinds == {"text/plain", "text/html", "multipart/alternative"}


def test_a_button_reads_as_a_link_in_both_forms() -> None:
    for form in ("plain", "html"):
        held = letter(form=form, text="Look:\n\n[[Open|https://example.org/a?b=1&c=2]]")
        message = example_of(held, random.Random(2)).message
        assert [link.url for link in message.links if link.text] == ["https://example.org/a?b=1&c=2"]
        assert "[[" not in message.text


def test_hidden_text_is_hidden() -> None:
    message = example_of(
        letter(form="html", hidden="the ferry leaves the old pier twice a day"), random.Random(1)
    ).message
    assert "ferry" in message.hidden_text and "ferry" not in message.text


def test_a_code_in_a_picture_leads_somewhere() -> None:
    held = letter(attachments=[{"name": "a.png", "type": "image/png", "kind": "png with a QR code"}])
    assert [link.found_in for link in example_of(held, random.Random(1)).message.links] == ["qr_code"]


@pytest.mark.parametrize("how", DISGUISES)
def test_a_disguise_changes_words_and_keeps_addresses(how: str) -> None:
    text = "confirm account details https://example.org/account " * 20
    out = disguised(text, how, random.Random(1))
    assert out != text
    assert out.count("https://example.org/account") == 20


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_stub_has_bytes(kind: str) -> None:
    assert file_of(kind, random.Random(1), "https://example.org/") != b""


def test_an_archive_is_locked_or_not() -> None:
    flags = {
        kind: {each.flag_bits & 1 for each in zipfile.ZipFile(BytesIO(file_of(kind, random.Random(1)))).infolist()}
        for kind in ("zip", "locked zip")
    }
    assert flags == {"zip": {0}, "locked zip": {1}}
