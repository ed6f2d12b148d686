"""A Do Not Call complaint, as the US Federal Trade Commission publishes it daily."""

import msgspec
from msgspec import Struct

from spamatlas.model import Call, Category, Channel, Message, Rejected, Submission
from spamatlas.parse.instant import instant_from
from spamatlas.parse.parser import Parser
from spamatlas.parse.party import party_from

# By the first words of the subjects that the FTC's form offers; those that tell of no category are not here.
_CATEGORIES = {
    "reducing your debt": Category.LOAN,
    "calls pretending to be": Category.FRAUD,
    "computer & technical support": Category.FRAUD,
    "lotteries, prizes": Category.FRAUD,
    "work from home": Category.FRAUD,
    "dropped call": Category.NUISANCE,
    "warranties": Category.ADVERTISING,
    "medical": Category.ADVERTISING,
    "energy, solar": Category.ADVERTISING,
    "home security": Category.ADVERTISING,
    "home improvement": Category.ADVERTISING,
    "vacation": Category.ADVERTISING,
}


class Complaint(Struct):
    """The columns as published; the consumer's city is not read: where a person lives is told no finer than needed."""

    Company_Phone_Number: str = ""
    Created_Date: str = ""
    Violation_Date: str = ""
    Consumer_State: str = ""
    Consumer_Area_Code: str = ""
    Subject: str = ""
    Recorded_Message_Or_Robocall: str = ""


_decode = msgspec.json.Decoder(Complaint).decode


def parse(submission: Submission, _home_country: str = "") -> Message:
    """The call complained of; what it was about is the subject, in the words of the FTC's form.

    The times are those of the consumer's clock, read as UTC. State and area code of the consumer are kept
    among the headers, as the place where the call arrived.

    Raises:
        Rejected: ``ill-formed``.
    """
    try:
        complaint = _decode(submission.body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise Rejected("ill-formed", "not a complaint as a JSON object of the published columns") from error
    robocall = {"Y": True, "N": False}.get(complaint.Recorded_Message_Or_Robocall.strip().upper()[:1])
    return Message(
        submission_id=submission.id,
        channel=Channel.VOICE,
        subject=complaint.Subject.strip(),
        sent_at=instant_from(complaint.Violation_Date) or instant_from(complaint.Created_Date),
        sender=party_from(complaint.Company_Phone_Number, "US"),
        call=Call(recorded=robocall),
        category=category_of(complaint.Subject),
        headers=tuple(
            (name, value.strip())
            for name, value in (
                ("Consumer-State", complaint.Consumer_State),
                ("Consumer-Area-Code", complaint.Consumer_Area_Code),
            )
            if value.strip()
        ),
        measuring_point=submission.measuring_point,
        raw_bytes=len(submission.body),
    )


def category_of(subject: str) -> str:
    """The category that a subject of the form stands for; empty where it tells none."""
    folded = subject.strip().casefold()
    return next((category for start, category in _CATEGORIES.items() if folded.startswith(start)), "")


PARSER = Parser(
    name="ftc-complaint",
    summary="A Do Not Call complaint of the US Federal Trade Commission",
    accepts=("application/vnd.spamatlas.ftc-complaint+json",),
    parse=parse,
    rejections=frozenset({"ill-formed"}),
)
