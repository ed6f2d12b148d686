"""The evidence package over HTTP, and the links that lead to it: for the operator alone."""

from pathlib import Path
from typing import Any

import pytest
from selectolax.lexbor import LexborHTMLParser


@pytest.mark.parametrize("name", ["ID", "CAMPAIGN"])
def test_a_package_is_downloaded_whole_and_nothing_stays_behind(client: Any, node: Any, fake: Any, name: str) -> None:
    wanted = getattr(fake, name)
    answer = client.get(f"/api/v1/evidence/{wanted}")
    assert answer.status_code == 200
    assert answer.content == f"PK package of {wanted} in en".encode()
    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"] == f'attachment; filename="evidence-{wanted.lower()}.zip"'
    assert answer.headers["cache-control"] == "no-store"
    assert "content-encoding" not in answer.headers
    assert not Path(node.packed[0]).exists()


def test_its_language_is_the_one_asked_for_or_wished(client: Any, fake: Any) -> None:
    address = f"/api/v1/evidence/{fake.ID}"
    assert client.get(f"{address}?lang=zh").content.endswith(b"in zh")
    assert client.get(address, headers={"accept-language": "fr, en;q=0.5"}).content.endswith(b"in fr")


def test_what_there_is_not_is_a_problem(client: Any) -> None:
    answer = client.get("/api/v1/evidence/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "no-such-report")
    assert client.get("/api/v1/evidence/nothing?language=zh").json()["code"] == "unknown-parameter"


def test_it_is_for_the_operator_alone(client: Any, node: Any, fake: Any, key: dict[str, str]) -> None:
    address, far = f"/api/v1/evidence/{fake.ID}", {"x-forwarded-for": "192.0.2.1"}
    assert client.get(address, headers=far).status_code == 401
    assert node.packed == []
    assert client.get(address, headers=far | key).status_code == 200


def test_another_sites_page_can_not_have_one_made(client: Any, node: Any, fake: Any) -> None:
    for site in ("cross-site", "same-site"):
        answer = client.get(f"/api/v1/evidence/{fake.ID}", headers={"sec-fetch-site": site})
        assert (answer.status_code, answer.json()["code"]) == (403, "foreign-origin")
    assert node.packed == []
    assert client.get(f"/api/v1/evidence/{fake.ID}", headers={"sec-fetch-site": "same-origin"}).status_code == 200


@pytest.mark.parametrize("page", ["reports/{ID}", "campaigns/{CAMPAIGN}"])
def test_the_console_links_to_it_in_the_readers_language(client: Any, fake: Any, page: str) -> None:
    where = page.format(ID=fake.ID, CAMPAIGN=fake.CAMPAIGN)
    tree = LexborHTMLParser(client.get(f"/console/{where}?lang=ru").text)
    (link,) = [each for each in tree.css("a[download]") if "evidence" in (each.attributes["href"] or "")]
    assert link.attributes["href"] == f"/api/v1/evidence/{where.partition('/')[2]}?lang=ru"
    assert client.get(link.attributes["href"]).content.endswith(b"in ru")


def test_what_was_packed_is_in_the_history(client: Any, node: Any, fake: Any) -> None:
    node.workbench.actions.touch("evidence", [fake.ID], "evidence-x.zip")
    assert "1 report was packed as evidence." in client.get("/console/history").text
