"""What a receiver's gateway puts on mail, wanted or not: a warning above it, links led through the gateway.

Drawn alike for spam and ham, so that a warning says nothing of what it stands above.
"""

import random
import re
from urllib.parse import quote

_ADDRESS = re.compile(r"(\[\[[^|\]]*\|)([^\]]*)(\]\])")
_SIGNS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789"
_WARNED, _REWRITTEN = 0.06, 0.05
WARNINGS = {
    "en": (
        "CAUTION: This email originated from outside of the organization. Do not click links or open attachments.",
        "EXTERNAL EMAIL: treat links and files with care.",
        "[This sender is from outside of your organisation.]",
        "You don't often get email from this address. Learn why this is important",
        "WARNING: This message comes from an external sender. Never give out your user name or password.",
    ),
    "de": (
        "ACHTUNG: Diese E-Mail kommt von außerhalb. Klicken Sie auf keine Links, wenn Sie den Absender nicht kennen.",
    ),
    "fr": ("ATTENTION : ce message vient de l'extérieur. N'ouvrez ni lien ni pièce jointe d'un inconnu.",),
    "es": ("CORREO EXTERNO: no abra enlaces ni archivos si no conoce al remitente.",),
    "pt": ("ATENÇÃO: e-mail externo. Não clique em links nem abra anexos de desconhecidos.",),
    "nl": ("LET OP: deze e-mail komt van buiten de organisatie. Klik niet op links van onbekenden.",),
    "ja": ("【社外】このメールは社外から送信されています。リンクや添付ファイルにご注意ください。",),
    "zh": ("【外部邮件】请谨慎点击链接和附件。",),
    "ru": ("ВНИМАНИЕ: внешнее письмо. Не открывайте ссылки и вложения от незнакомых отправителей.",),
}
_WAYS = (
    "https://eur0{n}.safelinks.example/?url={there}&data=05%7C02%7C%7C{token}%7C0%7C0%7C{token}&reserved=0",
    "https://urldefense.example/v3/__{there}__;!!{token}${token}$",
    "https://protect-eu.gateway.test/s/{token}?domain={host}",
)


def passed(text: str, language: str, chance: random.Random) -> str:
    """The text as a gateway lets it through: mostly as it came."""
    if chance.random() < _REWRITTEN:
        way = chance.choice(_WAYS)
        text = _ADDRESS.sub(lambda found: found[1] + _through(way, found[2], chance) + found[3], text)
    if chance.random() < _WARNED:
        text = f"{chance.choice(WARNINGS.get(language, WARNINGS['en']))}\n\n{text}"
    return text


def _through(way: str, address: str, chance: random.Random) -> str:
    token = "".join(chance.choices(_SIGNS, k=chance.randint(24, 60)))
    host = address.partition("//")[2].partition("/")[0]
    return way.format(n=chance.randint(1, 5), there=quote(address, safe=""), token=token, host=host)
