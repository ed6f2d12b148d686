from spamatlas.campaign import Ledger
from spamatlas.model import Signature
from spamatlas.pipeline.memory import Aliases


def merged(ledger: Ledger, name: str, one: str, other: str) -> tuple[int, int]:
    """Two campaigns that a third message makes one: the younger and the older."""
    older = ledger.assign(f"{name}1", Signature(0, anchors=(one,))).campaign
    younger = ledger.assign(f"{name}2", Signature(0, anchors=(other,))).campaign
    ledger.assign(f"{name}3", Signature(0, anchors=tuple(sorted((one, other)))))
    return younger, older


def test_the_store_is_told_of_merges_that_only_changed_linkages_found() -> None:
    ledger, aliases = Ledger(), Aliases()
    known = merged(ledger, "a", "domain:a.test", "domain:b.test")
    untold = merged(ledger, "b", "domain:c.test", "domain:d.test")
    aliases.recall(ledger, [{"campaign": known[0], "known_as": known[1], "revision": 9}])
    assert [(row["campaign"], row["known_as"]) for row in aliases.news(ledger)] == [untold]
    assert aliases.news(ledger) == []
    later = merged(ledger, "c", "domain:e.test", "domain:f.test")
    (news,) = aliases.news(ledger)
    assert (news["campaign"], news["known_as"]) == later
    assert news["revision"] > 9


def test_a_store_that_knows_all_is_told_nothing() -> None:
    ledger, first, second = Ledger(), Aliases(), Aliases()
    merged(ledger, "a", "domain:a.test", "domain:b.test")
    second.recall(ledger, first.news(ledger))
    assert second.news(ledger) == []
