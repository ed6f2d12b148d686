"""What laws ask of a message: a stated way out, the word that marks advertising, whether it went to a business."""

import re
from collections.abc import Iterator

from spamatlas.model import Message, Party, PartyKind, Reason

_MOST_CHARACTERS = 1_000
"""A way out stands at the end; a label at the beginning."""

# The words for it in the languages that texts are judged in, in small letters.
_WAYS_OUT = (
    *("unsubscri", "opt out", "opt-out", "optout", "abmelde", "abbestell", "désabonn", "désinscri", "desabonn"),
    *("darse de baja", "date de baja", "dar de baja", "cancelar suscri", "cancelar la suscri", "descadastr"),
    *("cancelar inscri", "cancelar a inscri", "cancellarti", "cancellazione", "disiscri", "uitschrijv", "afmelden"),
    *("wypisz", "rezygnuj", "ret yaz", "отпис", "отказаться от рассыл", "отказ от рассыл", "退订", "退訂", "拒收"),
    *(
        "回复t",
        "回t退",
        "取消订阅",
        "取消訂閱",
        "配信停止",
        "配信解除",
        "수신거부",
        "수신 거부",
        "إلغاء الاشتراك",
        "لإلغاء",
    ),
    *("להסרה", "להסיר", "ยกเลิกการรับ", "ยกเลิกรับ", "hủy nhận", "từ chối", "berhenti berlangganan", "kujiondoa"),
    *("सदस्यता समाप्त", "सदस्यता रद्द"),
)
_PLAIN = tuple(word for word in _WAYS_OUT if word.isascii())
# The word that operators' rules prescribe is also a plain one: only as something to send.
_STOP = re.compile(r"(?:reply|text|txt|send|sms)\W{1,3}stop\b|\bstop (?:to|au|an|al|a) \d|stop2|stop=")
_LABEL = re.compile(
    r"\W{0,3}(?:\[?(?:广告|廣告|광고)|[\[<(【](?:adv?|qc|iklan|реклама|reklama?|werbung|anzeige|publicidad|publicité)[\]>)】]"
    r"|(?:adv?|advertisement|publicidad|publicité|реклама|reklam|werbung|anzeige|iklan):|未承諾広告|פרסומת\b)",
    re.IGNORECASE,
)
_LABEL_AT = 40
_ROLES = frozenset(
    (
        *("info", "sales", "contact", "office", "admin", "support", "hello", "enquiries", "inquiries", "mail", "post"),
        *("service", "marketing", "billing", "accounts", "reception", "hr", "jobs", "press", "webmaster", "postmaster"),
        *("kontakt", "vertrieb", "buero", "verkauf", "contacto", "ventas", "administracion", "contato", "vendas"),
        *("comercial", "contatti", "commerciale", "ufficio", "accueil", "secretariat", "bilgi", "satis", "biuro"),
    )
)
"""Mailboxes named after a role (RFC 2142 and usage): what laws that protect natural persons alone do not cover."""

_STATED = Reason("way-out", 0.0, "Its text names a way to get no more of them.")
_LABELLED = Reason("labelled", 0.0, "It begins with a word that marks advertising.")
_ROLE = Reason("role-address", 0.0, "It went to an address of a role, not of a person.")


def marks(message: Message) -> Iterator[Reason]:
    """Yield what is there of the three. They weigh nothing: spam says *unsubscribe* as readily as wanted mail does."""
    end = message.text[-_MOST_CHARACTERS:].lower()
    for word in _PLAIN if end.isascii() else _WAYS_OUT:
        if word in end:
            yield _STATED
            break
    else:
        if "stop" in end and _STOP.search(end):
            yield _STATED
    if _LABEL.match(message.subject) or _LABEL.match(message.text[:_LABEL_AT]):
        yield _LABELLED
    if len(message.recipients) == 1 and _is_role(message.recipients[0]):
        yield _ROLE


def _is_role(party: Party) -> bool:
    return party.kind is PartyKind.EMAIL and party.value.partition("@")[0].lower() in _ROLES
