"""The store with many reports: made up by the engine itself, then asked what pages ask.

Half of the reports are in one campaign of a hundred, the largest of these with one report of fifty; two fifths are alone
in theirs. 20,000 reporters, 4,000 networks, 120 countries, 200,000 domains; of three in ten the route has two edges; the last 60 days up
to now. Documents are as long as real ones: an origin 2,700 characters of a mail and 400 of anything else, a verdict 800, an assignment 120
(700 mails of the SpamAssassin corpus: 2,660 in the mean, 780 and 77).
`python -m benchmarks.store_scale --reports 10000000`
"""

# ruff: noqa: E501  a statement reads better whole

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from math import ceil
from pathlib import Path

from spamatlas.settings import Settings
from spamatlas.statistics import catalogue, run
from spamatlas.store import Store, campaigns, reports

SPAN_DAYS = 60
STEP = 250_000
DAYS = (1, 7, 14, 30)
SORTS = ("wall", "processor")

MAKE = """
INSERT INTO incoming (
    id, sequence, received_at, sample, channel, measuring_point, media_type, volume, reporter, reporter_key, caller_id,
    campaign, sender_kind, sender, country, asn, operator, route_class, transit, destination, known_by, certainty,
    domains, hosts, fingerprint, message, origin, edges,
    campaign_size, revision, spam, ruling, category, lure, call_to_action, unsolicited, bulk, language, profile, verdict, assignment)
WITH number AS n, cityHash64(n, 'a') AS a, cityHash64(n, 'b') AS b, a % 100 AS kind,
    multiIf(kind < 50, toUInt64({few:UInt64} * pow((b % 1000003) / 1000003, 3)), kind < 60, {few:UInt64} + b % {some:UInt64}, 1000000000 + n) AS c,
    cityHash64(c) AS h,
    toUInt32(64500 + 4000 * pow((a % 1000) / 1000, 4)) AS network, cityHash64(network) AS w,
    concat('c', toString(toUInt32(120 * pow((w % 1000) / 1000, 3)))) AS place,
    concat('AS', toString(network), ' Operator ', toString(w % 900)) AS held
SELECT leftPad(lower(concat(hex(sipHash64(n)), hex(cityHash64(n)))), 32, '0'), n + 1, {start:DateTime} + toIntervalMillisecond(n * {step:Float64}), 0,
    ['sms', 'sms', 'sms', 'email', 'email', 'voice'][h % 6 + 1], 'reported', 'message/rfc822', 1,
    lower(hex(sipHash64(b % 20000))), sipHash64(b % 20000), toString(n), h,
    'phone', concat('+1555010', toString(a % 10000)), place, network,
    concat('Operator ', toString(w % 900)), ['international', 'on_net', 'internet_gateway', 'unknown'][h % 4 + 1],
    if(a % 3 = 0, [concat('t', toString(a % 20))], []), 'GB', ['network', 'number_plan', 'unknown'][a % 3 + 1], 0.8,
    if(h % 3 = 0, [], [concat('d', toString(h % 200000), '.example')]),
    if(h % 3 = 0, [], [concat('d', toString(h % 200000), '.example')]),
    h, concat('{"sender":"', repeat('x', 300), '"}'),
    concat('{"source_address":"', IPv4NumToString(toUInt32(a)), '","country":"', place, '","known_by":"network","certainty":0.8,"waypoints":[["network","', held,
        '","', place, '",0.8],["country","GB","GB",0.6]],"route":[', arrayStringConcat(arrayMap(hop -> concat('{"name":"', lower(hex(cityHash64(a, hop))), '.', held,
        '.example","address":"', IPv4NumToString(toUInt32(cityHash64(b, hop))), '","asn":', toString(network), ',"operator":"', held, '","country":"', place, '"}'),
        range(if(h % 6 IN (3, 4), 9, 0))), ','), '],"sightings":[', arrayStringConcat(arrayMap(what -> concat('{"subject":"', ['network', 'country', 'route_class', 'relay',
        'source_address', 'destination_operator'][what % 6 + 1], '","value":"', toString(b % 1000), '","known_by":"network","certainty":0.', toString((a + what) % 100),
        ',"detail":"allocation as of 2026-10-04; the message is older"}'), range(if(h % 6 IN (3, 4), 9, 1))), ','), ']}'),
    if(a % 10 < 3, [concat('country\t', place, '\t', place, '\tnetwork\t', held, '\t', place, '\t8'),
        concat('network\t', held, '\t', place, '\tcountry\tGB\tGB\t', toString(5 + a % 3))], []),
    if(c > 1000000000, 1, 2), 0, 0.9, ['spam', 'spam', 'suspect', 'ham'][h % 4 + 1], ['phishing', 'fraud', 'advertising', 'gambling', 'loan', 'not_spam'][h % 6 + 1],
    ['parcel', 'bank', 'tax', 'none'][h % 4 + 1], ['link', 'reply', 'none'][h % 3 + 1], 'yes',
    ['yes', 'no', 'unknown'][h % 3 + 1], ['en', 'fr', 'ar', 'es', 'zh', 'ru', 'und'][h % 7 + 1], 'neutral/1',
    concat('{"spam":0.', toString(a % 1000000), ',"ruling":"spam","category":"fraud","lure":"tax","call_to_action":"link","language":"en","unsolicited":{"value":"yes","score":0.9,"reasons":[', arrayStringConcat(arrayMap(why -> REASON, range(2)), ','), ']},"bulk":{"score":0.42},"reasons":[',
        arrayStringConcat(arrayMap(why -> REASON, range(4)), ','), '],"profile":"neutral/1","model":"shipped/9","channel":"email"}'),
    concat('{"campaign":', toString(h), ',"size":2,"recipients":2,"first_seen":1795792708.', toString(a % 1000000), ',"likenesses":[{"linkage":"shared_link","score":1.0}]}')
FROM numbers({first:UInt64}, {many:UInt64})
"""
MAKE = MAKE.replace(
    "REASON",
    """concat('{"code":"reason-', toString((h + why) % 40), '","weight":', toString((b + why) % 9000 / 1000), ',"text":"It asks for something, as messages of this kind do: ', toString((h + why) % 40), '."}')""",
)


def fill(store: Store, many: int) -> float:
    """Reports a second, rows and tallies together."""
    start = datetime.now(UTC) - timedelta(days=SPAN_DAYS)
    begun = time.perf_counter()
    for first in range(0, many, STEP):
        store.command(
            MAKE,
            {
                "few": max(many * 6 // 1000 // 5, 1),
                "some": max(many // 100, 1),
                "start": start,
                "step": SPAN_DAYS * 86_400_000 / many,
                "first": first,
                "many": min(STEP, many - first),
            },
        )
    return many / (time.perf_counter() - begun)


def join_largest(store: Store, last: int) -> int:
    """Store one more report of the largest campaign, now, after the ``last`` in the log; the campaign's number."""
    begin, end = MAKE.index("multiIf(kind < 50"), MAKE.index(" AS c,")
    sql = MAKE[:begin] + "0 * {few:UInt64} * {some:UInt64}" + MAKE[end:]
    values = {"few": 1, "some": 1, "start": datetime.now(UTC), "step": 0.0, "first": last, "many": 1}
    store.command(sql, values)
    return int(store.query("SELECT cityHash64(toUInt64(0)) AS number")[0]["number"])


def measure(name: str, ask: Callable[[], object], times: int) -> float:
    """Print medians and 95th percentiles in milliseconds, by the clock and of the processor; gives the clock's latter."""
    clock, processor = [], []
    for _ in range(times):
        begun, spent = time.perf_counter(), time.process_time()
        ask()
        clock.append((time.perf_counter() - begun) * 1000)
        processor.append((time.process_time() - spent) * 1000)
    said = [
        f"{sort} {percentile(taken, 0.5):7.1f} ({percentile(taken, 0.95):7.1f})"
        for sort, taken in zip(SORTS, (clock, processor), strict=True)
    ]
    print(f"{name:44} {'   '.join(said)}", flush=True)
    return percentile(clock, 0.95)


def percentile(values: list[float], share: float) -> float:
    """By nearest rank: of 20 values the 95th is the second largest, of fewer the largest."""
    return sorted(values)[max(ceil(share * len(values)) - 1, 0)]


def ask_everything(store: Store, times: int) -> None:
    last = store.query("SELECT max(received_at) AS at FROM report")[0]["at"]
    for days in DAYS:
        window = {"since": (last - timedelta(days=days)).isoformat(), "until": last.isoformat()}
        for name in catalogue():
            measure(f"{name} ({days} days)", lambda name=name, window=window: run(store.query, name, window), times)
    measure("reports, newest", lambda: reports.recent(store, {}), times)
    measure("reports, newest of a country", lambda: reports.recent(store, {"country": "c7"}), times)
    measure("reports, newest fraud", lambda: reports.recent(store, {"category": "fraud"}), times)
    newest = reports.recent(store, {}, 1)[0]
    measure("one report", lambda: reports.one(store, newest["id"]), times)
    measure("reports of a campaign", lambda: reports.recent(store, {"campaign": newest["campaign"]}), times)
    for order in campaigns.ORDERS:
        measure(f"campaigns by {order}", lambda order=order: campaigns.listed(store, {}, limit=60, order=order), times)
    measure("campaigns of a ruling", lambda: campaigns.listed(store, {"ruling": "ham"}, limit=60), times)
    measure("one campaign", lambda: campaigns.listed(store, {"campaign": newest["campaign"]}, limit=1), times)


@contextmanager
def prepared(about: str | None) -> Iterator[tuple[Store, int]]:
    """The store that the command line wishes for, filled, and how often to ask each question."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=20)
    parser.add_argument("--data", type=Path, help="keep the store there and use it again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Settings(data=chosen.data or Path(folder)))
        try:
            if store.query("SELECT count() AS n FROM report")[0]["n"] < chosen.reports:
                print(f"{fill(store, chosen.reports):,.0f} reports/s made", file=sys.stderr)
            yield store, chosen.times
        finally:
            store.close()


def main() -> None:
    with prepared(__doc__) as (store, times):
        for row in store.query(
            "SELECT table, sum(rows) AS n, sum(bytes_on_disk) AS b, count() AS parts FROM system.parts "
            "WHERE active AND database = currentDatabase() GROUP BY table ORDER BY b DESC"
        ):
            print(f"{row['table']:20} {row['n']:>12,} rows {row['b'] / 1e6:>10,.1f} MB {row['parts']:>4} parts")
        ask_everything(store, times)


if __name__ == "__main__":
    main()
