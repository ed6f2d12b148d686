"""Whether an XARF report is well formed: the schema of version 4, and the few rules of version 3."""

import re
from collections.abc import Callable
from functools import cache
from importlib.resources import files
from typing import Any

import msgspec

_ABOUT_MESSAGES = {
    "messaging": {"spam", "bulk_messaging"},
    "content": {"phishing", "fraud", "malware", "brand_infringement", "suspicious_registration"},
}
_V3_ABOUT_MESSAGES = re.compile(r"spam|phish|fraud|scam|malware|messag", re.IGNORECASE)


def fault(document: dict[str, Any]) -> str:
    """Where and how a version 4 report breaks the schema, without the value; empty where it does not."""
    error = _first_error()(document)
    if error is None:
        return ""
    place = ".".join(str(part) for part in error.absolute_path) or "the report"
    if error.validator == "required":
        missing = [name for name in error.validator_value if name not in error.instance]
        return f"{place} has no {missing[0]}"
    return f"{place} breaks the rule of the schema on {error.validator}"


def fault_v3(document: dict[str, Any]) -> str:
    """The same for version 3, whose reports have ``Version``, ``ReporterInfo`` and ``Report`` with its type."""
    if not re.match(r"[23](?:\.|\Z)", str(document.get("Version", ""))):
        return "Version is neither 2 nor 3"
    report = document.get("Report")
    if not isinstance(document.get("ReporterInfo"), dict) or not isinstance(report, dict):
        return "ReporterInfo and Report must be objects"
    for key in ("ReportType", "Date"):
        if not isinstance(report.get(key), str):
            return f"Report has no {key}"
    return ""


def is_about_a_message(document: dict[str, Any]) -> bool:
    """Whether it tells of a message, or of a thing that messages lead to."""
    if "xarf_version" in document:
        return document.get("type") in _ABOUT_MESSAGES.get(str(document.get("category")), set())
    report = document["Report"]
    told = (str(report.get("ReportClass", "")), str(report.get("ReportType", "")), str(report.get("ReportSubType", "")))
    return bool(_V3_ABOUT_MESSAGES.search(" ".join(told)))


@cache
def _first_error() -> Callable[[dict[str, Any]], Any]:
    from jsonschema import Draft202012Validator  # noqa: PLC0415  takes 150 ms to load, and few files need it
    from jsonschema.exceptions import best_match  # noqa: PLC0415

    schema = msgspec.json.decode((files("spamatlas.intake") / "schemas" / "xarf_v4.json").read_bytes())
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return lambda document: best_match(validator.iter_errors(document))
