from hypothesis import given
from hypothesis import strategies as st

from spamatlas.campaign import sign
from spamatlas.campaign.sketch import BANDS, SKETCH_BYTES, band_keys, similarity
from spamatlas.model import MARK, Attachment, Channel, Link, Message, Party, PartyKind, PhoneNumber


def message(text: str, name: str = "m", channel: Channel = Channel.SMS, **facts: object) -> Message:
    return Message(submission_id=name, channel=channel, text=text, **facts)  # type: ignore[arg-type]


LONG = "Your parcel is held at our depot because the postage was not paid, settle it today"


@given(st.lists(st.text(max_size=120), min_size=1, max_size=8))
def test_a_signature_does_not_depend_on_its_batch(texts: list[str]) -> None:
    messages = [message(text) for text in texts]
    assert sign(messages) == [sign([one])[0] for one in messages]


def test_signatures_are_the_same_in_every_process() -> None:
    # A change here means that what is stored no longer matches what comes: a migration, never an accident.
    one = sign([message(LONG)])[0]
    assert (one.fingerprint, int(band_keys([one.sketch])[0, 0]), one.sketch[:4].hex()) == (
        GOLDEN_FINGERPRINT,
        GOLDEN_BAND,
        GOLDEN_SKETCH,
    )


GOLDEN_FINGERPRINT, GOLDEN_BAND, GOLDEN_SKETCH = 16218241492261778352, 6503189784560284842, "ae0ba695"


def test_sizes_are_as_promised() -> None:
    one = sign([message(LONG)])[0]
    assert len(one.sketch) == SKETCH_BYTES
    assert band_keys([one.sketch, b""]).shape == (2, BANDS)


def test_no_messages_have_no_signatures() -> None:
    assert sign([]) == []


def test_short_texts_say_nothing_but_with_a_link() -> None:
    bare, empty = sign([message("ok"), message("")])
    assert (bare.fingerprint, bare.sketch, bare.anchors) == (0, b"", ())
    assert empty.fingerprint == 0
    linked = message("ok", links=(Link("http://a.test/x", "a.test", "a.test"),))
    assert sign([linked])[0].fingerprint != 0


def test_similarity_follows_the_shingles_in_common() -> None:
    half = "abcdefghijklmnopqrstuvwxyz" * 1 + "etaoinshrdlu"
    first, same, unlike = (one.sketch for one in sign([message(LONG), message(LONG), message(half * 2)]))
    assert similarity(first, same) == 1
    assert similarity(first, unlike) < 0.15


def anchors(**facts: object) -> tuple[str, ...]:
    found = sign([message(facts.pop("text", LONG), **facts)])[0].anchors  # type: ignore[arg-type]
    return tuple(anchor for anchor in found if anchor[0] != MARK)


def test_a_number_counts_where_there_is_no_place_of_its_own() -> None:
    number = (PhoneNumber("+442079460000"),)
    link = (Link("http://a.test/", "a.test", "a.test"),)
    assert anchors(numbers=number) == ("number:+442079460000",)
    assert anchors(numbers=number, links=link) == ("domain:a.test",)


def test_what_a_list_or_the_receiver_adds_counts_for_nothing() -> None:
    link = (Link("http://lists.a.test/info", "lists.a.test", "a.test"),)
    assert anchors(links=link) == ("domain:a.test",)
    assert anchors(links=link, headers=(("List-Id", "<talk.a.test>"),)) == ()
    assert anchors(links=link, recipients=(Party(PartyKind.EMAIL, "someone@a.test"),)) == ()


def test_hosts_that_many_share_count_by_page_or_not_at_all() -> None:
    page = Link("https://t.me/some_name?x#y", "t.me", "t.me")
    assert anchors(links=(page,)) == ("account:@some_name", "link:t.me/some_name?x")
    assert anchors(links=(Link("https://t.me/", "t.me", "t.me"),)) == ()
    assert anchors(links=(page, Link("http://a.test/", "a.test", "a.test"))) == ("domain:a.test",)
    assert anchors(links=(Link("http://www.w3.org/x", "www.w3.org", "w3.org"),)) == ()
    assert anchors(links=(Link("http://s.github.io/x", "s.github.io", "github.io"),)) == ("domain:s.github.io",)


def test_accounts_are_cards_wallets_and_where_answers_go() -> None:
    wallet = "0x" + "ab" * 20
    text = f"{LONG} 4111 1111 1111 1111 or {wallet} or pay@a.test, not 4111 1111 1111 1112"
    assert anchors(text=text) == (f"account:{wallet}", "account:4111111111111111", "account:pay@a.test")
    sender, other = Party(PartyKind.EMAIL, "a@a.test"), Party(PartyKind.EMAIL, "b@b.test")
    assert anchors(sender=sender, reply_to=other) == ("account:b@b.test",)
    assert anchors(sender=sender, reply_to=other, headers=(("List-Id", "<x.y>"),)) == ()


def test_a_picture_counts_only_where_there_are_no_words() -> None:
    logo = (Attachment("a.png", "image/png", 10, "ff"),)
    assert anchors(attachments=logo) == ()
    assert anchors(text="", attachments=logo) == ("file:ff",)
    assert anchors(attachments=(Attachment("a.doc", "application/msword", 10, "ee"),)) == ("file:ee",)


def test_a_call_without_words_is_known_by_its_caller() -> None:
    caller = Party(PartyKind.PHONE, "+15550100")
    assert anchors(text="", channel=Channel.VOICE, sender=caller) == ("caller:+15550100",)
    assert anchors(channel=Channel.VOICE, sender=caller) == ()


def test_a_number_said_in_words_is_a_number() -> None:
    said = "Rappelez le zéro neuf, zéro zéro, zéro zéro, zéro zéro, trente-quatre avant ce soir"
    also = "call oh nine double that zero zero, then zero nine zero zero zero zero zero zero three four"
    assert anchors(text=said, channel=Channel.VOICE) == ("number:0900000034",)
    assert anchors(text=also, channel=Channel.VOICE) == ("number:0900000034",)
    assert anchors(text=said) == ()


def test_bank_accounts_and_handles_are_accounts() -> None:
    # The example of ISO 13616's registry for Great Britain, and one with another check digit.
    assert anchors(text=f"{LONG} GB29 NWBK 6016 1331 9268 19") == ("account:GB29NWBK60161331926819",)
    assert anchors(text=f"{LONG} GB28 NWBK 6016 1331 9268 19") == ()
    assert anchors(text=f"{LONG}, write to @Quick_Loans") == ("account:@quick_loans",)
    assert anchors(text=f"{LONG}, write to @Quick_Loans", channel=Channel.SOCIAL) == ()
    assert anchors(text=f"{LONG}, write to someone@quick.example") == ("account:someone@quick.example",)


def test_a_number_as_it_is_dialled_at_home_counts_where_no_other_is_known() -> None:
    assert anchors(text=f"{LONG}, call 09 00 00 00 34 now") == ("number:0900000034",)
    assert anchors(text=f"{LONG}, call 0800-555 0199.") == ("number:08005550199",)
    assert anchors(text=f"{LONG}, order 00000001, 01.02.2026 10:30:00, 0.00000000012") == ()
    known = (PhoneNumber("+442079460000"),)
    assert anchors(text=f"{LONG}, call 020 7946 0000", numbers=known) == ("number:+442079460000",)


def test_a_number_is_the_same_said_written_or_called_from_abroad() -> None:
    caller = Party(PartyKind.PHONE, "+12025550171")
    said = "Somebody opened your account from abroad this morning. Call 2 0 2 5 5 5 0 1 4 7 at once"
    assert anchors(text=said, channel=Channel.VOICE, recipients=(caller,)) == ("number:+12025550147",)
    assert anchors(text="Renew on +1 202 555 0147") == ("number:+12025550147",)
    home = Party(PartyKind.PHONE, "+447700900999")
    assert anchors(text="dial 07700 900411", sender=home) == ("number:+447700900411", "number:07700900411")
    assert anchors(text="dial 07700 900411") == ("number:07700900411",)


def test_a_handle_is_the_same_written_or_linked() -> None:
    link = Link("https://t.me/Lena_near_you?start=1", "t.me", "t.me")
    assert "account:@lena_near_you" in anchors(links=(link,), channel=Channel.SOCIAL)
    assert anchors(text="talk to me, telegram @lena_near_you") == ("account:@lena_near_you",)
    for command in ("joinchat/AAAA", "+abcdef", "share/url?url=x", "s/channel", "abc"):
        found = anchors(links=(Link(f"https://t.me/{command}", "t.me", "t.me"),))
        assert not [each for each in found if each.startswith("account:")]


def test_what_a_subject_names_counts_and_a_bank_account_is_no_number() -> None:
    account = "GB82 WEST 1234 5698 7654 32"
    assert anchors(subject=f"Send it to {account}, please") == ("account:GB82WEST12345698765432",)
    german = anchors(text="nach DE89 3704 0044 0532 0130 00, danke")
    assert german == ("account:DE89370400440532013000",)
