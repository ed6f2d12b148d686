import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.model import campaign_name, campaign_number


@given(st.integers(min_value=1, max_value=2**64 - 1))
def test_a_campaign_s_name_leads_back_to_it(number: int) -> None:
    assert campaign_number(campaign_name(number)) == number


@pytest.mark.parametrize(
    "name", ["", "C-", "C-0000000000000000", "C-10000000000000000", "C--1", "-1", "C-1_000", "0x1", "C-١", "C-1 "]
)
def test_what_names_no_campaign_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="is no campaign's name"):
        campaign_number(name)
