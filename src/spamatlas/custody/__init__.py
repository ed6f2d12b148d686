"""Evidence packages: the chain of custody, time stamps, packing, verifying. Bytes in, bytes out; no network.

Only what loads at once is named here: certificates and stamps are imported from their modules, when they are wanted.
"""

from spamatlas.custody.layout import original, stamp_on
from spamatlas.custody.layout import sheet as sheet_path
from spamatlas.custody.seal import Taken

__all__ = ["Taken", "original", "sheet_path", "stamp_on"]
