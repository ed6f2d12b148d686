"""A JSON file of one report, or a list of reports."""

import msgspec

from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal, Refused
from spamatlas.intake.report_line import report
from spamatlas.intake.source import Source

_list = msgspec.json.Decoder(list[msgspec.Raw])
_object = msgspec.json.Decoder(dict[str, msgspec.Raw])
_OUR_KEYS = ("channel", "text", "raw")


def recognise(source: Source, _options: Options) -> Likeness:
    """Any JSON that no other reader knows better."""
    if source.head.lstrip()[:1] in {b"{", b"["}:
        return Likeness.POSSIBLE
    return Likeness.NAMED if source.file_name.endswith(".json") else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """The report, or those of a list, the n-th named ``path#n``.

    Raises:
        Refused: ``too-large``, ``ill-formed``, ``unknown-kind``.
    """
    text = source.read(reading.options.max_report_bytes).strip()
    try:
        if text[:1] == b"[":
            for place, each in enumerate(_list.decode(text), 1):
                yield from report(f"{source.name}#{place}", bytes(each), reading)
            return
        keys = _object.decode(text)
    except UnicodeDecodeError:
        yield Refusal(source.name, "not UTF-8: write the file in UTF-8", "not-utf8")
        return
    except (msgspec.DecodeError, RecursionError) as error:
        raise Refused("ill-formed", f"not JSON: {str(error)[:100]}") from error
    if not any(key in keys for key in _OUR_KEYS):
        raise Refused("unknown-kind", "a JSON object, but no report: it has none of channel, text, raw, xarf_version")
    yield from report(source.name, text, reading)


READER = Reader(
    name="json",
    summary="a JSON file of one report or a list of them",
    recognise=recognise,
    read=read,
    media_types=("application/json", "application/vnd.spamatlas.report+json"),
)
