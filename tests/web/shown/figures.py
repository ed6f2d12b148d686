"""Rows of every statistic that a page asks for."""

from datetime import timedelta
from typing import Any

from tests.web.shown.names import CAMPAIGN, HOSTILE, NOW

_COUNTS = {"reports": 9, "reporters": 4}
_SEEN = {"first_seen": NOW, "last_seen": NOW}
ROWS: dict[str, list[dict[str, Any]]] = {
    "volume": [
        {"time": NOW - timedelta(days=2, hours=12), "channel": "sms", "reports": 9, "reporters": 4},
        {"time": NOW - timedelta(hours=12), "channel": "email", "reports": 3, "reporters": 1},
    ],
    "volume_usual": [
        {"time": NOW.replace(hour=0) - timedelta(days=2), "reports": 9, "reporters": 4, "weeks": 2, "usual": 3.0,
         "least": 2, "most": 4},
        {"time": NOW.replace(hour=0) - timedelta(days=1), "reports": 3, "reporters": 3, "weeks": 0, "usual": 0.0,
         "least": 0, "most": 0},
    ],
    "category_change": [
        {"category": "phishing", "before": 2, **_COUNTS}, {"category": "not_spam", "before": 1, **_COUNTS}
    ],
    "countermeasures": [
        {"kind": "notice", "countermeasures": 4, "campaigns": 3, "median_days_to_act": 2.0, "measured": 2,
         "median_ratio": 0.4, "reporters": 9}
    ],
    "targets_by_operator": [{"operator": HOSTILE, "country": "KE", **_COUNTS}],
    "rewritten_share": [
        {"time": NOW, "channel": "sms", "rewritten": 3, "percent": 33.3, **_COUNTS},
        {"time": NOW, "channel": "email", "reports": 4, "rewritten": 0, "percent": 0.0, "reporters": 3},
    ],
    "rising_lures": [{"lure": "parcel", "before": 0, **_COUNTS}],
    "rising_domains": [{"domain": f"evil.example{HOSTILE}", "before": 3, **_COUNTS}],
    "new_campaigns": [
        {"campaign": CAMPAIGN, "category": "phishing", "ruling": "spam", "lure": "parcel", "channels": ["sms"],
         **_COUNTS, **_SEEN}
    ],
    "campaigns_of_country": [
        {"campaign": CAMPAIGN, "category": "fraud", "ruling": "spam", "lure": "none", "channels": ["sms"],
         **_COUNTS, **_SEEN}
    ],
    "categories": [{"category": "phishing", "ruling": "spam", **_COUNTS}],
    "origins_by_country": [{"country": "KE", **_COUNTS}, {"country": "", **_COUNTS}],
    "origins_by_network": [{"asn": 64500, "operator": HOSTILE, "country": "KE", **_COUNTS}],
    "languages": [{"language": "sw", **_COUNTS}],
    "link_domains": [{"domain": f"evil.example{HOSTILE}", **_COUNTS, **_SEEN}],
    "lures": [{"lure": "parcel", "call_to_action": "link", **_COUNTS}],
    "campaigns": [
        {"campaign": CAMPAIGN, "category": "phishing", "ruling": "spam", "lure": "parcel", "channels": ["sms"],
         **_COUNTS, "last_day": 5, "day_before": 2, **_SEEN}
    ],
    "routes": [{"source": "KE", "transit": "NL GB", "destination": "FR", "route_class": "sim_box", **_COUNTS}],
    "country_pairs": [
        {"source": "KE", "destination": "FR", "route_class": "sim_box", **_COUNTS},
        {"source": "FR", "destination": "FR", "route_class": "on_net", **_COUNTS},
    ],
    "route_edges": [
        {"from_kind": "network", "from": f"64500 {HOSTILE}", "from_country": "KE", "to_kind": "gateway", "to": HOSTILE,
         "to_country": "", "certainty": 0.4, "volume": 9, **_COUNTS},
        {"from_kind": "gateway", "from": HOSTILE, "from_country": "", "to_kind": "country", "to": "FR",
         "to_country": "FR", "certainty": 0.85, "volume": 9, **_COUNTS},
    ],
    "places_on_the_way": [
        {"kind": "gateway", "place": HOSTILE, "country": "KE", "sources": 2, "channels": ["sms"], "certainty": 0.85,
         **_COUNTS}
    ],
    "verdicts": [{"ruling": "spam", "unsolicited": "yes", "bulk": "unknown", **_COUNTS}],
    "coverage": [{"known_by": "number_plan", **_COUNTS, **_SEEN}],
    "quarantine": [{"code": "damaged", "reports": 1, "last_seen": NOW}],
    "reports": [{"channel": "=HYPERLINK(1)", **_COUNTS}],
}  # fmt: skip
