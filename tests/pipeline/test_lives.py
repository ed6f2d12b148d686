"""What is told of a campaign beside what the store counts."""

from typing import Any

from spamatlas.pipeline.lives import brands, network


def row(value: str, reports: int) -> dict[str, Any]:
    return {"value": value, "reports": reports}


def test_borrowed_names_are_found_in_hosts_and_senders_and_the_own_domain_is_none() -> None:
    found = brands([row("dhl-fee.example", 3), row("track.dhl.com", 50), row("DHL", 9), row("pay@paypa1.example", 2)])
    assert [(each["value"], each["reports"]) for each in found] == [("dhl", 9), ("paypal", 2)]
    assert brands([row("+447700900123", 4), row("parcel.example", 4)]) == []


def test_a_network_is_its_number_and_its_operators_name() -> None:
    assert network(row("64500\tAlpha", 2)) == {"value": "64500", "name": "Alpha", "reports": 2}
    assert network(row("64500\t", 2))["name"] == ""
