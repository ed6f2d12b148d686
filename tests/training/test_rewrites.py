"""Our own texts in several wordings: what likeness in meaning is fitted on."""

import json
import re
from collections import Counter
from pathlib import Path

from training.examples import text_message

from spamatlas.campaign.gist import gist
from spamatlas.model import Channel

ROWS = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "training" / "rewrites.jsonl").read_text("utf-8").splitlines()
]
VARIANTS = {"seed", "paraphrase", "disguised", "translated", "retold", "templated", "wanted"}


def test_each_wording_is_one_that_is_read() -> None:
    for row in ROWS:
        Channel(row["channel"])
        assert row["variant"] in VARIANTS, row
        assert re.fullmatch("[a-z]{2}", row["lang"]), row
        assert gist(text_message({"sender": "", **row})), row


def test_no_wording_stands_twice_and_none_names_a_real_host() -> None:
    assert max(Counter(row["text"] for row in ROWS).values()) == 1
    hosts = {host for row in ROWS for host in re.findall(r"https?://([^/\s]+)", row["text"])}
    assert all(host.endswith(".example") for host in hosts)


def test_a_family_has_five_wordings_of_two_languages_and_what_is_wanted_one() -> None:
    families = {row["family"] for row in ROWS}
    for family in families:
        own = [row for row in ROWS if row["family"] == family]
        if any(row["variant"] == "wanted" for row in own):
            assert len(own) == 1, family
        else:
            assert len(own) >= 5, family
            assert len({row["lang"] for row in own}) >= 2, family
