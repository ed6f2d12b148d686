import re

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.pipeline.receipts import Receipts

ids = st.binary(min_size=16, max_size=16).map(bytes.hex)


@given(ids, ids)
def test_there_and_back_however_it_is_written(one: str, other: str) -> None:
    receipts = Receipts(b"secret")
    number = receipts.number(one)
    assert re.fullmatch(r"([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{2}", number)
    for written in (number, number.lower(), number.replace("-", " "), number.replace("0", "o").replace("1", "I")):
        assert receipts.identifier(written) == one
    assert (receipts.number(other) == number) == (one == other)
    assert Receipts(b"another").number(one) != number


@given(st.text(max_size=200))
def test_anything_is_a_number_or_none(text: str) -> None:
    receipts = Receipts(b"secret")
    found = receipts.identifier(text)
    assert found == "" or receipts.number(found).replace("-", "") == re.sub(r"[\s-]", "", text).upper().translate(
        str.maketrans("OIL", "011")
    )


def test_a_number_has_one_writing_alone() -> None:
    """The last sign holds two bits too many: of four numbers that differ in them only, one is a receipt."""
    receipts = Receipts(b"secret")
    number = receipts.number("00" * 16)
    alike = [number[:-1] + sign for sign in "0123456789ABCDEFGHJKMNPQRSTVWXYZ"]
    assert sum(receipts.identifier(each) == "00" * 16 for each in alike) == 1
