"""What was said of a call and left out, as no such value is known; told with the verdict, and no sign either way."""

from spamatlas.model import Message, Reason

_CODE = "call-value"
_UNKNOWN = "unknown-"
_TEXT = "What the report says of the call under {key} is no value that it can have: it was left out."
_KEYS = ("attestation", "verstat", "ring_seconds", "talk_seconds")
_SAID = {_UNKNOWN + key: Reason(_CODE, 0.0, _TEXT, {"key": key}) for key in _KEYS}


def left_out(message: Message) -> tuple[Reason, ...]:
    """A reason for each value of a call that was left out (``parse.call_values``); most messages have none."""
    return tuple([_SAID[each] for each in message.warnings if each in _SAID]) if message.warnings else ()
