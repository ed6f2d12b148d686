"""Words in codes of machines, as they are read by the scorers."""

from base64 import b64encode, encodebytes
from collections.abc import Callable
from quopri import encodestring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge import Judge
from spamatlas.judge.encoded import _BASE64, _base64_runs, codes_of, unencoded
from spamatlas.model import Channel, Message, Origin

WORDS = "Congratulations, you won a prize of 5,000 EUR! Reply with your bank account to claim it today."
FOREIGN = "Поздравляем, вы выиграли приз. Ответьте сегодня."


def _base64(text: str) -> str:
    return b64encode(text.encode()).decode()


def _references(text: str) -> str:
    return "".join(f"&#{ord(sign)};" for sign in text)


def _octets(text: str, sign: str) -> str:
    return "".join(f"{sign}{octet:02X}" for octet in text.encode())


@pytest.mark.parametrize(
    "words",
    [
        WORDS,
        FOREIGN,
        "恭喜您获得大奖，请点击链接领取您的奖品",
        "дешёвый кредит без отказа всем!",
        "👩\u200d🚀 won a free flight",
    ],
)
@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("base64", _base64),
        ("base64", lambda text: encodebytes(text.encode()).decode().rstrip("\n")),
        ("base64", lambda text: _base64(_base64(text))),
        ("quoted-printable", lambda text: _octets(text, "=")),
        ("%XX", lambda text: _octets(text, "%")),
        ("&#NN;", _references),
        ("&#NN;", lambda text: "".join(f"&#x{ord(sign):x};" for sign in text)),
    ],
)
def test_the_words_stand_in_their_place(words: str, name: str, written: Callable[[str], str]) -> None:
    shown = f"Hello,\n{written(words)}\nbye all"
    assert next(codes_of(shown)) == name
    assert unencoded(shown) == f"Hello,\n{words}\nbye all"


def test_quoted_printable_is_read_over_the_ends_of_its_lines() -> None:
    shown = encodestring(FOREIGN.replace(" ", "\u00a0").encode()).decode()
    assert "=\n" in shown
    assert "выиграли" in unencoded(shown)


def test_a_code_in_a_code_is_undone_and_no_more() -> None:
    assert unencoded(_octets(_base64(WORDS), "%")) == WORDS
    thrice = _base64(_base64(_base64(WORDS)))
    assert WORDS not in unencoded(thrice)


def test_a_colon_before_it_hides_no_code() -> None:
    assert unencoded(f"Message:{_base64(WORDS)}") == f"Message:{WORDS}"


def test_many_short_runs_hide_none_behind_them() -> None:
    many = "%41%42%41%42 " * 150
    assert unencoded(many + _octets(WORDS, "%")).endswith(WORDS)


def test_a_word_below_a_block_is_no_line_of_it() -> None:
    assert unencoded(encodebytes(WORDS.encode()).decode() + "Hello") == f"{WORDS}\nHello"


def test_what_is_cut_is_read_up_to_there() -> None:
    for end in range(60, 72):
        assert unencoded(_base64(FOREIGN)[:end]).startswith("Поздравляем, вы выигр")


@pytest.mark.parametrize(
    "text",
    [
        f"https://example.org/read?text={_base64(WORDS)}",
        f"www.example.org/{_octets(FOREIGN, '%')}",
        f"mailto:mira@example.org?subject={_octets('Hello there all', '%')}",
        _base64("onewordwithoutanyblank"),
        b64encode(bytes(range(256))).decode(),
        "Donaudampfschifffahrtsgesellschaftskapitän, 4hG7aKd93JHdk2jaQ83hdkjsH7a8dkS",
        "It&#39;s &amp; isn&#8217;t 100%, a=3D, 20%=1/5, =41=42",
        _octets("1234-5678", "%"),
        "%20" * 12,
    ],
)
def test_what_holds_no_words_stays(text: str) -> None:
    assert unencoded(text) == text
    assert not list(codes_of(text))


@pytest.mark.parametrize("written", [_base64, lambda text: _octets(text, "="), _references])
def test_encoded_spam_is_judged_by_its_words(written: Callable[[str], str]) -> None:
    plain, encoded = (Message(submission_id="x", channel=Channel.SMS, text=text) for text in (WORDS, written(WORDS)))
    first, second = Judge.load().weigh([plain, encoded], [Origin(), Origin()])
    assert second.spam >= first.spam
    assert second.category is first.category


@given(st.text(max_size=300) | st.text("&#x=%;0123456789ABCDEFabcdef \r\n+/", max_size=300))
def test_any_text_is_read_and_grows_no_longer(text: str) -> None:
    assert len(unencoded(text)) <= len(text)


@given(st.binary(max_size=200))
def test_any_octets_in_base64_are_read(octets: bytes) -> None:
    assert isinstance(unencoded(b64encode(octets).decode()), str)


@pytest.mark.parametrize(
    "sign", ["A", "QQ", "QUFB\n", "=41", "%41", "&#65;", "&#65; ", "=\n", "&#", "=", "%", "QUFBIEFB" * 4 + " "]
)
def test_much_of_one_sign_is_read(sign: str) -> None:
    assert len(unencoded(sign * 50_000)) <= len(sign) * 50_000


@given(
    st.lists(
        st.sampled_from(
            [
                "a" * 20,
                "B3" * 13,
                "QUJD" * 6,
                "abcd",
                "ab",
                "\n",
                "\r\n",
                " ",
                "=",
                "==",
                "+",
                "/",
                "é",
                "«",
                "€",
                ".",
                "?",
            ]
        ),
        max_size=14,
    )
)
def test_runs_of_base64_are_found_as_the_pattern_alone_finds_them(parts: list[str]) -> None:
    text = "".join(parts)
    assert [run.span() for run in _base64_runs(text)] == [run.span() for run in _BASE64.finditer(text)]
