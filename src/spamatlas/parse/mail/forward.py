"""Forwards that a reporter made, taken off: the reporter is not the spammer."""

import re

from msgspec import Struct

from spamatlas.parse.mail.field import Header, header_of
from spamatlas.parse.mail.part import Part

MOST_WORDS_BEFORE = 300
_MOST_PREFIXES = 10

# Fw, Fwd and what mail programs write for it in other languages.
_PREFIX = re.compile(
    r"\s*(?:\[[^\]]{1,40}\]\s*)?(?:fwd?|wg|doorst|tr|rv|enc|i|vb|vs|vl|vyz|pd|ilt|πρθ|továbbítás|пересылка|пересл"
    r"|转发|轉寄|轉發|転送|إعادة توجيه|הועבר)\s*[:：]",
    re.IGNORECASE,
)
_MARKER = re.compile(
    r"""^[ \t>*_]*(?:
      -{2,}[ \t]*(?:forwarded[ ]message|original[ ]message|message[ ]transf[ée]r[ée]|message[ ]d'origine|
        weitergeleitete[ ]nachricht|urspr[üu]ngliche[ ]nachricht|mensaje[ ]reenviado|mensaje[ ]original|
        mensagem[ ]encaminhada|mensagem[ ]original|messaggio[ ]inoltrato|messaggio[ ]originale|doorgestuurd[ ]bericht|
        пересылаемое[ ]сообщение|пересланное[ ]сообщение|исходное[ ]сообщение|转发的邮件|轉寄郵件|转发邮件信息|
        原始邮件|邮件原件|転送メッセージ|رسالة[ ]مُ?عاد[ ]توجيهها|رسالة[ ]أصلية)[ \t]*-{0,}
      |begin[ ]forwarded[ ]message[ ]?:|début[ ]du[ ]message[ ](?:transféré|réexpédié)[ \xa0]?:|
        anfang[ ]der[ ]weitergeleiteten[ ](?:nachricht|e-mail)[ ]?:|inicio[ ]del[ ]mensaje[ ]reenviado[ ]?:|
        inizio[ ]messaggio[ ]inoltrato[ ]?:|начало[ ]переадресованного[ ]сообщения[ ]?:|以下是转发的邮件[：:]|
        بداية[ ]الرسالة[ ]المعاد[ ]توجيهها[ ]?:
      |_{10,}
    )""",
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_NAMES = {
    "from": "from|von|de|da|van|от|от кого|发件人|寄件者|寄件人|差出人|من|från|fra|od",
    "date": "date|sent|datum|gesendet|envoyé|fecha|enviado|data|inviato|verzonden|дата|отправлено"
    "|发送时间|日期|寄件日期|日時|送信日時|التاريخ|تاريخ|تم الإرسال|أُرسل",
    "to": "to|an|à|para|a|aan|кому|收件人|收件者|宛先|إلى|الى|till|til|do",
    "subject": "subject|betreff|objet|asunto|assunto|oggetto|onderwerp|тема|主题|主旨|件名|الموضوع|ämne|emne|temat",
    "cc": "cc|copie|kopie|копия|抄送|副本|نسخة",
    "reply-to": "reply-to|antwort an|répondre à|responder a|ответить",
}
_LINE = re.compile(
    r"[ \t>*\u200e\u200f]*(" + "|".join(f"(?P<{key.replace('-', '_')}>{names})" for key, names in _NAMES.items())
    + r")[ \t\xa0*]*[:：][ \t*\xa0]*(?P<value>.*)\Z",
    re.IGNORECASE,
)  # fmt: skip
_LISTED = frozenset({"list-id", "list-post", "list-unsubscribe", "mailing-list", "precedence"})


class Forward(Struct, frozen=True):
    """An inline forward: the header that the forwarder's program wrote out, what came before, what follows."""

    header: Header
    before: str
    text: str


def is_forward_subject(subject: str) -> bool:
    """Whether a subject says that the message is passed on."""
    return bool(_PREFIX.match(subject))


def without_forwards(subject: str) -> str:
    """A subject without what says that the message is passed on, in small letters."""
    for _ in range(_MOST_PREFIXES):
        if not (found := _PREFIX.match(subject)):
            break
        subject = subject[found.end() :]
    return subject.strip().casefold()


def is_listed(header: Header) -> bool:
    """Whether the mail came over a list: passing on is its trade, not a report."""
    return not _LISTED.isdisjoint(header.first)


def inner_message(root: Part, header: Header, subject: str, said: str) -> Part | None:
    """The message that was forwarded as an attachment in order to report it; None where it was not.

    Taken for a forward: one message (``message/rfc822`` or a file named ``.eml``), not in a digest or
    over a list, and either the subject says forward or is empty, or the forwarder wrote little
    (``MOST_WORDS_BEFORE`` characters). More than one message is a discussion or a digest and stays whole.
    """
    if root.content_type == "message/rfc822":
        return root if root.body else None
    if root.content_type == "multipart/digest" or not root.children or is_listed(header):
        return None
    inner = [part for part in leaves(root) if is_message(part)]
    if len(inner) != 1 or not inner[0].body.strip():
        return None
    if is_forward_subject(subject) or not subject.strip() or len(said.strip()) <= MOST_WORDS_BEFORE:
        return inner[0]
    return None


def inline_forward(header: Header, subject: str, text: str) -> Forward | None:
    """A message that was forwarded within the text, by its marker and the fields after it.

    Only where the subject says forward or is empty, little stands before the marker, and a From field
    follows it; a reply that quotes is none, and nothing that came over a list.
    """
    if (subject.strip() and not is_forward_subject(subject)) or is_listed(header):
        return None
    marker = _MARKER.search(text)
    start = marker.end() if marker else _first_field(text)
    if start is None or len(text[: marker.start() if marker else start].strip()) > MOST_WORDS_BEFORE:
        return None
    found, rest = _written_out(text[start : start + 20_000])
    if not found.first.get("from") or len(found.fields) < 2:
        return None
    return Forward(found, text[: marker.start() if marker else start].strip(), rest + text[start + 20_000 :])


def _first_field(text: str) -> int | None:
    """Where a block of fields starts that has no marker before it, as one large mail program writes it."""
    at = 0
    for line in text[:4000].splitlines(keepends=True):
        match = _LINE.match(line.rstrip("\r\n"))
        if match and match["from"] and "@" in match["value"]:
            return at
        at += len(line)
    return None


def _written_out(text: str) -> tuple[Header, str]:
    """The fields at the top of a text, their names in English, and the text after them."""
    found: list[tuple[str, str]] = []
    lines = text.splitlines(keepends=True)
    used = 0
    for place, line in enumerate(lines[:40]):
        bare = line.strip()
        match = _LINE.match(bare)
        if match:
            key = next(key for key in _NAMES if match[key.replace("-", "_")])
            found.append((key.title(), match["value"].strip(" *")))
            used = place + 1
        elif found and bare and place == used and len(found) < 6 and _continues(found[-1]):
            found[-1] = (found[-1][0], f"{found[-1][1]} {bare}".strip())
            used = place + 1
        elif (found and len(found) > 1 and not bare) or (found and bare) or (bare and not _is_rule(bare)):
            break
    return header_of(tuple(found)), "".join(lines[used:]).strip()


def _continues(field: tuple[str, str]) -> bool:
    return not field[1] or (field[0] in ("From", "To", "Cc") and field[1].endswith((",", ";", "<")))


def _is_rule(line: str) -> bool:
    return not line.strip("->_* \t")


def is_message(part: Part) -> bool:
    """Whether a part is a whole message: by its type, or a file by its name."""
    return part.content_type == "message/rfc822" or (
        part.file_name.lower().endswith(".eml") and part.content_type in ("application/octet-stream", "message/global")
    )


def leaves(part: Part) -> list[Part]:
    """The parts without children, in order."""
    return [leaf for child in part.children for leaf in leaves(child)] if part.children else [part]
