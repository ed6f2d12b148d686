"""Every code that anybody can meet is explained."""

import re
from pathlib import Path
from typing import Any

from selectolax.lexbor import LexborHTMLParser

import spamatlas
from spamatlas.intake import CODES
from spamatlas.parse import parsers
from spamatlas.web.api.codes import HELD, REQUESTS, SUBMISSIONS
from spamatlas.web.problems import CODES as BY_STATUS

SOURCE = Path(spamatlas.__file__).parent
RAISED = re.compile(r"""\b(?:Rejected|Refused|Failure|problem)\(\s*(?:\d{3},\s*)?"([a-z0-9-]+)\"""")
OF_COMMANDS = {
    *("unknown-target", "not-empty", "not-in-quarantine"),
    *("no-backup", "backup-broken", "backup-newer", "folder-not-empty", "store-elsewhere"),
}
"""What only a command says, in a sentence of its own."""


def raised(folder: str) -> set[str]:
    texts = [path.read_text("utf-8") for path in (SOURCE / folder).rglob("*.py")]
    return {code for text in texts for code in RAISED.findall(text)}


def test_every_code_raised_is_explained() -> None:
    explained = {*REQUESTS, *SUBMISSIONS, *HELD}
    found = raised("web")
    assert len(found) > 15, "the pattern finds them"
    assert found | set(BY_STATUS.values()) <= explained
    for folder in ("pipeline", "statistics", "store", "parse", "intake"):
        assert raised(folder) - OF_COMMANDS <= explained, folder
    assert set(CODES) <= explained
    assert {code for parser in parsers().values() for code in parser.rejections} <= explained


def test_no_code_is_explained_twice_or_in_vain() -> None:
    assert not set(REQUESTS) & set(SUBMISSIONS)
    assert not set(HELD) & {*REQUESTS, *SUBMISSIONS}


def test_the_page_leads_to_each_and_programs_get_the_same(client: Any) -> None:
    page = LexborHTMLParser(client.get("/schema/problems", headers={"accept": "text/html"}).text)
    said = client.get("/schema/problems").json()
    assert {row.attributes["id"] for row in page.css("tr[id]")} == set(said)
    problem = client.get("/api/v1/reports/nothing").json()
    assert problem["type"].partition("#")[2] in said
    assert said["no-such-report"] == {"of": "request", "means": REQUESTS["no-such-report"]}
