"""Places in their order, none made up, however many a record names."""

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import Sighting, WaypointKind
from spamatlas.trace.certainty import winners
from spamatlas.trace.waypoints import _BETWEEN, MOST_BETWEEN, waypoints

SUBJECTS = ["country", "asn", "operator", "platform", "destination", "route_class", "spoof", *_BETWEEN]


def way(*sightings: Sighting) -> list[tuple[str, str, str]]:
    return [(each.kind.value, each.name, each.country) for each in waypoints(winners(sightings), sightings)]


def seen(subject: str, value: str, country: str = "") -> Sighting:
    return Sighting(subject, value, "statement", 0.5, country=country)


def test_one_place_is_no_way() -> None:
    assert way(seen("country", "GB")) == []
    assert way() == []


def test_the_source_is_the_most_exact_that_is_known() -> None:
    end = seen("destination", "FR")
    assert way(seen("country", "GB"), end)[0] == ("country", "GB", "GB")
    assert way(seen("country", "GB"), seen("operator", "Tel"), end)[0] == ("operator", "Tel", "GB")
    named = way(seen("country", "GB"), seen("operator", "Tel"), seen("asn", "64500"), end)
    assert named[0] == ("network", "64500 Tel", "GB")


def test_what_stays_at_home_is_a_way_too() -> None:
    assert way(seen("country", "GB"), seen("destination", "GB")) == [("country", "GB", "GB")] * 2


def test_what_lies_between_stands_in_the_order_of_travel_whatever_tracer_spoke_first() -> None:
    found = [seen("gateway", "+33600", "FR"), seen("relay", "a.example"), seen("service", "Bulk")]
    ends = [seen("country", "GB"), seen("destination", "FR")]
    assert [name for _, name, _ in way(*found, *ends)] == ["GB", "Bulk", "a.example", "+33600", "FR"]


@given(st.lists(st.builds(seen, st.sampled_from(SUBJECTS), st.text(max_size=80), st.sampled_from(["", "GB"]))))
def test_a_way_is_short_and_every_place_on_it_was_seen(sightings: list[Sighting]) -> None:
    found = waypoints(winners(sightings), sightings)
    assert len(found) <= MOST_BETWEEN + 2
    assert len(found) != 1
    for each in found:
        assert each.kind in set(WaypointKind)
        assert len(each.name) <= 48
        assert "\t" not in each.name
        assert 0 <= each.certainty <= 1
