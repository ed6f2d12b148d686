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
_NEAR = {"value": 0.1, "low": 0.05, "high": 0.25}
_EFFECT = {
    "kind": "fell", "before_days": 7, "after_days": 7, "before": 70, "after": 7, "ratio": _NEAR, "like": 25,
    "expected": {"value": 41.3, "low": 18.2, "high": 93.6}, "against": _NEAR,
}  # fmt: skip
_FEW = {**_EFFECT, "kind": "few", "ratio": None, "like": 0, "expected": None, "against": None}
_ALONE = {**_EFFECT, "kind": "alone", "like": 1, "expected": None, "against": None}
_DONE = {
    "number": 5, "kind": "host_down", "taken_on": _DAY, "effective_on": None, "target_kind": "host", "target": HOSTILE,
    "organisation": HOSTILE, "note": HOSTILE, "noted_at": NOW, "noted_by": HOSTILE, "beside": 1, "effect": _EFFECT,
    "aimed_at": {"before": 60, "after": 0}, "turned_to": {"hosts": [{"value": HOSTILE, **_SPAN}]}, "looked_at": 9,
}  # fmt: skip
_EARLY = {
    **_DONE, "kind": "warning", "taken_on": _DAY - timedelta(days=55), "effective_on": _DAY, "target": "",
    "target_kind": "campaign", "aimed_at": None, "turned_to": {}, "beside": 0, "effect": _FEW,
}  # fmt: skip
COUNTERMEASURES = [_EARLY, _DONE, {**_DONE, "number": 6, "effect": _ALONE}, {**_EARLY, "number": 7, "effect": None}]
LIVED: dict[str, Any] = {
    "ways": [
        {
            "source": ("network", f"64500 {HOSTILE}", "KE"),
            "target": ("gateway", HOSTILE, "FR"),
            "reports": 4,
            "reporters": 3,
            "certainty": 0.6,
        }
    ],
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
        "destination_operators": [{"value": HOSTILE, **_SPAN}],
        "countries": [{"value": "KE", **_SPAN}], "destinations": [], "routes": [{"value": "sim_box", **_SPAN}],
        "operators": [{"value": "64500", "name": HOSTILE, **_SPAN}], "channels": [{"value": "sms", **_SPAN}],
        "languages": [{"value": "sw", "first": _DAY, "last": _DAY}],
    },
    "variants": {"distinct": 40, "reports": 9, "shown": _SHOWN},
    "countermeasures": COUNTERMEASURES,
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
MEANINGS = [
    {"text": "Its meaning is close to that of loan spam.", "wordings": 4, "weight": 1.5},
    {"text": "Its meaning is close to that of wanted messages.", "wordings": 1, "weight": -0.25},
]
