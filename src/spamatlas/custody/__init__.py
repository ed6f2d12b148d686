"""Evidence packages: the chain of custody, time stamps, packing, verifying. Bytes in, bytes out; no network."""

from spamatlas.custody.authority import Authority, answer, make, renewed
from spamatlas.custody.layout import original, stamp_on
from spamatlas.custody.layout import sheet as sheet_path
from spamatlas.custody.seal import Taken
from spamatlas.custody.time_stamp import Stamper, certificates, fingerprint, stamped
from spamatlas.custody.time_stamp import read as read_stamp
from spamatlas.custody.verification import Assurance, Verification, verify

__all__ = [
    "Assurance",
    "Authority",
    "Stamper",
    "Taken",
    "Verification",
    "answer",
    "certificates",
    "fingerprint",
    "make",
    "original",
    "read_stamp",
    "renewed",
    "sheet_path",
    "stamp_on",
    "stamped",
    "verify",
]
