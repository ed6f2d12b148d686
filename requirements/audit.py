"""What a node is built of, and what is publicly known against it: ``make audit``.

Writes ``artefacts/sbom.cdx.json`` (CycloneDX 1.6) of the running parts, and asks for advisories of every pinned part.
Exit code 1 where something is known; where the advisories can't be reached it says so, for then nothing was looked up.
"""

import subprocess
import sys
from pathlib import Path

import msgspec

HERE = Path(__file__).parent
ARTEFACTS = HERE.parent / "artefacts"
PINNED = ("run", "postgresql", "test", "browser", "train", "audit")


def main() -> int:
    """Write the bill, then look up what is known."""
    ARTEFACTS.mkdir(exist_ok=True)
    bill = ARTEFACTS / "sbom.cdx.json"
    subprocess.run(
        [
            *(sys.executable, "-m", "cyclonedx_py", "requirements", HERE / "run.txt"),
            *("--pyproject", HERE.parent / "pyproject.toml", "--output-reproducible", "--output-file", bill),
        ],
        check=True,
    )
    say(f"{bill.relative_to(HERE.parent)}: {parts(bill)} parts")
    known = [each for name in PINNED for each in advisories(HERE / f"{name}.txt")]
    for each in sorted(set(known)):
        say(each)
    return 1 if known else 0


def parts(bill: Path) -> int:
    """How many components a bill of materials lists."""
    return len(msgspec.json.decode(bill.read_bytes())["components"])


def advisories(path: Path) -> list[str]:
    """What is known against the parts of a file, a line an advisory."""
    asked = subprocess.run(
        [
            *(sys.executable, "-m", "pip_audit", "--requirement", path, "--require-hashes", "--disable-pip"),
            *("--format", "json", "--progress-spinner", "off"),
        ],
        capture_output=True,
        check=False,
    )
    try:
        looked = msgspec.json.decode(asked.stdout)["dependencies"]
    except msgspec.DecodeError:
        say(f"{path.name}: not looked up, the advisories can't be reached")
        return []
    skipped = [each for each in looked if "vulns" not in each]
    if skipped:
        say(f"{path.name}: {len(skipped)} of {len(looked)} parts not looked up, their advisories can't be reached")
    return [
        f"{each['name']} {each['version']}: {known['id']}, mended in {', '.join(known['fix_versions']) or 'none yet'}"
        for each in looked
        for known in each.get("vulns", ())
    ]


def say(line: str) -> None:
    """A line on standard output."""
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
