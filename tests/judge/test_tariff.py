"""Which calls are billed as abroad, by what libphonenumber makes of real beginnings of numbers."""

import phonenumbers
import pytest
from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

from spamatlas.judge.tariff import NORTH_AMERICA, is_domestic


def country(number: str) -> str:
    return phonenumbers.region_code_for_number(phonenumbers.parse(number)) or ""


@pytest.mark.parametrize(
    ("number", "called"),
    [
        *(("+12025550123", "US"), ("+14165550123", "US"), ("+12125550123", "CA"), ("+17872345678", "US")),
        *(("+16719876543", "US"), ("+13402345678", "US"), ("+390669812345", "IT"), ("+35818123456", "FI")),
        *(("+4779021234", "NO"), ("+262269612345", "RE"), ("+61891641234", "AU"), ("+447400123456", "JE")),
    ],
)
def test_a_call_at_the_price_of_home_is_domestic(number: str, called: str) -> None:
    assert country(number)
    assert is_domestic(country(number), called)


@pytest.mark.parametrize(
    ("number", "called"),
    [
        *(("+18095550123", "US"), ("+18765550123", "US"), ("+14735550123", "CA"), ("+12842291234", "US")),
        *(("+12645550123", "PR"), ("+18685550123", "DO"), ("+77011234567", "RU"), ("+74951234567", "KZ")),
        *(("+59994611234", "BQ"), ("+5997151234", "CW"), ("+262262161234", "FR"), ("+590590271234", "FR")),
        *(("+447624123456", "GB"), ("+12025550123", "JM"), ("+3780549886377", "IT")),
    ],
)
def test_a_shared_code_alone_makes_none(number: str, called: str) -> None:
    assert country(number) not in ("", called)
    assert not is_domestic(country(number), called)


def test_what_bills_as_domestic_in_north_america_is_of_its_plan_and_no_island_of_the_caribbean_is() -> None:
    plan = {*COUNTRY_CODE_TO_REGION_CODE[1]}
    assert plan > NORTH_AMERICA
    assert {each for each in plan if is_domestic(each, "US")} == NORTH_AMERICA
    assert {"JM", "DO", "BB", "VG", "BM", "BS", "TC", "AG", "GD", "SX"} <= plan - NORTH_AMERICA


@pytest.mark.parametrize(("kind", "expected"), [("fixed", True), ("mobile", False), ("", False)])
def test_the_landlines_of_the_islands_cost_what_britains_do_and_their_mobiles_do_not(kind: str, expected: bool) -> None:
    assert is_domestic("JE", "GB", kind) is expected
    assert is_domestic("GB", "JE", kind)
