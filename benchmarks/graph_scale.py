"""The graph around things with many reports behind it: mentions made up by the engine itself, then asked as pages ask.

Half of the reports are in one campaign of a hundred, the largest of these with one report of fifty; two fifths are alone in
theirs. A sender of a million numbers each, two domains of three campaigns, one report of ten with a link to one shortener,
4,000 networks of which the largest has one report of eighteen, 1.6 million addresses, 8,000 of them any one campaign's,
200 gateways,
accounts in one campaign of twenty. Only what the graph reads is made: mentions and the campaigns' days. `python -m benchmarks.graph_scale --reports 10000000`
"""

# ruff: noqa: E501  a statement reads better whole

import argparse
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.store_scale import measure
from spamatlas.model import VertexKind, campaign_name
from spamatlas.pipeline.attribution import graph_of
from spamatlas.settings import Settings
from spamatlas.store import Store

STEP = 1_000_000
REPORTS = """
WITH number AS n, cityHash64(n, 'a') AS a, cityHash64(n, 'b') AS b, a % 100 AS kind,
    multiIf(kind < 50, 1 + toUInt64({few:UInt64} * pow((b % 1000003) / 1000003, 3)), kind < 60, {few:UInt64} + b % {some:UInt64}, 1000000000 + n) AS campaign,
    cityHash64(campaign) AS h
SELECT n + 1 AS sequence, a, b, campaign, h, sipHash64(b % 20000) AS reporter_key,
    toDateTime64('2026-09-01 00:00:00', 3, 'UTC') + toIntervalMillisecond(n * {step:Float64}) AS received_at
FROM numbers({first:UInt64}, {many:UInt64})
"""
MENTIONS = f"""
INSERT INTO mention (key, sequence, named, kinds, operator, certainty, sample, received_at, channel, reporter_key, campaign)
SELECT sipHash64(named), sequence, named, [1, 24, 24, 1024, 128, 4096, 8192][part],
    multiIf(part = 4, 'Operator', part = 6, 'AS64500 Operator', ''), if(part IN (4, 6), 0.8, 0),
    0, received_at, 'sms', reporter_key, campaign
FROM (
    SELECT *, arrayJoin([
        (1, concat('+1555', toString(a % 1000000))), (2, if(h % 3 = 0, '', concat('d', toString(h % 2000000), '.example'))),
        (3, if(a % 10 = 0, 'bit.ly', '')), (4, if(a % 10 < 3, concat('AS', toString(64500 + toUInt32(4000 * pow((b % 1000) / 1000, 4)))), '')),
        (5, if(h % 20 = 0, concat('account', toString(h % 100000)), '')),
        (6, if(a % 10 < 3, concat('::ffff:10.', toString(h % 200), '.', toString(b % 40), '.', toString(a % 200)), '')),
        (7, if(a % 10 > 6, concat('Gateway ', toString(toUInt32(200 * pow((b % 1000) / 1000, 3)))), ''))
    ]) AS thing, thing.1 AS part, thing.2 AS named
    FROM ({REPORTS})
) WHERE named != ''
"""
DAYS = f"""
INSERT INTO campaign_day (campaign, sample, measuring_point, day, channel, reports, volume, first_at, last_at, reporters, verdict)
SELECT campaign, 0, 'reported', toStartOfDay(min(received_at)), 'sms', count(), count(), min(received_at), max(received_at), uniqState(reporter_key),
    argMaxState('0.9\tspam\tfraud\ttax\tlink', sequence)
FROM ({REPORTS}) GROUP BY campaign
"""
REAL = "INSERT INTO tally (sample, dimension, grain, at, reports) VALUES (0, 'all', 'hour', now(), 1)"
NEWEST = "INSERT INTO report (sequence) VALUES ({many:UInt64})"


def fill(store: Store, many: int) -> None:
    values = {"few": max(many * 6 // 1000 // 5, 1), "some": max(many // 100, 1), "step": 60 * 86_400_000 / many}
    for first in range(0, many, STEP):
        part = {**values, "first": first, "many": min(STEP, many - first)}
        store.command(MENTIONS, part)
        store.command(DAYS, part)
    store.command(REAL)
    store.command(NEWEST, {"many": many})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--data", type=Path, help="keep the store there and use it again")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store.open(Settings(data=chosen.data or Path(folder)))
        if not store.query("SELECT count() AS n FROM mention")[0]["n"]:
            spent = time.process_time()
            fill(store, chosen.reports)
            print(f"{time.process_time() - spent:.0f} s of processor to make them", file=sys.stderr)
        print(store.query("SELECT count() AS mentions, uniq(campaign) AS campaigns FROM mention")[0])
        few = max(chosen.reports * 6 // 1000 // 5, 1)
        asked = {
            "the largest campaign": (VertexKind.CAMPAIGN, campaign_name(1)),
            "a large campaign": (VertexKind.CAMPAIGN, campaign_name(few // 20)),
            "a middling campaign": (VertexKind.CAMPAIGN, campaign_name(few // 2)),
            "a small campaign": (VertexKind.CAMPAIGN, campaign_name(few + 5)),
            "a domain": (VertexKind.DOMAIN, "d1000081.example"),
            "the shortener": (VertexKind.DOMAIN, "bit.ly"),
            "the largest network": (VertexKind.NETWORK, "AS64500"),
            "an account": (VertexKind.ACCOUNT, "account400"),
            "the largest gateway": (VertexKind.GATEWAY, "Gateway 0"),
            "an address": (VertexKind.ADDRESS, "10.7.7.2"),
        }
        for name, (kind, value) in asked.items():
            found = graph_of(store, kind, value)
            size = f"{len(found.vertices)} vertices, {len(found.clusters)} clusters" if found else "not there"
            measure(f"{name}: {size}", lambda kind=kind, value=value: graph_of(store, kind, value), chosen.times)
        store.close()


if __name__ == "__main__":
    main()
