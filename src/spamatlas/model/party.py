from msgspec import Struct

from spamatlas.model.vocabulary import PartyKind


class Party(Struct, frozen=True):
    """One end of a message: an address, a number, a code, a name or a handle.

    ``value`` is normalised by the parser: E.164 for numbers (ITU-T E.164), lower-case
    A-labels for mail domains (RFC 5890, section 2.3.2.1). The raw form stays in the submission.
    ``name`` is the display name, as the sender chose it.
    """

    kind: PartyKind
    value: str
    name: str = ""
