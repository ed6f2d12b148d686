"""The bytes of a mail: which parts, in which encoding; nothing in the header but who, what and MIME."""

import random
import re
import textwrap
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from training.mail_disguise import disguised
from training.mail_file import file_of
from training.mail_gateway import passed
from training.mail_page import MARK, RULE, page_of, picture_page

POLICY = SMTP.clone(cte_type="8bit")
# How often a mail of each layout is plain, both, HTML alone: drawn alike for spam and ham.
SHARES = {"plain": (1, 0, 0), "letter": (4, 4, 2), "bulk": (1, 6, 4), "html": (0, 0, 1), "picture": (0, 0, 1)}
CHARSETS = {
    "de": "iso-8859-1", "fr": "iso-8859-1", "es": "iso-8859-1", "pt": "iso-8859-1", "nl": "windows-1252",
    "it": "iso-8859-1", "pl": "iso-8859-2", "cs": "windows-1250", "ru": "windows-1251", "zh": "gb18030",
    "ja": "iso-2022-jp", "ko": "euc-kr", "ar": "windows-1256", "tr": "iso-8859-9", "en": "us-ascii", "id": "us-ascii",
    "ms": "us-ascii", "sw": "us-ascii", "vi": "windows-1258", "th": "tis-620", "uk": "windows-1251",
    "fa": "windows-1256", "ur": "windows-1256", "hi": "utf-8", "bn": "utf-8",
}  # fmt: skip
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_BOUNDARIES = (
    "===============##################==", "----=_Part_######_#########.############", "0000000000000##############",
    "_000_##############################_", "--------------############", "b1_################",
)  # fmt: skip


def bytes_of(held: dict[str, Any], chance: random.Random) -> bytes:
    """The bytes of a filled template (RFC 5322, RFC 2045)."""
    kind = chance.choices(("plain", "both", "html"), SHARES[held.get("form", "letter")])[0]
    held = held | {"text": _dressed(held, chance)}
    text = disguised(RULE.sub("\n\n***\n\n", held["text"]), held.get("disguise", ""), chance)
    mail = EmailMessage(policy=POLICY)
    mail["From"] = _address(held["from"])
    answers = held.get("reply_to") or _own_answers(held, chance)
    if answers:
        mail["Reply-To"] = _address(answers)
    mail["Subject"] = disguised(held["subject"], held.get("disguise", ""), chance)
    if kind != "html":
        _set(mail, plain_of(text, chance), "plain", held, chance)
    if kind != "plain":
        page = _page(held, text, chance)
        _set(mail, page, "html", held, chance)
    if held.get("form") == "picture":
        picture = file_of("text picture", chance)
        mail.add_related(picture, "image", "png", cid="<picture@mail>", filename="image001.png")
    for each in held.get("attachments", []):
        content, (main, sub) = file_of(each["kind"], chance, held["leads_to"]), each["type"].split("/")
        mail.add_attachment(content, main, sub, filename=each["name"])
    for part in mail.walk():
        if part.is_multipart():
            part.set_boundary(_boundary(chance))
    return mail.as_bytes()


def _dressed(held: dict[str, Any], chance: random.Random) -> str:
    """The text with a mail program's ways: bent apostrophes, a line under a letter."""
    text = held["text"]
    if held.get("form", "letter") != "plain" and chance.random() < 0.35:
        text = _APOSTROPHE.sub("\u2019", text)
    if held.get("form", "letter") == "letter" and chance.random() < 0.2:
        text = f"{text}\n\n{held['tail']}"
    return passed(text, held["lang"], chance) if held.get("form") != "picture" else text


def _page(held: dict[str, Any], text: str, chance: random.Random) -> str:
    if held.get("form") == "picture":
        return picture_page(text, chance)
    return held["html"] if held.get("html") else page_of(held, text, chance)


def _own_answers(held: dict[str, Any], chance: random.Random) -> str:
    """Services often take answers at another address of their own."""
    if held.get("form") != "bulk" or chance.random() > 0.25:
        return ""
    name, _, address = held["from"].rpartition(" <")
    box = chance.choice(("reply", f"reply-{chance.randrange(16**8):x}", "support", "info"))
    return f"{name} <{box}@{address.rpartition('@')[2]}"


def _address(value: str) -> Address:
    name, _, address = value.rpartition(" <")
    return Address(display_name=name.strip('"'), addr_spec=address.rstrip(">"))


def _set(mail: EmailMessage, text: str, subtype: str, held: dict[str, Any], chance: random.Random) -> None:
    charset = held.get("charset") or (CHARSETS[held["lang"]] if chance.random() < 0.12 else "utf-8")
    try:
        raw = text.encode(charset)
    except UnicodeEncodeError:
        charset, raw = "utf-8", text.encode()
    long = any(len(line) > 990 for line in raw.split(b"\n"))
    short = ["8bit", "7bit" if raw.isascii() and charset != "iso-2022-jp" else "8bit"]
    encoding = held.get("encoding") or chance.choice(["quoted-printable", "base64"] + ([] if long else short))
    add = mail.add_alternative if "content-type" in mail else mail.set_content
    add(text, subtype=subtype, charset=charset, cte=encoding)


def _boundary(chance: random.Random) -> str:
    return re.sub("#", lambda _: chance.choice("0123456789abcdef"), chance.choice(_BOUNDARIES))


def plain_of(text: str, chance: random.Random) -> str:
    """The plain form: marks of headings, buttons and rows written out, paragraphs wrapped or not."""
    width = chance.choice((0, 0, 68, 72, 76))
    link = chance.choice(("{0}: {1}", "{0}\n{1}", "{0} <{1}>", "{0} ( {1} )", "{0}\n<{1}>"))
    rule = chance.choice(("-" * 40, "_" * 32, "* * *", "=" * 60))
    text = MARK.sub(lambda found: link.format(found[1], found[2]), text)
    blocks = []
    for block in text.split("\n\n"):
        lines = [_plain_line(line, rule) for line in block.split("\n")]
        is_paragraph = len(lines) == 1 and not lines[0].startswith((">", " ", "\t"))
        wrapped = textwrap.fill(lines[0], width, break_long_words=False) if width and is_paragraph else ""
        blocks.append(wrapped or "\n".join(lines))
    return "\n\n".join(blocks) + "\n"


def _plain_line(line: str, rule: str) -> str:
    if line == "***":
        return rule
    if line.startswith("# "):
        return line[2:]
    return "   ".join(cell.strip() for cell in line.strip("| ").split("|")) if line.startswith("| ") else line
