"""What a person reads through every disguise that we know of."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.disguise import _LEETED, _in_letters, _without_figures, is_disguised, undisguised, unleeted

# What words with figures in them are made of, and what may stand beside them: blanks, and what looks like one.
_PIECES = [
    "a",
    "e",
    "B",
    "free",
    "acc0unt",
    "v1ew",
    "l3t",
    *"013457@$",
    " ",
    "\n",
    "\t",
    "\r",
    "\u00a0",
    "\u2028",
    "\0",
]
_SIGNS = [*"'.:/#-_%&=+?~!,·", "é", "п", "字", "٣", "😀", "\udc80"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("V I A G R A now", "VIAGRA now"),
        ("f.r.e.e m-o-n-e-y", "free money"),
        ("B*o*n*u*s f.r.e.e only t o d a y", "Bonus free only today"),
        ("call s.c.h.o.o.l.test", "call school.test"),
        ("это б е с п л а т н о сегодня", "это бесплатно сегодня"),
        ("🅵🆁🅴🅴 🅒🅐🅢🅗 🄵🅁🄴🄴", "FREE CASH FREE"),
        ("Ⓕⓡⓔⓔ ⒡⒭⒠⒠", "Free free"),
        ("𝐅𝐑𝐄𝐄 𝒸𝒶𝓈𝒽 𝕗𝕣𝕖𝕖 ＦＲＥＥ ᶠʳᵉᵉ", "FREE cash free FREE free"),
        ("ꜰʀᴇᴇ ᴄᴀꜱʜ ʙᴀɴᴋ", "free cash bank"),
        ("🇫 🇷 🇪 🇪 money", "FREE money"),
        ("1️⃣2️⃣3️⃣", "123"),
        ("Раypal ассоunt vеrify", "Paypal account verify"),
        ("сору this", "copy this"),
        ("ᎡᎬᎪᎠ now", "READ now"),
        ("ꓝꓣꓰꓰ now", "FREE now"),
        ("օffer ɑccount ⅼogin", "offer account login"),
        ("пpивeт, зaкaз", "привет, заказ"),
        ("Пᴏддᴇᴧьнᴀя ʙᴀᴧюᴛᴀ", "Поддельная валюта"),
        ("fr\u200bee m\u200co\u200dn\u2060ey", "free money"),
        ("fr\u034fee fr\u00adee fr\U000e0041ee f\ufe0fr\U000e0100ee", "free free free free"),
        ("fr\u3164ee fr\u2800ee", "free free"),
        ("\u202eeerf\u202c cash", "free cash"),
        ("\u2066fr\u2069ee", "free"),
        ("f\u0336r\u0336e\u0336e\u0336 f\u0301\u0317\u0330ree", "free free"),
        ("p\u0332a\u0332y\u0332 n\u0332o\u0332w\u0332", "pay now"),
        ("p\u0323a\u0323s\u0323s\u0323w\u0323o\u0323r\u0323d\u0323", "password"),
        ("r\u0330e\u1ab0c\u1dc4ei\u0321pt", "receipt"),
        ("p\ufff9a\ufffas\ufffbs", "pass"),
        ("c\u200aa\u200al\u200al\u200a \u200an\u200ao\u200aw Ⓕ", "call now F"),
        ("c/a/l/l y|o|u|r b~a~n~k", "call your bank"),
        ("Parce1o: y0ur p@ckage is he1d, ver1fy n0w.", "Parcelo: your package is held, verify n0w."),
        ("c a l l y0ur b.a.n.k now: y0ur acc0unt", "call your bank now: your account"),
        (
            "y0ur\nacc0unt\ty0ur\u00a0acc0unt, https://a1b.example/v1ew is he1d",
            "your\naccount\tyour\u00a0account, https://a1b.example/v1ew is held",
        ),
    ],
)
def test_a_disguise_is_taken_off(written: str, read: str) -> None:
    assert undisguised(written) == read


@pytest.mark.parametrize(
    "text",
    [
        "Uhrzeit: 10:15, Gleis 5a",
        "Привет, как дела? Поезд в 10:15",
        "Μπορείς να έρθεις;",
        "Բարեւ Ձեզ",
        "ᏣᎳᎩ ᎦᏬᏂᎯᏍᏗ",
        "您的包裹已到达海关",
        "여기 안녕하세요",
        "สวัสดีครับ",
        "ngày mai gặp nhé",
        "12 500 € · 5 – 7 km",
        "and/or, c/o, 24/7, y/n, /usr/lib/a/b",
        "🇫🇷🇩🇪 tickets",
        "A. B. Smith, U.S. office",
        "B2B, H2O, MP3, 5pm, i18n, mira@example.com, x@y, https://a1b.example/c0de?d3f=g4h, T0K3N5",
    ],
)
def test_what_is_no_disguise_stays(text: str) -> None:
    assert undisguised(text) == text
    assert not is_disguised(text)


def test_figures_are_read_as_letters() -> None:
    assert [unleeted(each) for each in ("p4yp4l", "acc0unt", "v3rify", "ca$h")] == [
        "paypal",
        "account",
        "verify",
        "cash",
    ]


@given(st.lists(st.sampled_from(_PIECES) | st.sampled_from(_SIGNS), max_size=60).map("".join))
def test_figures_are_found_as_by_the_pattern_over_the_whole_text(text: str) -> None:
    assert _without_figures(text) == _LEETED.sub(_in_letters, text)


@given(st.text(max_size=500))
def test_any_text_is_read_and_reading_adds_nothing(text: str) -> None:
    assert len(undisguised(text)) <= len(unicodedata.normalize("NFKC", text)) + text.count("\u202e")


@pytest.mark.parametrize(
    "sign", ["\u202e", "a ", "a.", "\u0301", "🇫", "\u3164", "Ꭱa", "пp", "а", "ᴧ", "(", "¼", "a0a", "a0a "]
)
def test_much_of_one_sign_is_read(sign: str) -> None:
    assert isinstance(undisguised(sign * 100_000), str)
