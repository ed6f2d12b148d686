import numpy as np
import pytest
from training.examples import Example, text_message
from training.features import balanced, gather
from training.fit import fit_fusion
from training.mail import message_of
from training.pasted import pasted, with_pasted

MAIL = b"""From: Service <service@parcelo.example>
Reply-To: other@elsewhere.example
Subject: Your Parcel: 2 EUR
MIME-Version: 1.0
Content-Type: text/html; charset=utf-8

<p>Dear Ann, pay at <a href="https://bad.example/x">our page</a> or https://shown.example/y today!</p>
<p>Call +44 20 7946 0123.</p>
"""


def whole():  # type: ignore[no-untyped-def]
    message = message_of(MAIL)
    assert message is not None and message.html_bytes and len(message.links) == 2
    return message


def test_a_pasted_mail_has_what_can_be_copied_and_no_more() -> None:
    mail, copy = whole(), pasted(whole())
    assert (copy.subject, copy.text, copy.channel) == (mail.subject, mail.text, mail.channel)
    assert [link.url for link in copy.links] == ["https://shown.example/y"]
    assert len(copy.numbers) == len(mail.numbers) == 1
    assert not (copy.sender or copy.reply_to or copy.headers or copy.html_bytes or copy.attachments or copy.hidden_text)


def test_a_mail_and_its_copy_share_its_weight_and_a_text_has_none() -> None:
    mail = Example(message=whole(), is_spam=True, source="own-mail", family="own-mail:a")
    text = Example(
        message=text_message({"channel": "sms", "text": "Dinner at six?"}), is_spam=False, source="own", family="own:b"
    )
    first, copy, other = with_pasted([mail, text], 0.25)
    assert (first.share, copy.share, other.share) == (0.75, 0.25, 1.0)
    assert (first.is_pasted, copy.is_pasted, other.is_pasted) == (False, True, False)
    alone, with_copy = balanced([mail, text]), balanced([first, copy, other])
    assert with_copy.tolist() == pytest.approx([0.75 * alone[0], 0.25 * alone[0], alone[1]])


def test_only_copies_are_kept_from_the_fusion_of_whole_mail() -> None:
    bare = text_message({"channel": "email", "text": "Lunch at noon?"})
    mails = [
        Example(message=whole(), is_spam=True, source="own-mail", family="own-mail:a"),
        Example(message=bare, is_spam=False, source="own", family="own:b"),
    ]
    texts = gather(list(with_pasted(mails, 0.25)))
    before = np.array([[1, 2.0, 1, 1], [1, 2.0, 1, 1], [1, -2.0, -1, -1], [1, -2.0, -1, -1]])
    copy, own = before.copy(), before.copy()
    copy[1, 1], own[2, 1] = 5.0, -5.0
    known = fit_fusion(before, texts)
    of_copy, of_own = fit_fusion(copy, texts), fit_fusion(own, texts)
    assert (of_copy[0] == known[0]).all() and (of_copy[2] != known[2]).any()
    assert (of_own[0] != known[0]).any() and (of_own[2] != known[2]).any()
