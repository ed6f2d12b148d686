"""What the shipped judge makes of sets that trained nothing: SPAMATLAS_CORPORA=… python -m benchmarks.judge_measure"""

import json
import os
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from training.dedupe import without_copies
from training.examples import Example, lines, mails

from spamatlas.judge import Judge, Profile, conclude

BATCH = 256


def opinions(judge: Judge, examples: list[Example]) -> list:
    out = []
    for at in range(0, len(examples), BATCH):
        batch = examples[at : at + BATCH]
        out += judge.weigh([each.message for each in batch], [each.origin for each in batch])
    return out


def log_odds(opinion) -> float:
    p = min(max(opinion.spam, 1e-9), 1 - 1e-9)
    return float(np.log(p / (1 - p)))


def figures(name: str, ham: Iterable[float], spam: Iterable[float], bars: tuple[float, float]) -> str:
    ham, spam = np.sort(np.array(list(ham))), np.array(list(spam))
    line = f"{name:28} ham {len(ham):5} spam {len(spam):5}"
    at = ", ".join(
        f"{word} {np.mean(spam > np.log(bar / (1 - bar))):.1%}"
        + (f"/{np.mean(ham > np.log(bar / (1 - bar))):.1%}" if len(ham) else "")
        for word, bar in (("suspect", bars[0]), ("spam", bars[1]))
    )
    if len(ham) < 20 or len(spam) < 20:
        return f"{line}  caught/false at {at}"
    below = (np.searchsorted(ham, spam, "left") + np.searchsorted(ham, spam, "right")).sum() / 2
    area = below / len(ham) / len(spam)
    caught = [np.mean(spam > np.quantile(ham, 1 - budget, method="higher")) for budget in (0.01, 0.001)]
    budgets = f"caught {caught[0]:.1%} at 1 %, {caught[1]:.1%} at 0.1 %"
    return f"{line}  1-AUC {100 * (1 - area):6.2f} %  {budgets}  caught/false at {at}"


def main() -> None:
    folder = Path(os.environ["SPAMATLAS_CORPORA"])
    judge, profile = Judge.load(), Profile.load("neutral")
    bars = (profile.thresholds.suspect, profile.thresholds.spam)
    sets: dict[str, list[Example]] = {}
    for path in sorted((folder / "email").glob("*.content.tar.gz")):
        sets[path.name.removesuffix(".tar.gz")] = list(mails(path, path.name))
    phish = next(name for name in sets if name.startswith("phishing"))
    discussion = next(name for name in sets if name.startswith("discussion"))
    sets["phishing+discussion.content"] = sets.pop(phish) + sets.pop(discussion)
    for path in sorted((folder / "text").glob("*.jsonl")):
        if path.stem not in ("url-phishing", "sms-nigeria", "sms-uci", "sms-thai", "im-telegram", "social-youtube"):
            sets[path.stem] = list(lines(path, path.stem))
    for name, examples in sets.items():
        kept = examples if name.startswith(("campaign", "email-llm")) else list(without_copies(examples))
        given = opinions(judge, kept)
        odds = [log_odds(one) for one in given]
        split = {
            kind: [o for o, each in zip(odds, kept, strict=True) if each.is_spam is kind] for kind in (False, True)
        }
        print(figures(name, split[False], split[True], bars))
        if name == "campaign-variants":
            named(kept, given, profile)


def named(examples: list[Example], given: list, profile: Profile) -> None:
    """Macro F1 of categories with two campaigns or more, by the verdict."""
    campaigns: dict[str, set[str]] = {}
    for each in examples:
        if each.is_spam:
            campaigns.setdefault(each.category, set()).add(each.family)
    told = [conclude(one, None, profile).category for one in given]
    scores = {}
    for category in [name for name, families in campaigns.items() if len(families) >= 2] + ["not_spam"]:
        truth = [(each.category if each.is_spam else "not_spam") == category for each in examples]
        guess = [one == category for one in told]
        both = sum(t and g for t, g in zip(truth, guess, strict=True))
        scores[category] = round(2 * both / max(1, sum(truth) + sum(guess)), 3)
    print(" " * 6, "category F1", json.dumps(scores), "macro", round(float(np.mean(list(scores.values()))), 3))


if __name__ == "__main__":
    main()
