import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from math import log
from pathlib import Path

import pytest
from tests.store.conftest import NOON

from spamatlas.model import Category, Channel, Party, PartyKind, PhoneNumber, Ruling, Unavailable, Verdict
from spamatlas.settings import Settings
from spamatlas.store import Store, campaigns, reports
from spamatlas.store.database import COUNTED
from spamatlas.store.mention import mentioned
from spamatlas.store.revision import revise
from spamatlas.store.rows import Block

Make = Callable[..., Block]

TABLES = {
    "report": "SELECT count() AS n FROM report",
    "judgement": "SELECT count() AS n FROM judgement",
    "mentions": "SELECT countIf(bitAnd(kinds, 1) != 0) AS n FROM mention",
    "mentions of domains": "SELECT countIf(bitAnd(kinds, 16) != 0) AS n FROM mention",
    "tally by hour": "SELECT sum(reports) AS n FROM tally WHERE dimension = 'all' AND grain = 'hour'",
    "tally by day": "SELECT sum(reports) AS n FROM tally WHERE dimension = 'country' AND grain = 'day'",
    "tally of judgements": "SELECT sum(reports) AS n FROM tally WHERE dimension = 'category' AND grain = 'day'",
    "campaigns by hour": "SELECT sum(reports) AS n FROM campaign_hour",
    "campaigns by day": "SELECT sum(reports) AS n FROM campaign_day",
    "domains by growth": "SELECT sum(joined) AS n FROM domain_growth WHERE grain = 'days'",
    "tally by five days": "SELECT sum(reports) AS n FROM tally WHERE dimension = 'route' AND grain = 'days'",
    "domains by hour": "SELECT sum(reports) AS n FROM domain_tally WHERE grain = 'hour'",
    "domains by day": "SELECT sum(reports) AS n FROM domain_tally WHERE grain = 'day'",
}


def counts(store: Store) -> dict[str, int]:
    return {name: int(store.query(sql)[0]["n"]) for name, sql in TABLES.items()}


def categories(store: Store) -> dict[str, int]:
    rows = store.query(
        "SELECT splitByChar('\t', cell)[1] AS category, sum(reports) AS n FROM tally "
        "WHERE dimension = 'category' AND grain = 'day' GROUP BY category HAVING n != 0"
    )
    return {row["category"]: row["n"] for row in rows}


def test_a_batch_delivered_again_changes_nothing(store: Store, make_report: Make) -> None:
    batch = [make_report(number, size=number) for number in range(1, 11)]
    store.insert(batch, "batch-1-10")
    store.insert(batch, "batch-1-10")
    assert set(counts(store).values()) == {10}
    joined = store.query("SELECT grain, sum(joined) AS n FROM campaign_growth GROUP BY grain ORDER BY grain")
    assert joined == [{"grain": grain, "n": 9} for grain in ("all", "day", "days", "hour")]


def test_equal_rows_under_another_token_are_other_rows(store: Store, make_report: Make) -> None:
    store.insert([make_report(1)], "first")
    store.insert([make_report(1)], "second")
    assert set(counts(store).values()) == {2}


def test_a_batch_over_many_months_is_still_one(store: Store, make_report: Make) -> None:
    noon = make_report.__globals__["NOON"]
    batch = [make_report(number, received_at=noon + timedelta(days=32 * number)) for number in range(1, 25)]
    store.insert(batch, "wide")
    store.insert(batch, "wide")
    assert set(counts(store).values()) == {24}


def test_a_token_is_still_known_after_the_store_was_shut(tmp_path: Path, make_report: Make) -> None:
    for _ in range(2):
        store = Store.open(Settings(data=tmp_path))
        store.insert([make_report(1), make_report(2)], "batch")
        assert set(counts(store).values()) == {2}
        store.close()


def test_values_bind_and_readers_ask_side_by_side(store: Store, make_report: Make) -> None:
    store.insert([make_report(number) for number in range(1, 101)], "batch")
    answers: list[int] = []

    def ask() -> None:
        for _ in range(10):
            sql = "SELECT count() AS n FROM report WHERE sender = {sender:String} AND sequence > {after:UInt64}"
            answers.append(store.query(sql, {"sender": "mallory@sender.example", "after": 40})[0]["n"])

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    store.insert([make_report(number, sender=None) for number in range(101, 111)], "while they ask")
    for thread in threads:
        thread.join()
    assert answers == [60] * 40
    assert store.query("SELECT 1 AS n WHERE {text:String} = ''", {"text": "' OR 1 --"}) == []


def test_a_question_that_takes_too_long_is_ended(store: Store) -> None:
    with pytest.raises(Unavailable, match="too long"):
        store.query("SELECT sum(sipHash64(number)) AS n FROM numbers(100000000000)", seconds=1)
    assert store.query("SELECT 1 AS n") == [{"n": 1}]


def test_it_is_made_ready_when_empty_and_when_not(store: Store, make_report: Make) -> None:
    store.make_ready()
    store.insert([make_report(1)], "one")
    store.make_ready()
    assert store.query("SELECT count() AS many FROM report") == [{"many": 1}]


def test_errors_quote_no_row(store: Store) -> None:
    with pytest.raises(Unavailable) as caught:
        store.insert_lines("report", [b'{"sequence": "secret of a person"}'], "bad")
    shown = str(caught.value)
    assert "secret" not in shown
    assert caught.value.__cause__ is None


def test_a_second_process_is_told_what_to_do(store: Store, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path\n"
        "from spamatlas.settings import Settings; from spamatlas.store import Store\n"
        "try: Store.open(Settings(data=Path(sys.argv[1])))\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    assert "another process has this store open" in done.stdout


def test_a_second_store_in_one_process_is_told_what_to_do(store: Store, tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="one engine a process"):
        Store.open(Settings(data=tmp_path / "other"))
    assert store.query("SELECT 1 AS n") == [{"n": 1}]


def test_erasing_blanks_people_and_keeps_counts(store: Store, make_report: Make) -> None:
    store.insert([make_report(1), make_report(2)], "batch")
    before = counts(store) | {"mentions": 1}
    first, second = (row["id"] for row in store.query("SELECT toString(id) AS id FROM report ORDER BY sequence"))
    store.erase([first])
    gone, kept = reports.one(store, first), reports.one(store, second)
    assert gone is not None
    assert kept is not None
    text = str(gone)
    for secret in ("mallory", "caller-1", "reporter 1", "192.0.2.7", "parcel.example/"):
        assert secret not in text
    assert (gone["report"]["erased"], gone["report"]["country"], gone["report"]["asn"]) == (1, "GB", 64500)
    assert kept["report"]["sender"] == "mallory@sender.example"
    kinds = ("sender", "sender_host", "address", "number", "host", "domain")
    left = ", ".join(f"groupArrayIf(sequence, {mentioned(f'as_{kind}')}) AS {kind}" for kind in kinds)
    assert store.query(f"SELECT {left} FROM (SELECT * FROM mention ORDER BY sequence)") == [
        {"sender": [2], "sender_host": [2], "address": [2], "number": [], "host": [1, 2], "domain": [1, 2]}
    ]
    assert reports.sightings(store, "sender", "mallory@sender.example")["reports"] == 1
    assert counts(store) == before


def test_who_named_a_number_is_counted_once(store: Store, make_report: Make) -> None:
    us, them = (PhoneNumber(f"+4477009000{n:02}") for n in (1, 2))
    rows = [
        make_report(1, campaign=1, sender=Party(PartyKind.PHONE, us.value), numbers=(us, them, them)),
        make_report(2, campaign=2, sender=Party(PartyKind.PHONE, them.value), numbers=(us,)),
        make_report(3, campaign=2, sender=None, numbers=(them,), received_at=NOON + timedelta(hours=1)),
    ]
    store.insert(rows, "batch")
    seen = {
        (kind, each.value): reports.sightings(store, kind, each.value)
        for kind in ("sender", "number")
        for each in (us, them)
    }
    assert [row["reports"] for row in seen.values()] == [1, 1, 2, 3]
    assert seen["number", them.value] == {
        "reports": 3,
        "reporters": 3,
        "first_seen": NOON,
        "last_seen": NOON + timedelta(hours=1),
        "channels": ["sms"],
        "campaigns": ["C-0000000000000001", "C-0000000000000002"],
    }
    assert reports.sightings(store, "sender", "") == {}


def test_a_network_is_seen_in_its_newest_campaigns(store: Store, make_report: Make) -> None:
    rows = [
        make_report(number, campaign=number, size=1, received_at=NOON + timedelta(days=number), channel=channel)
        for number, channel in enumerate([Channel.SMS, Channel.EMAIL] * 7, 1)
    ]
    store.insert(rows, "batch")
    assert reports.sightings(store, "network", "64500") == {
        "reports": 14,
        "reporters": 3,
        "first_seen": NOON + timedelta(days=1),
        "last_seen": NOON + timedelta(days=14),
        "channels": ["email", "sms"],
        "campaigns": [f"C-{number:016x}" for number in range(5, 15)],
    }
    for other in ("6450", "645000", "64501", "", "0", "AS64500", str(2**32)):
        assert reports.sightings(store, "network", other) == {}


def test_samples_leave_without_a_trace(store: Store, make_report: Make) -> None:
    store.insert([make_report(number, sample=True, campaign=number) for number in (1, 2, 3)], "samples")
    assert store.has_only_samples()
    store.insert([make_report(4, campaign=4)], "real")
    assert not store.has_only_samples()
    store.remove_samples()
    assert set(counts(store).values()) == {1}
    tables = store.query("SELECT name FROM system.columns WHERE database = currentDatabase() AND name = 'sample'")
    assert tables
    for table in ("report", "judgement", "mention", *COUNTED, "leader", "quarantine"):
        assert store.query(f"SELECT count() AS n FROM {table} WHERE sample = 1")[0]["n"] == 0
    assert store.query("SELECT uniq(campaign) AS n FROM campaign_day")[0]["n"] == 1


def test_a_changed_judgement_moves_its_counts(
    store: Store, make_report: Make, make_verdict: Callable[..., Verdict]
) -> None:
    store.insert([make_report(number) for number in (1, 2, 3)], "batch")
    assert categories(store) == {"phishing": 3}
    other = make_verdict(category=Category.NOT_SPAM, ruling=Ruling.HAM)
    for _ in range(2):
        assert revise(store, {2: other, 99: other}, "revision-1") == 1
    assert categories(store) == {"phishing": 2, "not_spam": 1}
    one = campaigns.listed(store, {})[0]
    assert (one["ruling"], one["category"], one["size"], one["reporters"]) == ("ham", "not_spam", 3, 3)
    assert revise(store, {2: make_verdict()}, "revision-2") == 1
    assert categories(store) == {"phishing": 3}
    judged = store.query("SELECT ruling, revision FROM judgement FINAL WHERE sequence = 2")
    assert judged == [{"ruling": "spam", "revision": 2}]
    assert store.query("SELECT count() AS n FROM report")[0]["n"] == 3


def test_who_is_put_back_into_a_cell_was_not_withdrawn_from_it(
    store: Store, make_report: Make, make_verdict: Callable[..., Verdict]
) -> None:
    store.insert([make_report(number) for number in (1, 2, 3)], "batch")
    assert revise(store, {2: make_verdict(category=Category.FRAUD), 3: make_verdict()}, "revision") == 2
    rows = store.query(
        "SELECT dimension, cell, sum(reports) AS reports, sum(withdrawn) AS withdrawn FROM tally "
        "WHERE grain = 'day' AND dimension IN ('category', 'language') "
        "GROUP BY dimension, cell ORDER BY dimension, cell"
    )
    told = [(row["cell"].partition("\t")[0], row["reports"], row["withdrawn"]) for row in rows]
    assert told == [("fraud", 1, 0), ("phishing", 2, 1), ("en", 3, 0)]


def test_scores_are_tallied_as_the_judgements_have_them(
    store: Store, make_report: Make, make_verdict: Callable[..., Verdict]
) -> None:
    judged = [make_verdict(spam=score) for score in (0.9, 0.5, 1.0)]
    store.insert([make_report(number, judged=each) for number, each in enumerate(judged, 1)], "batch")
    revise(store, {2: make_verdict(spam=0.2), 3: make_verdict(spam=0.0, ruling=Ruling.HAM)}, "revision")
    tallied = "SELECT sum(log_odds) AS n FROM tally WHERE dimension = 'verdict' AND grain = 'day'"
    odds = [0.9 / 0.1, 0.2 / 0.8, 1e-6 / (1 - 1e-6)]
    assert store.query(tallied)[0]["n"] == pytest.approx(sum(map(log, odds)), abs=1e-4)
    assert store.query(tallied.replace("= 'verdict'", "!= 'verdict'"))[0]["n"] == 0


def test_a_campaign_that_became_part_of_another_counts_there(store: Store, make_report: Make) -> None:
    rows = [make_report(number, campaign=number % 2 + 1, size=number) for number in range(1, 8)]
    store.insert(rows, "batch")
    store.insert_lines("campaign_alias", [b'{"campaign": 2, "known_as": 1, "revision": 1}'], "merge")
    one = campaigns.listed(store, {"campaign": "C-0000000000000002"}, limit=1, members=True)[0]
    assert (one["campaign"], one["size"], one["reporters"]) == ("C-0000000000000001", 7, 3)
    assert one["members"] == [f"caller-{number}" for number in range(1, 8)]
    assert (one["domains"], one["countries"], one["ruling"]) == (["parcel.example"], ["GB"], "spam")
    assert [each["size"] for each in campaigns.listed(store, {})] == [7]
    assert [row["sequence"] for row in reports.recent(store, {"campaign": "C-0000000000000001"})] == [
        7,
        6,
        5,
        4,
        3,
        2,
        1,
    ]


def test_the_list_reads_back_and_narrows(store: Store, make_report: Make, make_verdict: Callable[..., Verdict]) -> None:
    ham = make_verdict(category=Category.NOT_SPAM, ruling=Ruling.HAM)
    store.insert([make_report(number, judged=ham if number == 3 else None) for number in range(1, 4001)], "batch")
    assert [row["sequence"] for row in reports.recent(store, {}, 3)] == [4000, 3999, 3998]
    assert [row["sequence"] for row in reports.recent(store, {}, 3, 3998)] == [3997, 3996, 3995]
    assert [row["sequence"] for row in reports.recent(store, {"ruling": "ham"})] == [3]
    assert [row["sequence"] for row in reports.recent(store, {"q": "caller-17"})] == [17]
    assert len(reports.recent(store, {"host": "parcel.example", "country": "GB"}, 50)) == 50
    assert reports.recent(store, {"campaign": "no campaign"}) == []
    assert reports.named(store, "caller-17") is not None
