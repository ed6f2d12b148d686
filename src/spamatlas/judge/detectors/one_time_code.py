"""A code to sign in with."""

import re
from collections.abc import Iterator

from spamatlas.judge.asking import asks_for_code
from spamatlas.judge.detector import TEXTS, Detector, Finding
from spamatlas.model import Message, Origin

# A comma may follow a code and a figure the comma ("…482913,5分钟"); two figures behind it are the cents of a sum.
_CODE = re.compile(r"(?<![\d+.,/:€$£-])(?:[A-Z]-?)?\d(?:[ -]?\d){3,7}(?![\d.:/%]\d|,\d\d(?!\d)|,\d{3}(?!\d))(?!\d)")
# Four digits in all, wherever they stand: nearly no text has them, and no code begins before "A-" and the first.
_LIKELY = re.compile(r"\d(?:[ -]?\d){3}")
# Not within other Latin letters, though Thai or Han ones may touch: those are not parted by blanks.
_WORD = re.compile(
    r"(?<![a-z])(?:\w*code|otp|pin|tac|token|(?:mobile|photo|push)?tan|verification|c[oó]digo|codice|clave|senha|"
    r"kode|kod|kodi?u|kodunuz|[sş]ifre\w*|einmal\w*|msimbo|nambari?(?: yako)? ya|namba ya siri|"
    r"namba ya uthibitisho)(?![a-z])"
    r"|код|пароль|رمز|كود|کد|کوڈ|كلمة المرور|验证码|驗證碼|校验码|动态码|动态密码|短信密码|取件码|密码是"
    r"|인증번호|인증 번호|임시비밀번호|認証コード|確認コード|ワンタイム|รหัส|โอทีพี|ओटीपी|कोड|ওটিপি|কোড|mã xác",
    re.IGNORECASE,
)
_ASKS = re.compile(r"https?:|www\.|\breply\b|\bcall\b|\btext\b|\bclick\b", re.IGNORECASE)


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for a short text with a code of 4 to 8 digits, a word for it, and nothing asked for."""
    text = message.text
    if len(text) > 320 or message.links or message.numbers:
        return
    likely = _LIKELY.search(text)
    if likely is None or not _CODE.search(text, max(0, likely.start() - 2)):
        return
    if _WORD.search(text) and not _ASKS.search(text) and not asks_for_code(text):
        yield Finding()


DETECTOR = Detector(
    name="one-time-code",
    summary="a one-time code without a link: what a service sends on request",
    reason="It carries a one-time code and asks for nothing.",
    weight=-1.5,
    channels=TEXTS,
    judge=judge,
)
