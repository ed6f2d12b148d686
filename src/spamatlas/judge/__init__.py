"""Message and origin in, opinion out; with the campaign's counts and a profile, a verdict."""

from spamatlas.judge.appearance import appearance, of_sender
from spamatlas.judge.carried import AROUND, noted, worse
from spamatlas.judge.conclusion import conclude, for_anybody, may_inherit, ruling_of, settled, without_registers
from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.evaluation import Evaluation, run
from spamatlas.judge.exchange import read_foreign
from spamatlas.judge.findings import all_detectors
from spamatlas.judge.interval import wilson
from spamatlas.judge.learned import PUBLIC, Learned, Lesson, Taken, allowance, take
from spamatlas.judge.panel import Judge, warm_up
from spamatlas.judge.prior_contact import with_contact
from spamatlas.judge.profile import Profile, profiles
from spamatlas.judge.register_file import Register, RegisterKind
from spamatlas.judge.registers import Registers
from spamatlas.judge.standing import all_habits, with_standing
from spamatlas.judge.told import copied, told
from spamatlas.judge.unknown import unknown
from spamatlas.judge.what_if import WhatIf, Without, what_if

__all__ = [
    "AROUND",
    "PUBLIC",
    "Detector",
    "Evaluation",
    "Finding",
    "Judge",
    "Learned",
    "Lesson",
    "Profile",
    "Register",
    "RegisterKind",
    "Registers",
    "Taken",
    "WhatIf",
    "Without",
    "all_detectors",
    "all_habits",
    "allowance",
    "appearance",
    "conclude",
    "copied",
    "for_anybody",
    "may_inherit",
    "noted",
    "of_sender",
    "profiles",
    "read_foreign",
    "ruling_of",
    "run",
    "settled",
    "take",
    "told",
    "unknown",
    "warm_up",
    "what_if",
    "wilson",
    "with_contact",
    "with_standing",
    "without_registers",
    "worse",
]
