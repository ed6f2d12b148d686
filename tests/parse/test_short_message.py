import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.parse.short_message import CODINGS, text_from, unpacked


def packed(septets: bytes) -> bytes:
    """3GPP TS 23.038, section 6.1.2.1.1, the plain way: bits one after another, the lowest first."""
    bits = "".join(f"{septet:07b}"[::-1] for septet in septets)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))


@given(st.binary(min_size=1, max_size=160))
def test_unpacking_undoes_packing(octets: bytes) -> None:
    septets = bytes(octet & 0x7F for octet in octets)
    found = unpacked(packed(septets))
    if len(septets) % 8 == 7:
        assert found == septets + b"\0"  # a writer that does not fill with a carriage return, as it should
        assert unpacked(packed(septets + b"\r")) == septets
    elif len(septets) % 8 == 0 and septets.endswith(b"\r"):
        assert found == septets[:-1]
    else:
        assert found == septets


def test_the_alphabet_and_its_extension() -> None:
    assert text_from(b"\x00\x01\x02\x11\x24\x40\x5b\x60\x7b\x7f", "gsm7") == "@£$_¤¡Ä¿äà"
    assert text_from(bytes.fromhex("1b65 1b28 1b29 1b2f 1b3c 1b3d 1b3e 1b40 1b14"), "gsm7") == "€{}\\[~]|^"
    assert text_from(b"\x1b\x41\x1b\x1b\x61", "gsm7") == "A a"
    assert text_from(b"a\xc3", "gsm7") == "a\ufffd"
    assert len({text_from(bytes([septet]), "gsm7") for septet in range(128) if septet != 27}) == 127


def test_other_codings() -> None:
    assert text_from("Привет 🙂".encode("utf-16-be"), "ucs2") == "Привет 🙂"
    assert text_from(b"caf\xe9", "latin1") == "café"


@pytest.mark.parametrize("coding", CODINGS)
@given(octets=st.binary(max_size=200))
def test_any_bytes_are_a_text(coding: str, octets: bytes) -> None:
    assert bool(text_from(octets, coding).encode("utf-8")) == bool(octets) or coding.startswith("gsm7")
