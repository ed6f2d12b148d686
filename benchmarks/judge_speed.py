"""Messages a second that the judge weighs on one core, parsing apart.

SPAMATLAS_CORPORA=… python -m benchmarks.judge_speed
"""

import os
import time
from pathlib import Path

from training.examples import lines, mails

from spamatlas.judge import Judge
from spamatlas.model import Origin

BATCH = 256


def main() -> None:
    folder = Path(os.environ["SPAMATLAS_CORPORA"])
    start = time.perf_counter()
    judge = Judge.load()
    print(f"load {1000 * (time.perf_counter() - start):.0f} ms")
    sets = {
        "mail": [each.message for each in mails(folder / "email/spamassassin.tar.gz", "sa")][:3072],
        "sms": list({each.message.text: each.message for each in lines(folder / "text/sms-uci.jsonl", "uci")}.values()),
    }
    for name, messages in sets.items():
        judge.weigh(messages[:BATCH], [Origin()] * len(messages[:BATCH]))
        start = time.process_time()
        for at in range(0, len(messages), BATCH):
            batch = messages[at : at + BATCH]
            judge.weigh(batch, [Origin()] * len(batch))
        spent = time.process_time() - start
        print(
            f"{name:5} {len(messages)} distinct: {1e6 * spent / len(messages):.0f} µs each, "
            f"{len(messages) / spent:.0f}/s a core"
        )


if __name__ == "__main__":
    main()
