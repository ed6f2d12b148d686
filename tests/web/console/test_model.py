"""The page of the model in shadow."""

from typing import Any


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


def test_it_is_for_the_operator_alone(fake: Any) -> None:
    from litestar.testing import TestClient

    from spamatlas.web import create_app

    with TestClient(create_app(fake.FakeNode(host="0.0.0.0")), base_url="http://127.0.0.1:8052") as stranger:
        assert stranger.get("/console/model").status_code in (401, 403)
