"""What everything that the fake node shows goes by; the words are as hostile as a stranger can make them."""

from datetime import UTC, datetime

HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}\u202egnp.exe\u2066\x00\u200b "
    "javascript:alert(3) http://evil.example/a"
)
ID = "0123456789abcdef0123456789abcdef"
CAMPAIGN = "C-00000000000000aa"
OTHER_CAMPAIGN = "C-00000000000000bb"
NOW = datetime(2026, 3, 5, 12, 0, tzinfo=UTC)
