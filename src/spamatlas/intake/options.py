"""What holds for everything that is filed in one go."""

from collections.abc import Callable
from pathlib import Path

from msgspec import Struct

from spamatlas.model import Channel, MeasuringPoint


class Options(Struct, frozen=True, kw_only=True):
    """``reporter`` is a pseudonym (see ``intake.reporter``); ``secret`` makes one of a reporter that a line names.

    ``channel`` holds where a report states none. ``mapping`` is a TOML file that says what the columns of a
    table mean (see ``intake.mapping``). ``name_by_path`` makes a mail's path, as seen from the folder that was
    given, its caller's id: for scoring without filing, never for filing, where the same bytes must stay the
    same report. ``takes_anything`` makes a mail of what is empty or of no known kind, in place of a refusal: for
    scoring, where whoever asks wants a verdict on any bytes. Sizes are bytes.
    """

    reporter: str = ""
    secret: bytes = b""
    channel: Channel | None = None
    mapping: Path | None = None
    home_country: str = ""
    measuring_point: MeasuringPoint = MeasuringPoint.REPORTED
    max_report_bytes: int = 50_000_000
    max_archive_bytes: int = 4_000_000_000
    sample: bool = False
    name_by_path: bool = False
    takes_anything: bool = False
    mark: Callable[[str], int] | None = None
