"""The page of the model in shadow."""

from typing import Any

from msgspec import structs

from spamatlas.pipeline.shadow import Share


def test_the_model_in_shadow_is_shown_with_intervals_and_examples(
    client: Any, node: Any, fake: Any, monkeypatch: Any
) -> None:
    text = client.get("/console/model").text
    assert "1 of 40" in text
    assert "95 % interval" in text
    assert "Reports hold more that the model does not know." in text
    assert "1 of 4" in text
    assert f"/console/reports/{fake.ID}" in text
    assert "<script>alert" not in text
    monkeypatch.setattr(node.workbench, "shadow", lambda: None)
    assert "No model runs in shadow." in client.get("/console/model").text


def test_the_page_says_whether_it_can_be_promoted_and_what_is_missing(client: Any, node: Any, monkeypatch: Any) -> None:
    trial = node.workbench.shadow()
    for lost, ham, said in (
        (0, 7, "7 of the 100 wanted reports that are needed were compared."),
        (5, 200, "Of 200 wanted reports it alone rules 5 spam, more than 1"),
        (0, 200, "It can be promoted: of 200 wanted reports it alone rules 0 spam"),
    ):
        share = Share(lost, ham, 0.0, 0.5)
        monkeypatch.setattr(node.workbench, "shadow", lambda share=share: structs.replace(trial, ham_newly_lost=share))
        text = client.get("/console/model").text
        assert said in text
        assert ("--anyway" in text) is not said.startswith("It can")


def test_it_is_for_the_operator_alone(fake: Any) -> None:
    from litestar.testing import TestClient

    from spamatlas.web import create_app

    with TestClient(create_app(fake.FakeNode(host="0.0.0.0")), base_url="http://127.0.0.1:8052") as stranger:
        assert stranger.get("/console/model").status_code in (401, 403)
