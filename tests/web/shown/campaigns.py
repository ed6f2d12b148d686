"""A campaign as a list has it, what is known of it beside, and two of them side by side."""

from datetime import timedelta
from typing import Any

from tests.web.shown.names import CAMPAIGN, HOSTILE, ID, NOW

_SEEN = {"first_seen": NOW, "last_seen": NOW}
CAMPAIGN_ROW: dict[str, Any] = {
    "campaign": CAMPAIGN, "size": 9, "reporters": 4, "first_seen": NOW, "last_seen": NOW, "channels": ["sms"],
    "languages": ["sw"], "countries": ["KE"], "domains": [HOSTILE], "route_classes": ["sim_box"], "spam": 0.93,
    "ruling": "spam", "category": "phishing", "lure": "parcel", "call_to_action": "link",
    "last_day": 5, "day_before": 2, "name": HOSTILE[:80], "is_pinned": True,
}  # fmt: skip
_SPAN = {"reports": 2, "reporters": 1, **_SEEN}
_DAY = NOW.date()
_SHOWN = [
    {"sequence": 7, "report": ID, **_SPAN, "days": [{"day": _DAY, "reports": 2}]},
    {"report": ID[::-1], **_SPAN, "reports": 1, "days": [{"day": _DAY, "reports": 1}]},
    {"report": "", **_SPAN, "days": [{"day": _DAY, "reports": 2}]},
]
LIVED: dict[str, Any] = {
    "ties": [{"value": "shared_link", "words": HOSTILE, "reports": 2, "alike": 0.5, "joined": 1}],
    "life": {
        "phase": "quiet", "week": 0, "week_before": 3, "quiet_since": _DAY + timedelta(days=1),
        "stretches": [
            {"first": _DAY - timedelta(days=60), "last": _DAY - timedelta(days=50), "reports": 12,
             "peak": _DAY - timedelta(days=55), "peak_reports": 9},
            {"first": _DAY, "last": _DAY, "reports": 9, "peak": _DAY, "peak_reports": 9},
        ],
        "days": [{"day": _DAY - timedelta(days=60), "reports": 3, "reporters": 2},
                 {"day": _DAY, "reports": 9, "reporters": 4}],
    },
    "spread": {
        "looked_at": 2,
        **{name: [{"value": HOSTILE, **_SPAN}] for name in ("hosts", "numbers", "senders", "brands")},
        "countries": [{"value": "KE", **_SPAN}], "destinations": [], "routes": [{"value": "sim_box", **_SPAN}],
        "operators": [{"value": "64500", "name": HOSTILE, **_SPAN}], "channels": [{"value": "sms", **_SPAN}],
        "languages": [{"value": "sw", "first": _DAY, "last": _DAY}],
    },
    "variants": {"distinct": 40, "reports": 9, "shown": _SHOWN},
}  # fmt: skip
_BOTH = {"value": HOSTILE, "first": 3, "second": 1}
_COMMON = {"in_first": 4, "in_second": 2, "in_both": 1, "both": [_BOTH], "first": [_BOTH], "second": [_BOTH]}
PAIR: dict[str, Any] = {
    "common": {
        **dict.fromkeys(("hosts", "numbers", "senders", "wordings"), _COMMON),
        "operators": {**_COMMON, "both": [{**_BOTH, "value": "64500", "name": HOSTILE}], "first": [], "second": []},
    },
    "joins": [{"value": "near_copy", "words": HOSTILE, "alike": 0.6}],
    "nearest": {"first": ID, "second": ID[::-1], "alike": 0.7},
}
KIN = [
    {"campaign": "C-0000000000000009", "likeness": 0.91, "shared": ["page_path"], "differing": ["network"],
     "shared_words": ["the same page path"], "differing_words": [HOSTILE]},
    {"campaign": "C-000000000000000a", "likeness": 0.6, "shared": [], "differing": [], "shared_words": [],
     "differing_words": []},
]  # fmt: skip
WORDINGS = {"read": 5, "rewritten": 2}
