"""The document in a package: the same as the manifest and the chain, for people, as a PDF in their language."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Any

import fontpkg_noto_sans
import fontpkg_noto_sans_arabic
import msgspec
import typst

from spamatlas.custody.guide import PEOPLE, WARNING
from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.model import Channel, Handling, Manifest, PackedCampaign, PackedReport
from spamatlas.model.terms import term

MOST_ROWS = 200
"""A document of more lines is read by nobody; the manifest and the chain have all."""
LONGEST = 100
SHOWN_DIGITS = 12
"""So many digits of an id tell it from all others in a package; the manifest has all."""
_DOT = re.compile(r"(?<=[\w-])\.(?=[\w-])")
_LONG = re.compile(r"[!-~]{13,}")
_BETWEEN = re.compile(r"(?<=[]/.+?&=_-])(?![]/.+?&=_-]|\Z)")
_PIECE_SIGNS = 12
ZERO_WIDTH_SPACE = "\u200b"
"""Put into long names and addresses, so that they break where a column ends: behind a dot or slash if one is near."""
_KINDS: Mapping[str, str] = {
    "accepted": _("Taken in"),
    "sealed": _("Sealed with a time stamp"),
    "quarantined": _("Put into quarantine"),
    "spam": _("Called spam"),
    "ham": _("Called wanted"),
    "forget": _("A person's word taken back"),
    "undone": _("Undone"),
    "erased": _("Bytes destroyed"),
    "exported": _("Packed as evidence"),
}
"""What was done, as a line of the chain has it."""
_MISSING: Mapping[str, str] = {
    "evidence-erased": _("Destroyed; see the chain"),
    "evidence-missing": _("Not in the vault"),
    "evidence-damaged": _("Not readable any more"),
}


def document(manifest: Manifest, events: Sequence[Handling], language: Language) -> bytes:
    """A PDF to be kept (ISO 19005-2, level A) and to be read by everybody (ISO 14289-1).

    What strangers wrote is set as text that links to nothing, shortened and without unseen signs. Both standards forbid
    a sign that no font here has; with one, it is a PDF like any other, in which that sign is an empty box.
    """
    sheet = msgspec.json.encode(_sheet(manifest, events, language)).decode()
    at = manifest.made_at.replace(microsecond=0)
    try:
        return _set(sheet, at, ["a-2a", "ua-1"])
    except typst.TypstError:
        return _set(sheet, at, [])


def _set(sheet: str, at: datetime, standards: list[Any]) -> bytes:
    template = (files(__package__) / "document.typ").read_bytes()
    made = typst.compile(
        template,
        font_paths=_fonts(),
        sys_inputs={"sheet": sheet},
        format="pdf",
        pdf_standards=standards,
        timestamp=at,
    )
    return bytes(made)


@cache
def _fonts() -> typst.Fonts:
    """Latin, Greek, Cyrillic and Arabic from packages; Chinese and other scripts from the system, where it has them."""
    return typst.Fonts(font_paths=[str(each.ROOT / "files") for each in (fontpkg_noto_sans, fontpkg_noto_sans_arabic)])


def _sheet(manifest: Manifest, events: Sequence[Handling], language: Language) -> dict[str, Any]:
    name = language.listing(manifest.of)
    made = language.say("Made on {day} by the node {node}.", day=language.moment(manifest.made_at), node=manifest.node)
    held = language.count("It holds {n} report.", "It holds {n} reports.", len(manifest.reports))
    beyond = language.count("{n} further report is not in it.", "{n} further reports are not in it.", manifest.left_out)
    return {
        "title": language.say("Evidence package: {name}", name=name),
        "author": manifest.node,
        "language": language.code,
        "mirrored": language.is_mirrored,
        "footer": f"{name} · {language.moment(manifest.made_at)}",
        "lead": [
            made,
            f"{held} {beyond}" if manifest.left_out else held,
            *map(language.gettext, (WARNING, PEOPLE)),
        ],
        "parts": [
            *(_campaign(each, language) for each in manifest.campaigns),
            _reports(manifest.reports, language),
            _chain(events, language),
            _verifying(manifest, language),
        ],
    }


def _campaign(campaign: PackedCampaign, language: Language) -> dict[str, Any]:
    channels = [language.gettext(term(Channel(each)).name) for each in campaign.channels]
    facts = {
        _("Reports"): language.number(campaign.size),
        _("Reporters"): language.number(campaign.reporters),
        _("First and last report"): f"{language.moment(campaign.first_seen)} – {language.moment(campaign.last_seen)}",
        _("Verdict"): _word(campaign.ruling, language),
        _("Kind"): _word(campaign.category, language),
        _("Lure"): _word(campaign.lure, language),
        _("Channel"): language.listing(channels),
        _("Language"): language.listing(map(language.language, campaign.languages)),
        _("Sources: countries"): language.listing(map(language.country, campaign.countries)),
        _("Links to"): language.listing(map(_harmless, campaign.domains)),
    }
    title = language.say("Campaign {name}", name=campaign.campaign)
    return _part(title, facts=[(language.gettext(name), said) for name, said in facts.items() if said])


def _reports(reports: Sequence[PackedReport], language: Language) -> dict[str, Any]:
    widths = {
        _("Report"): 11,
        _("Received"): 13,
        _("How it was obtained"): 21,
        _("What it was taken for"): 17,
        _("From"): 18,
        _("SHA-256 of its bytes"): 20,
    }
    shown = [_report(each, language) for each in reports[:MOST_ROWS]]
    lines = [_shortened(len(reports), language)] if len(reports) > MOST_ROWS else []
    return _part(language.gettext("Reports"), lines=lines, table=_table(widths, shown, language))


def _report(report: PackedReport, language: Language) -> list[Any]:
    """How it was obtained: channel, point of the way, format, and who filed it, a pseudonym."""
    reporter = language.say("reporter {pseudonym}", pseudonym=_foreign(report.reporter[:SHOWN_DIGITS]))
    words = [_word(report.channel, language), _word(report.measuring_point, language)]
    taken_for = [_word(report.ruling, language), _word(report.category, language), report.profile]
    network = f"AS{report.asn} {report.operator}" if report.asn else ""
    country = language.country(report.country) if report.country else ""
    whence = [_harmless(report.sender), country, _foreign(network)]
    digest = report.sha256 if report.path else language.gettext(_MISSING.get(report.missing, "Not in the package"))
    return [
        _code(report.id),
        _moment(report.received_at, language),
        " · ".join([*filter(None, words), _foreign(report.media_type), reporter]),
        " · ".join(each for each in taken_for if each),
        " · ".join(filter(None, whence)),
        _code(digest) if report.path else digest,
    ]


def _chain(events: Sequence[Handling], language: Language) -> dict[str, Any]:
    widths = {_("Line"): 8, _("When"): 26, _("What was done"): 24, _("Report"): 18, _("Who"): 24}
    shown = [
        [
            language.number(each.number),
            _moment(each.at, language),
            language.gettext(_KINDS[each.kind]),
            _code(each.report[:SHOWN_DIGITS]),
            _code(each.who[: len("reporter:") + SHOWN_DIGITS]),
        ]
        for each in events[:MOST_ROWS]
    ]
    lines = [
        language.gettext(
            "Each line names the hash of the line before it, so that none can be changed, taken out or moved."
        ),
        *([_shortened(len(events), language)] if len(events) > MOST_ROWS else []),
    ]
    return _part(language.gettext("Chain of custody"), lines=lines, table=_table(widths, shown, language))


def _verifying(manifest: Manifest, language: Language) -> dict[str, Any]:
    lines = [
        language.gettext(
            "A time stamp (RFC 3161) on the hashes of all files says that they have not changed since. The file "
            "README.txt says how to verify it with or without Spamatlas. Compare the fingerprint of the authority with "
            "what the node's people tell you by another way."
        )
    ]
    facts = [
        (language.gettext("Fingerprint of the authority (SHA-256)"), _code(manifest.authority)),
        (language.gettext("Last line of the chain (SHA-256)"), _code(manifest.chain.head)),
        (language.gettext("Made by"), manifest.software),
    ]
    return _part(language.gettext("How it can be verified"), lines=lines, facts=facts)


def _part(
    title: str, lines: Sequence[str] = (), facts: Sequence[tuple[str, Any]] = (), table: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    return {"title": title, "lines": lines, "facts": facts, "table": table}


def _table(widths: Mapping[str, int], rows: Sequence[Sequence[Any]], language: Language) -> dict[str, Any]:
    """``widths`` are those of the columns, by what stands above them."""
    return {"head": [language.gettext(each) for each in widths], "widths": list(widths.values()), "rows": rows}


def _shortened(all_of_them: int, language: Language) -> str:
    return language.say(
        "The first {shown} of {all} are shown; the other files have all.",
        shown=language.number(MOST_ROWS),
        all=language.number(all_of_them),
    )


def _word(value: StrEnum | None, language: Language) -> str:
    return language.gettext(term(value).name) if value else ""


def _code(text: str) -> dict[str, str]:
    return {"code": text}


def _harmless(text: str) -> str:
    """What a stranger wrote, with its addresses broken."""
    return _foreign(_DOT.sub("[.]", text[:LONGEST]))


def _foreign(text: str) -> str:
    """Without signs that steer or hide, in a direction of its own (UAX #9); it breaks where a column ends."""
    seen = "".join(each for each in text[:LONGEST] if unicodedata.category(each)[0] != "C")
    broken = _LONG.sub(lambda found: ZERO_WIDTH_SPACE.join(_pieces(found.group())), seen)
    return f"\u2068{broken}\u2069" if broken else ""


def _pieces(long: str) -> list[str]:
    """What may stand on lines of their own: each of as many signs as fit a column, or a single one."""
    return [part for each in _BETWEEN.split(long) for part in ([each] if len(each) <= _PIECE_SIGNS else each)]


def _moment(at: datetime, language: Language) -> str:
    """As everywhere, but it may go over two lines: a column is narrow."""
    return language.moment(at).replace("\u00a0", " ")
