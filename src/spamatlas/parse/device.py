"""The device that a call was made on."""


def device_from(written: str) -> str:
    """The first 14 digits of an IMEI (3GPP TS 23.003, section 6.2), without check digit or version; empty for none."""
    digits = "".join(sign for sign in written[:40] if sign.isdecimal() and sign.isascii())
    return digits[:14] if 14 <= len(digits) <= 16 else ""
