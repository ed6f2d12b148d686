"""The bits by which a mention is told."""

from spamatlas.store import Store
from spamatlas.store.mention import FLAGS, KEPT, bits, mentioned


def test_every_flag_has_a_bit_of_its_own() -> None:
    assert [bits(flag) for flag in FLAGS] == [1 << place for place in range(len(FLAGS))]
    assert bits("as_host", "as_domain", "as_authenticated", "as_network", "as_operator") == KEPT


def test_a_condition_fits_any_of_its_flags(store: Store) -> None:
    one = bits("as_number", "as_page")
    sql = ", ".join(f"{mentioned(flag)} AS {flag}" for flag in ("as_number", "as_page", "as_sender"))
    assert store.query(f"SELECT {sql} FROM (SELECT toUInt16({one}) AS kinds)") == [
        {"as_number": 1, "as_page": 1, "as_sender": 0}
    ]
