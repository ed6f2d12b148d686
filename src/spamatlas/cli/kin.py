"""What a campaign's wordings say of it and of others, for people."""

from collections.abc import Mapping, Sequence
from typing import Any

from spamatlas.cli.output import say


def say_kin(found: Sequence[Mapping[str, Any]]) -> None:
    """Of a campaign asked for by name: how many of its wordings are rewrites, what they mean, and what may be its
    maker's too.
    """
    for each in found:
        if (counts := each.get("wordings")) and counts["read"] > 1:
            say(f"  {counts['rewritten']} of its {counts['read']} wordings say another one in other words")
        for meant in each.get("meanings", ()):
            say(f"  {meant['text']} ({meant['wordings']} of its wordings, {meant['weight']:+.2f})")
        for name, title in (("joined", "Became part of it:"), ("kin", "Suggested, may be the same maker:")):
            if each.get(name):
                say(f"  {title}")
            for kin in each.get(name, ()):
                say(f"    {kin['campaign']}  {_explained(kin)}")


def _explained(kin: Mapping[str, Any]) -> str:
    common = ", ".join([*kin["shared_words"], f"{kin['likeness']:.2f} alike in meaning"])
    return f"{common}; not in common: {', '.join(kin['differing_words'])}" if kin["differing_words"] else common
