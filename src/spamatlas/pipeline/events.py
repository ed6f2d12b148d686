"""What the pipeline says of itself while it runs: facts as keys, never a message's content."""

from typing import Any


def events() -> Any:
    """Where events go; loaded with the first of them, for a process that begins has none to tell and work to do."""
    import structlog  # noqa: PLC0415  a tenth of a second, in every process that reads messages

    return structlog.get_logger()
