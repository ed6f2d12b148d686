"""The reports of one campaign, written out."""

import math
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random

import msgspec

from spamatlas.model import Channel, Submission, submission_id
from spamatlas.samples.campaign import Campaign
from spamatlas.samples.mail import write_mail
from spamatlas.samples.people import digits, recipient, reporter

_PLACE = re.compile(r"\{(\w+)\}")
JSON = "application/vnd.spamatlas.report+json"


def reports(campaign: Campaign, now: datetime, seed: int) -> Iterator[Submission]:
    """Every report of a campaign, in no order."""
    chance = Random(f"{seed} {campaign.name}")  # noqa: S311  the same samples every time, no secret
    for number in range(campaign.reports):
        yield _report(campaign, f"sample-{campaign.name}-{number}", now, chance)


def _report(campaign: Campaign, caller_id: str, now: datetime, chance: Random) -> Submission:
    received_at = now - timedelta(hours=hours_ago(campaign, chance))
    sent_at = (received_at - timedelta(minutes=chance.expovariate(1 / 40))).replace(microsecond=0)
    country = chance.choice(campaign.countries)
    who = reporter(country, chance)
    message = {
        "id": caller_id,
        "channel": campaign.channel.value,
        "sender": fill(campaign, chance.choice(campaign.senders), chance),
        "recipient": recipient(campaign.channel, country, chance),
        "date": sent_at.isoformat(),
        "subject": fill(campaign, chance.choice(campaign.subjects), chance) if campaign.subjects else "",
        "text": fill(campaign, chance.choice(campaign.texts), chance),
    }
    media_type, body = JSON, b""
    if campaign.channel is Channel.EMAIL and campaign.mail:
        media_type, body = "message/rfc822", write_mail(campaign.mail, message, sent_at, received_at, chance)
    else:
        said = {key: value for key, value in message.items() if value}
        body = msgspec.json.encode(said | _call(campaign, chance) | _record(campaign, chance))
    return Submission(
        id=submission_id(who, caller_id, body),
        media_type=media_type,
        body=body,
        received_at=received_at,
        reporter=who,
        caller_id=caller_id,
        channel=campaign.channel,
        sample=True,
    )


def hours_ago(campaign: Campaign, chance: Random) -> float:
    """When one report of a campaign came in."""
    first, last = campaign.hours
    place = chance.random()
    if campaign.shape == "daily":
        days = max(int((first - last) // 24), 1)
        return max(last + 24 * chance.randrange(days) + abs(chance.gauss(6, 1.5)), 0.02)
    power = {"growing": 1 / 2, "exploding": 1 / 6}.get(campaign.shape, 1.0)
    shaped = 1 - math.sqrt(place) if campaign.shape == "fading" else math.pow(place, power)
    return max(first - (first - last) * shaped, 0.02)


def fill(campaign: Campaign, text: str, chance: Random) -> str:
    """The text with something that ``fill`` allows in every place, and a digit for every ``#`` of it.

    Raises:
        KeyError: the text has a place that ``fill`` does not know.
    """
    if "#" in text and "{" not in text:
        return digits(text, chance)
    return _PLACE.sub(lambda place: digits(chance.choice(campaign.fill[place[1]]), chance), text)


def _record(campaign: Campaign, chance: Random) -> dict[str, dict[str, str]]:
    fields = {name: fill(campaign, chance.choice(values), chance) for name, values in campaign.record.items()}
    return {"headers": fields} if fields else {}


def _call(campaign: Campaign, chance: Random) -> dict[str, float | bool]:
    spans = {"ring_seconds": campaign.ring_seconds, "talk_seconds": campaign.talk_seconds}
    said: dict[str, float | bool] = {name: round(chance.uniform(*span), 1) for name, span in spans.items() if span}
    if campaign.talk_seconds:
        said["answered"] = said["talk_seconds"] > 0
    if campaign.recorded is not None:
        said["recorded"] = campaign.recorded
    return said
