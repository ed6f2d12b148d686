from msgspec import Struct


class PriorContact(Struct, frozen=True, gc=False):
    """What the filings of one reporter show, before a message, of whom it comes from and whom it went to.

    ``answers_own``: it answers a message that one of its recipients wrote and that was filed here. ``was_written_to``:
    one of its recipients wrote to its sender. ``had_wanted``: its recipients had messages of its sender that read like
    wanted ones. ``opted_out``: all that one of its recipients last wrote to its sender was to send no more. Who answers
    a message is only as sure as the sender is, so of a mail that nobody vouches for the first three are False.
    """

    answers_own: bool = False
    was_written_to: bool = False
    had_wanted: bool = False
    opted_out: bool = False
