"""Whether a message is its writer's wish to get no more, and nothing else."""

import re
from unicodedata import normalize

from spamatlas.model import Channel, Message

_MOST_LETTERS, _MOST_LOOKED_AT = 40, 400
_TEXTS = frozenset({Channel.SMS, Channel.MMS, Channel.RCS, Channel.IM, Channel.EMAIL})
# The vowel signs of Indic and Thai script are no letters to ``re``, but belong to the word.
_NO_LETTER = re.compile(r"(?:[^\w\u0900-\u0eff]|[_\u0964\u0965])+")
_FIGURES = re.compile(r"\d{1,6}$|\d{1,6} \d{1,6}$")
_MARKS = re.compile(r"[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]")
# The words that senders have to take, or ask for: those of the United States (CTIA, Messaging Principles and Best
# Practices, section 5.1.3; 47 CFR 64.1200(a)(10)) and of Canada's short codes, then what operators and senders of other
# countries commonly name (China's TD and T, Iran's لغو11, Turkey's RET, Indonesia's UNREG, Viet Nam's TC, …), written
# by hand in 2026-11 and taken from no register.
_SAID = (
    *("stop", "stopall", "unsubscribe", "unsub", "end", "quit", "cancel", "revoke", "optout", "opt out", "remove"),
    *("arret", "arretez", "desabonner", "desinscription", "desinscrire", "desabonnement", "annuler"),
    *("baja", "dar de baja", "parar", "pare", "alto", "salir", "cancelar", "no mas"),
    *("sair", "remover", "descadastrar", "cancelar inscricao"),
    *("stopp", "abmelden", "abbestellen", "abmeldung", "austragen"),
    *("annulla", "cancella", "disiscrivi", "cancellami", "basta"),
    *("afmelden", "afmeld", "avsluta", "avmeld", "avregistrera", "lopeta", "peru"),
    *("rezygnuje", "wypisz", "odhlasit", "odhlas", "dezabonare", "leiratkozas"),
    *("ret", "iptal", "dur", "cikis", "berhenti", "unreg", "batal", "huy", "tc", "acha"),
    *("стоп", "отписаться", "отписка", "отпишите", "отказ", "відписатися", "відписка", "відмова", "στοπ", "διαγραφη"),
    *("إلغاء", "إلغاء الاشتراك", "الغ الاشتراك", "توقف", "إيقاف", "أوقف", "قف", "لغو", "بند", "הסר", "הסרה", "הסירו"),
    *("td", "t", "tt", "退订", "退訂", "取消", "取消订阅", "拒收", "配信停止", "停止", "解除", "수신거부", "거부"),
    *("ยกเลิก", "रोकें", "बंद", "बंद करें", "বন্ধ"),
)
_FILLERS = frozenset(
    "please pls plz now sms all me promo text texts texting messages messaging msg svp bitte porfavor".split()  # noqa: SIM905
)
# What a mail's own words end at: a quotation, the line before it, a signature, what a telephone adds.
_BEHIND = (">", "--", "__", "sent from", "get outlook")


def is_opt_out(message: Message) -> bool:
    """Whether all that a text or a mail says is such a word; what a mail quotes below is another's."""
    if message.channel not in _TEXTS:
        return False
    text = message.text[:_MOST_LOOKED_AT].strip()
    if not text:
        return message.channel is Channel.EMAIL and _is_word(message.subject)
    said, _, rest = text.partition("\n")
    return len(said) <= _MOST_LETTERS and _is_word(said) and _is_anothers(rest)


def _is_word(said: str) -> bool:
    if len(said) > _MOST_LETTERS:
        return False
    plain = _plain(said)
    words = [word for word in _FIGURES.sub("", plain).split() if word not in _FILLERS]
    return bool(words) and " ".join(words) in _WORDS


def _is_anothers(rest: str) -> bool:
    line = next((line for each in rest.split("\n") if (line := each.strip().lower())), "")
    return not line or line.startswith(_BEHIND) or line.endswith((":", "\uff1a"))


def _plain(said: str) -> str:
    """Small letters without marks, one blank between the words."""
    if not said.isascii():
        said = normalize("NFC", _MARKS.sub("", normalize("NFKD", said)))
    return _NO_LETTER.sub(" ", said.lower()).strip()


_WORDS = frozenset(_plain(word) for word in _SAID)
