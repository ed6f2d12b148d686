"""The two kinds of error that are not our bugs."""


class Rejected(Exception):  # noqa: N818  a fact about the input, in the domain's words
    """The input is bad; it is kept whole in quarantine and never retried by itself.

    ``code`` is stable, kebab-case and counted; ``detail`` says what to do next and holds no
    message text, address or number.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code
        self.detail = detail


class Unavailable(Exception):  # noqa: N818
    """The world is bad (a full disk, a server that is down); the work is retried with back-off."""
