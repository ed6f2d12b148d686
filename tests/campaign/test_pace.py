"""Who acts in step is found; crowds of strangers who do alike are not."""

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign import Ledger, sign
from spamatlas.campaign.pace import WINDOW_SECONDS, pace_marks
from spamatlas.model import Assignment, Channel, Message, Party, PartyKind
from spamatlas.parse.links import links_in

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
MADE = NOON - timedelta(days=2)
WORDS = [
    "great",
    "sad",
    "hope",
    "people",
    "never",
    "always",
    "today",
    "friends",
    "truth",
    "love",
    "money",
    "street",
    "night",
    "song",
    "goal",
    "vote",
    "city",
    "help",
]
IN_STEP = {"posted_in_step", "reworded_in_step"}


def post(number: int, text: str, *, at: datetime, made: datetime | None = None, name: str = "") -> Message:
    return Message(
        submission_id=f"post {number}",
        channel=Channel.SOCIAL,
        text=text,
        sender=Party(PartyKind.HANDLE, f"@{name or f'person{chr(97 + number % 26)}_{number:x}z'}"),
        sent_at=at,
        links=links_in(text),
        headers=(("account-created", made.isoformat()),) if made else (),
    )


def filed(posts: list[Message]) -> list[Assignment]:
    ledger = Ledger()
    return [
        ledger.assign(each.submission_id, mark, channel=each.channel, reporter=f"reporter {place % 40}")
        for place, (each, mark) in enumerate(zip(posts, sign(posts), strict=True))
    ]


def in_step(assignments: list[Assignment]) -> int:
    return sum(any(why.linkage in IN_STEP for why in each.likenesses) for each in assignments)


def crowd(many: int, say: str, minutes: float, dice: random.Random) -> list[Message]:
    """Strangers' accounts, made any day of the last eight years, who say something of their own around the same."""
    posts = []
    for number in range(many):
        made = NOON - timedelta(days=dice.uniform(0, 8 * 365))
        own = " ".join(dice.choices(WORDS, k=dice.randrange(6, 14)))
        posts.append(
            post(number, say.format(own=own), at=NOON + timedelta(minutes=dice.uniform(0, minutes)), made=made)
        )
    return posts


def test_a_news_link_shared_by_thousands_is_nobodys_plan() -> None:
    assert in_step(filed(crowd(2_000, "{own} https://news.example/2026/11/storm", 60, random.Random(1)))) == 0


def test_a_petition_that_many_sign_in_their_own_words_is_nobodys_plan() -> None:
    assert in_step(filed(crowd(1_500, "I signed because {own}", 240, random.Random(2)))) == 0


def test_a_fan_campaign_at_one_hour_is_nobodys_plan() -> None:
    assert in_step(filed(crowd(1_000, "{own} #OurSongOurNight", 15, random.Random(3)))) == 0


def test_fans_who_copy_one_short_text_in_the_same_minutes_are_hardly_ever_tied() -> None:
    dice = random.Random(5)
    posts = []
    for number in range(1_000):
        age = timedelta(days=dice.uniform(0, 30) if dice.random() < 0.1 else dice.uniform(30, 3_000))
        at = NOON + timedelta(minutes=dice.uniform(0, 15))
        posts.append(post(number, "Vote for our song now", at=at, made=NOON - age))
    assert in_step(filed(posts)) <= 10


def test_a_farm_of_accounts_is_found_whatever_short_links_it_uses() -> None:
    dice = random.Random(4)
    posts = [
        post(
            number,
            f"{' '.join(dice.choices(WORDS, k=9))} https://bit.ly/{number:06x}Q",
            at=NOON + timedelta(seconds=20 * number),
            made=NOON - timedelta(days=9, minutes=1 + number),
        )
        for number in range(30)
    ]
    assert in_step(filed(posts)) == 29
    assert len({each.campaign for each in filed(posts)}) == 1


def test_any_two_posts_within_half_a_window_share_one() -> None:
    for apart in range(0, WINDOW_SECONDS // 2, 7):
        one, other = (
            set(
                pace_marks(
                    post(1, "join my group now", at=NOON + timedelta(seconds=start), made=NOON - timedelta(days=2))
                )
            )
            for start in (137, 137 + apart)
        )
        assert one & other


@given(
    text=st.text(max_size=200),
    at=st.none() | st.datetimes(timezones=st.none() | st.just(UTC)),
    made=st.text(max_size=30),
    name=st.text(max_size=20),
)
def test_whatever_a_post_says_its_marks_are_few(text: str, at: datetime | None, made: str, name: str) -> None:
    message = Message(
        submission_id="x",
        channel=Channel.IM,
        text=text,
        sent_at=at,
        sender=Party(PartyKind.HANDLE, name),
        headers=(("account-created", made),),
        links=links_in(text),
    )
    assert len(list(pace_marks(message))) <= 14
