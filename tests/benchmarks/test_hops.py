"""The table of labelled hops is whole, says nothing of people, and is of the mails that the draw gives."""

import os
import re
from ipaddress import ip_address
from pathlib import Path

import pytest
from benchmarks.hop_sample import STRATA, sample, sheet
from benchmarks.hops import labelled

CORPORA = os.environ.get("SPAMATLAS_CORPORA", "")


def test_every_mail_of_the_draw_has_its_labels_and_a_reason() -> None:
    rows = labelled()
    assert len(rows) == len({row.sha256 for row in rows}) == sum(number for _, _, number in STRATA) >= 120
    for row in rows:
        for label in (row.alone, row.configured, row.second_alone, row.second_configured, row.settled_alone):
            hop, _, address = label.partition("@")
            assert int(hop) >= -1
            assert (not address) or (int(hop) >= 0 and str(ip_address(address)) == address)
        alone, configured = (int(each.partition("@")[0]) for each in (row.settled_alone, row.settled_configured))
        assert configured == -1 or configured >= alone, "what is known beside can only lead further back"
        assert row.reason
        assert row.second_reason
        assert row.settled_alone in (row.alone, row.second_alone)
        assert row.settled_configured in (row.configured, row.second_configured)
        differs = (row.alone, row.configured) != (row.second_alone, row.second_configured)
        assert bool(row.settled_reason) == differs, "what was settled has its reason"


def test_no_reason_names_a_person() -> None:
    for row in labelled():
        for reason in (row.reason, row.second_reason, row.settled_reason):
            assert not re.search(r"[A-Za-z][\w.+-]*@", reason)
            assert "<" not in reason


@pytest.mark.skipif(not CORPORA, reason="SPAMATLAS_CORPORA is not set: the mails that were labelled are not here")
def test_the_draw_gives_the_mails_that_were_labelled() -> None:
    drawn = {one.digest: one for one in sample(Path(CORPORA))}
    rows = labelled()
    assert list(drawn) == [row.sha256 for row in rows]
    for row in rows:
        hop, _, address = row.settled_configured.partition("@")
        if address:
            shown = [line for line in sheet(drawn[row.sha256]).splitlines() if line.startswith(f"[{hop}] ")]
            assert address in shown[0]
