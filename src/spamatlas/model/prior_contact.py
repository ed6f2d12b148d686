from msgspec import Struct


class PriorContact(Struct, frozen=True, gc=False):
    """What the filings of one reporter show, before a message, of whom it comes from and whom it went to.

    ``answers_own``: it answers a message that one of its recipients wrote and that was filed here. ``was_written_to``:
    one of its recipients wrote to its sender. ``had_wanted``: its recipients had messages of its sender that read like
    wanted ones. Who answers a message is only as sure as the sender is, so of a mail that nobody vouches for all are
    False.
    """

    answers_own: bool = False
    was_written_to: bool = False
    had_wanted: bool = False
