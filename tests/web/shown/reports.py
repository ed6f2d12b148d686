"""A report as a list has it, and whole."""

from typing import Any

from tests.web.shown.names import CAMPAIGN, HOSTILE, ID, NOW

from spamatlas.log import Entry

REPORT_ROW: dict[str, Any] = {
    "sequence": 7, "id": ID, "received_at": NOW, "channel": "email", "measuring_point": "reported", "sample": False,
    "sender_kind": "email", "sender": HOSTILE, "country": "KE", "asn": 64500, "operator": HOSTILE,
    "route_class": "unknown", "domains": [HOSTILE], "volume": 1, "erased": 0,
    "campaign": CAMPAIGN, "spam": 0.93, "ruling": "spam",
    "category": "phishing", "lure": "parcel", "call_to_action": "link", "unsolicited": "yes", "bulk": "unknown",
    "language": "sw", "profile": "neutral/1", "inherited": False,
}  # fmt: skip
_REASON = {"code": "x", "weight": 1.5, "text": "Odd: {message} {what}", "facts": {"message": HOSTILE, "what": HOSTILE}}
_EVIDENCE = {"value": "yes", "score": 0.9, "reasons": [_REASON]}
REPORT: dict[str, Any] = {
    "log": Entry(sequence=7, id=ID, media_type=HOSTILE, received_at=NOW, reporter="r", caller_id="", channel=None),
    "evidence": None,
    "quarantine": {"code": "damaged", "detail": HOSTILE},
    "report": {"channel": "email", "campaign": CAMPAIGN, "received_at": NOW, "sample": 0},
    "message": {
        "authentication": [{"server": HOSTILE, "method": HOSTILE, "result": "fail", "domain": HOSTILE}],
    },
    "origin": {
        "country": "KE", "asn": 64500, "operator": HOSTILE, "known_by": HOSTILE, "certainty": 0.4,
        "route_class": "peer", "source_address": "192.0.2.1", "authenticated_domain": HOSTILE,
        "route": [
            {"name": HOSTILE, "address": HOSTILE, "asn": 1, "operator": HOSTILE, "country": "KE", "trusted": True}
        ],
        "contacts": [{"role": "network_abuse", "address": HOSTILE, "organisation": HOSTILE}],
        "sightings": [{"subject": HOSTILE, "value": HOSTILE, "known_by": HOSTILE, "certainty": 0.5, "detail": HOSTILE}],
    },
    "assignment": {"campaign": CAMPAIGN, "size": 2},
    "verdict": {
        "spam": 0.93, "ruling": "spam", "category": "phishing", "lure": "parcel", "call_to_action": "link",
        "language": "sw", "unsolicited": _EVIDENCE, "bulk": _EVIDENCE, "reasons": [_REASON], "profile": "neutral/1",
        "model": "m", "inherited": True,
    },
}  # fmt: skip
