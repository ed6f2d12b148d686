"""The console's list among many reports: what a page of it costs, for common and for rare things.

The store is made as by `benchmarks.store_scale`. A search looks for a moment and says how far it came, so what is
measured beside the time is how much of the store that was. `python -m benchmarks.console_search --reports 10000000`
"""

from benchmarks.store_scale import measure, prepared
from spamatlas.model import campaign_name
from spamatlas.pipeline.workbench import SEARCH_SECONDS
from spamatlas.store import Store
from spamatlas.store.dossier import days, facts
from spamatlas.store.search import Part, matching, search


def searches(store: Store) -> dict[str, list[tuple[str, str]]]:
    """Something common and something rare of each kind; the rare one stands in a single old report."""
    last = store.query("SELECT max(sequence) AS n FROM report")[0]["n"]
    old = store.query(
        "SELECT toString(id) AS id, sender, hosts, campaign, asn, caller_id FROM report "
        "WHERE sequence > {n:UInt64} AND notEmpty(hosts) AND campaign IN "
        "(SELECT campaign FROM report WHERE sequence BETWEEN {n:UInt64} AND {n:UInt64} + 2000 "
        "GROUP BY campaign HAVING count() = 1) ORDER BY sequence LIMIT 1",
        {"n": last // 3},
    )[0]
    return {
        "everything": [],
        "a common country": [("country", "c7")],
        "a ruling": [("ruling", "suspect")],
        "a ruling and a channel": [("ruling", "suspect"), ("channel", "voice")],
        "a rare kind": [("category", "gambling"), ("language", "zh"), ("channel", "voice")],
        "a sender": [("number", old["sender"])],
        "a part of a sender": [("from", old["sender"][3:])],
        "a host of one report": [("link", old["hosts"][0])],
        "a bare host": [("place", old["hosts"][0])],
        "a host of none": [("link", "nowhere.example")],
        "a number of none": [("number", "+390000000")],
        "a network": [("as", str(old["asn"]))],
        "a network of none": [("as", "1")],
        "a country of none": [("country", "XX")],
        "a campaign of one": [("campaign", campaign_name(old["campaign"]))],
        "an id": [("id", old["id"])],
        "a word": [("text", "operator 17")],
        "a word of none": [("text", "nowhere")],
        "the last week": [("since", "1771977600")],
    }


def main() -> None:
    with prepared(__doc__) as (store, times):
        for name, terms in searches(store).items():
            found = search(store, terms, Part(), SEARCH_SECONDS)
            measure(
                f"{name}: {len(found.rows)} in {found.looked_at:,}",
                lambda terms=terms: search(store, terms, Part(), SEARCH_SECONDS),
                times,
            )
        measure("count what fits", lambda: matching(store, [("country", "c7"), ("ruling", "ham")], 1001), times)
        newest = [row["campaign"] for row in search(store, [], Part(limit=100)).rows]
        measure("sparklines of 100 campaigns", lambda: days(store, newest, 14), times)
        measure("what a campaign's reports name", lambda: facts(store, newest[0]), times)


if __name__ == "__main__":
    main()
