"""What a node says of itself while it runs: one line an event, facts as keys, never a message's content."""

import sys
from collections.abc import MutableMapping
from typing import Any

import structlog


def tell_events() -> None:
    """Events go to the error stream; of an error the class and the place in our code, no values."""
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
            _without_values,
            structlog.processors.JSONRenderer(),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def _without_values(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """An error's own text may quote a message."""
    for error in event.get("exception") or ():
        if isinstance(error, dict):
            error.pop("exc_value", None)
    return event
