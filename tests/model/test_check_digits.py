"""Numbers published as examples pass; with any one figure changed, or two neighbours swapped, none does."""

import pytest

from spamatlas.model.check_digits import passes_luhn, passes_mod_97

CARD = "4111111111111111"
IBANS = ("GB82WEST12345698765432", "DE89370400440532013000", "MT84MALT011000012345MTLCAST001S")


@pytest.mark.parametrize("card", [CARD, "378282246310005", "79927398713"])
def test_a_card_with_a_figure_changed_does_not_pass(card: str) -> None:
    assert passes_luhn(card)
    for place, figure in enumerate(card):
        assert not passes_luhn(f"{card[:place]}{(int(figure) + 1) % 10}{card[place + 1 :]}")


@pytest.mark.parametrize("iban", IBANS)
def test_an_iban_with_a_sign_changed_or_two_swapped_does_not_pass(iban: str) -> None:
    assert passes_mod_97(iban)
    for place in range(2, len(iban)):
        if iban[place].isdigit():
            assert not passes_mod_97(f"{iban[:place]}{(int(iban[place]) + 1) % 10}{iban[place + 1 :]}")
        if iban[place - 1 : place + 1].isdigit() and iban[place - 1] != iban[place]:
            assert not passes_mod_97(f"{iban[: place - 1]}{iban[place]}{iban[place - 1]}{iban[place + 1 :]}")
