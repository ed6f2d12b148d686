"""What a campaign is shown as, member after member, and that no one person decides it once others spoke."""

import random
from pathlib import Path

import msgspec
import pytest

from spamatlas.pipeline import majority
from spamatlas.pipeline.answers import Answers
from spamatlas.pipeline.majority import Majorities, Votes
from spamatlas.pipeline.opening import opened
from spamatlas.settings import Settings

FRAUD, NUISANCE = "0.9\tspam\tfraud\tjob\treply", "0.8\tspam\tnuisance\tnone\treply"
HAM = "0.05\tham\tnot_spam\tnone\tnone"


def votes(*said: tuple[int, str]) -> str:
    found = Votes()
    for person, words in said:
        found.add(person, words)
    return found.words


def test_one_bland_member_does_not_turn_a_campaign() -> None:
    assert votes((1, FRAUD), (2, FRAUD), (3, HAM)) == FRAUD
    assert votes((1, HAM), (2, HAM), (3, FRAUD)) == HAM
    assert votes((1, FRAUD), (2, HAM)) == FRAUD, "a draw leaves it"
    assert votes((1, FRAUD), (2, HAM), (3, HAM)) == HAM
    assert votes() == ""


def test_one_person_has_one_vote_however_much_they_file() -> None:
    flood = [(3, HAM)] * 1000
    assert votes((1, FRAUD), (2, FRAUD), *flood) == FRAUD
    assert votes((1, FRAUD), *flood) == FRAUD


def test_where_all_came_from_nobody_or_one_person_the_members_count() -> None:
    assert votes(*[(0, FRAUD)] * 20, (0, NUISANCE)) == FRAUD
    assert votes((0, FRAUD), (0, HAM), (0, HAM)) == HAM


def test_the_ruling_is_found_first_and_the_category_among_those_ruled_so() -> None:
    other = "0.7\tspam\tpremium\tnone\tcall_back"
    said = [(1, FRAUD), (2, NUISANCE), (3, other), (4, HAM), (5, HAM), (6, NUISANCE)]
    assert votes(*said) == NUISANCE, "four call it spam, two wanted; two of the four nuisance"


def test_the_words_are_those_of_the_newest_member_like_the_majority() -> None:
    assert votes((1, FRAUD), (2, FRAUD.replace("0.9", "0.99")), (3, HAM)).startswith("0.99\t")


def test_whoever_is_the_one_who_poisons_the_others_stand() -> None:
    chance = random.Random(4)
    for _ in range(200):
        honest = [(person, FRAUD) for person in range(1, chance.randint(3, 9))]
        said = honest + [(99, chance.choice((HAM, NUISANCE))) for _ in range(chance.randint(1, 40))]
        chance.shuffle(said)
        assert votes(*said) == FRAUD, said


def test_campaigns_that_were_quiet_longest_count_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(majority, "CAMPAIGNS", 2)
    known = Majorities()
    for campaign in (1, 2, 3):
        known.add(campaign, 1, FRAUD)
    assert known.add(3, 1, HAM) == FRAUD
    assert known.add(1, 1, HAM) == HAM


JOBS = (
    "I'm Sofia from Brightpath. Your profile caught our eye: a role at £120-£300 a day. Details? wa.me/447911888777",
    "Good afternoon, a colleague passed on your number. Are you open to a small remote job? wa.me/447911888777",
    "Hey, quick one: would an extra income suit you this month? Sofia, wa.me/447911888777",
    "Hi, I'm Sofia. Earn £300 a day from home, no experience needed, paid daily: wa.me/447911888777",
)
BLAND = "Hi there, hope the week is treating you well. I've something you may like: wa.me/447911888777"


def file(node: Answers, *texts: str, since: int = 0) -> None:
    lines = [
        msgspec.json.encode(
            {"channel": "sms", "id": f"m{n}", "sender": f"+4479112244{n:02}", "reporter": f"u{n}", "text": text}
        )
        for n, text in enumerate(texts, since)
    ]
    found = node.read(b"\n".join(lines), "application/x-ndjson", "r", None)
    node.accept([each for each in found if hasattr(each, "body")])  # type: ignore[misc]
    node.drain()


def test_a_node_shows_a_campaign_as_most_of_its_reporters_filed_it_also_after_a_restart(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, workers=1)
    with opened(settings) as node:
        file(node, *JOBS)
        (before,) = node.campaigns()
        assert (before["ruling"], before["category"]) == ("spam", "fraud")
        file(node, BLAND, since=10)
        (after,) = node.campaigns()
        assert (after["size"], after["ruling"], after["category"]) == (5, "spam", "fraud")
        newest = node.node.store.query("SELECT verdict FROM judgement FINAL ORDER BY sequence DESC LIMIT 1")[0]
        assert '"code":"reported-anchor"' in newest["verdict"]
    with opened(settings) as node:
        file(node, "Hello, are you around on Sunday afternoon for a walk? wa.me/447911888777", since=20)
        (again,) = node.campaigns()
        assert (again["size"], again["ruling"], again["category"]) == (6, "spam", "fraud")
