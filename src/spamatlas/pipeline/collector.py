"""The garbage collector, told how a node lives: batches of records without cycles, beside what stays for good.

Records that come by the thousand and hold nothing but words, numbers and their like say ``gc=False``: no cycle can go
through them, so nobody needs to look at them.
"""

import gc

NEW_OBJECTS = 400_000
"""Before the youngest are looked through: more than are on their way at once. With the default of 700, looking took a
tenth of a worker's time and a third of the writer's (6,046 mails, 16,384 texts, November 2026); with 50,000 still 7
microseconds of a text's 120 in the node, 4 with this, 1 with ``gc=False`` beside it (40,000 texts)."""


def rest() -> None:
    """Look at nothing while what stays for good is loaded; ``freeze`` ends it."""
    gc.disable()


def freeze() -> None:
    """Take what was loaded out of sight without a look: there is next to no waste in it, and looking takes its time."""
    gc.freeze()
    gc.enable()


def settle() -> None:
    """Take all that is loaded by now out of sight, and look at what is new a batch at a time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(NEW_OBJECTS, 20, 20)
