import pytest

from spamatlas.judge.shape import fusion_of
from spamatlas.model import Channel, Message


@pytest.mark.parametrize(
    ("channel", "parts", "fusion"),
    [
        (Channel.EMAIL, {"headers": (("From", "a@example.org"),)}, 0),
        (Channel.EMAIL, {"html_bytes": 20}, 0),
        (Channel.EMAIL, {}, 2),
        (Channel.SMS, {}, 1),
        (Channel.OTHER, {}, 1),
    ],
)
def test_mail_of_which_the_text_alone_is_there_is_fused_in_its_own_way(channel, parts, fusion) -> None:  # type: ignore[no-untyped-def]
    assert fusion_of(Message(submission_id="", channel=channel, text="Pay now", **parts)) == fusion
