"""A code to sign in with."""

import re
from collections.abc import Iterator

from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

_CODE = re.compile(r"(?<![\d+.,/:€$£-])(?:[A-Z]-?)?\d(?:[ -]?\d){3,7}(?![\d,.:/%]\d)(?!\d)")
# Four digits in all, wherever they stand: nearly no text has them, and no code begins before "A-" and the first.
_LIKELY = re.compile(r"\d(?:[ -]?\d){3}")
_WORD = re.compile(
    r"\b(?:code|otp|pin|passcode|verification|c[oó]digo|codice|kode|kodi?u?|kodunuz|Einmal\w*|TAN|"
    r"msimbo|namba ya siri)\b"
    r"|код|пароль|رمز|كود|验证码|驗證碼|校验码|인증번호|認証コード|確認コード|รหัส|ओटीपी|कोड|mã xác",
    re.IGNORECASE,
)
_ASKS = re.compile(r"https?:|www\.|\breply\b|\bcall\b|\btext\b|\bclick\b", re.IGNORECASE)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a short text with a code of 4 to 8 digits, a word for it, and no link or call to answer."""
    text = message.text
    if len(text) > 320 or message.links or message.numbers:
        return
    likely = _LIKELY.search(text)
    if likely is None or not _CODE.search(text, max(0, likely.start() - 2)):
        return
    if _WORD.search(text) and not _ASKS.search(text):
        yield Finding()


DETECTOR = Detector(
    name="one-time-code",
    summary="a one-time code without a link: what a service sends on request",
    reason="It carries a one-time code and asks for nothing.",
    weight=-1.5,
    channels=TEXTS,
    judge=judge,
)
