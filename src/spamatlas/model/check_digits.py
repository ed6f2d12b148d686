"""Whether the check digits of a payment account hold: what tells one from any other run of figures."""


def passes_luhn(card: str) -> bool:
    """Of a card's number, digits alone (ISO/IEC 7812-1, annex B)."""
    digits = [int(digit) for digit in reversed(card)]
    return (sum(digits[::2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[1::2])) % 10 == 0


def passes_mod_97(iban: str) -> bool:
    """Of an IBAN, capital letters and digits without blanks (ISO 13616, after ISO/IEC 7064)."""
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1
