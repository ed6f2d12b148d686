"""Message and origin in, opinion out; with the campaign's counts and a profile, a verdict."""

from spamatlas.judge.conclusion import conclude, may_inherit, settled
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.evaluation import Evaluation, run
from spamatlas.judge.findings import all_detectors
from spamatlas.judge.learned import Learned, Lesson, take
from spamatlas.judge.panel import Judge
from spamatlas.judge.profile import Profile, profiles

__all__ = [
    "Detector",
    "Evaluation",
    "Finding",
    "Judge",
    "Learned",
    "Lesson",
    "Profile",
    "all_detectors",
    "conclude",
    "may_inherit",
    "profiles",
    "run",
    "settled",
    "take",
]
