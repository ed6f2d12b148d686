"""Who feeds look-alikes, hubs that touch everything, and one campaign of many thousands."""

import random

from spamatlas.campaign import Entry, Ledger, linkages, sign
from spamatlas.campaign.bridges import BROUGHT_BY
from spamatlas.campaign.fading import Fading
from spamatlas.campaign.finder import Finder
from spamatlas.campaign.linkage import Linkage
from spamatlas.model import Channel, Link, Message, Party, PartyKind, Signature
from spamatlas.plugins import pieces

SPAM = "Your parcel {0} is held at our depot because the postage was not paid in full, settle it today"
WANTED = "Your appointment {0} with the doctor at the surgery is tomorrow at ten, reply if you can't come"


def entry(name: str, text: str, host: str = "", sender: str = "+12025550100", reporter: str = "poisoner") -> Entry:
    links = (Link(f"http://{host}/x", host, host),) if host else ()
    message = Message(
        submission_id=name, channel=Channel.SMS, text=text, links=links, sender=Party(PartyKind.PHONE, sender)
    )
    return Entry(submission_id=name, signature=sign([message])[0], channel=Channel.SMS, reporter=reporter)


def blended(share: float, chooser: random.Random) -> str:
    """Words of both texts, so many of the spam's."""
    pairs = zip(SPAM.split(), WANTED.split(), strict=False)
    return " ".join(spam if chooser.random() < share else wanted for spam, wanted in pairs)


def test_a_reporter_who_mixes_two_texts_does_not_bring_them_together() -> None:
    ledger, chooser = Ledger(), random.Random(52)
    spam = [ledger.assign_all([entry(f"s{n}", SPAM.format(n), reporter=f"r{n}")])[0].campaign for n in range(20)]
    wanted = [ledger.assign_all([entry(f"w{n}", WANTED.format(n), reporter=f"r{n}")])[0].campaign for n in range(20)]
    for n in range(300):
        ledger.assign_all([entry(f"p{n}", blended(chooser.choice((0.4, 0.5, 0.6)), chooser))])
    assert ledger.resolve(spam[0]) != ledger.resolve(wanted[0])


def known(ledger: Ledger) -> tuple[int, int]:
    """A spam campaign and wanted messages, each from several people."""
    for n in range(5):
        spam = ledger.assign_all([entry(f"s{n}", SPAM.format(n), "quill-fees.test", reporter=f"r{n}")])[0]
        wanted = ledger.assign_all([entry(f"w{n}", WANTED.format(n), "surgery.test", reporter=f"r{n}")])[0]
    return spam.campaign, wanted.campaign


def test_a_reporter_who_puts_spams_host_into_wanted_texts_brings_over_only_those_reports() -> None:
    ledger = Ledger()
    spam, wanted = known(ledger)
    for n in range(50):
        ledger.assign_all([entry(f"p{n}", WANTED.format(n), "quill-fees.test")])
    genuine = ledger.assign_all([entry("w", WANTED.format(77), "surgery.test")])[0].campaign
    assert (ledger.resolve(spam), ledger.resolve(wanted)) == (spam, wanted)
    assert genuine == wanted


def test_what_several_people_bring_makes_two_known_campaigns_one() -> None:
    ledger = Ledger()
    spam, other = known(ledger)
    for n in range(BROUGHT_BY):
        assert ledger.resolve(other) == other
        ledger.assign_all([entry(f"b{n}", WANTED.format(n), "quill-fees.test", reporter=f"r{n}")])
    assert ledger.resolve(other) == ledger.resolve(spam)


def test_a_mark_that_ties_everything_stops_linking() -> None:
    ledger = Ledger()
    mark = f"~block_figure:{7:016x}"
    homes = []
    for group in range(1, 200):
        ledger.assign(f"{group}-before", Signature(group))
        homes.append(ledger.assign(f"{group}-with", Signature(group, anchors=(mark,))).campaign)
    found = [ledger.resolve(home) for home in homes]
    assert max(found.count(home) for home in set(found)) < 12


def test_a_block_of_senders_alone_ties_nothing() -> None:
    ledger = Ledger()
    texts = (SPAM, WANTED, "Bonjour, votre facture de mai est disponible dans votre espace client, merci de la régler")
    homes = {
        ledger.assign_all([entry(text, text, sender=f"+1202555010{n}")])[0].campaign for n, text in enumerate(texts)
    }
    assert len(homes) == 3


def test_one_campaign_of_many_thousands_stays_one_and_small_in_memory() -> None:
    ledger, many = Ledger(), 20_000
    signatures = sign([Message(submission_id="m", channel=Channel.SMS, text=SPAM.format(n)) for n in range(many)])
    entries = [
        Entry(submission_id=str(n), signature=signature, channel=Channel.SMS) for n, signature in enumerate(signatures)
    ]
    assert ledger.assign_all(entries)[-1].size == many
    assert ledger.assign("next", sign([Message(submission_id="n", channel=Channel.SMS, text=SPAM)])[0]).size == 1
    other = ledger.assign("other", Signature(1), channel=Channel.SMS)
    assert other.size == 1
    assert not ledger.aliases


def worded(place: int, chooser: random.Random, exchanged: int) -> str:
    """A copy of which so many words are others."""
    words = SPAM.format(place).split()
    for at in chooser.sample(range(len(words)), exchanged):
        words[at] = "".join(chooser.choices("bcdfghklmnprstvwz", k=6))
    return " ".join(words)


def test_of_a_large_campaign_few_wordings_are_kept_and_its_copies_are_found_all_the_same() -> None:
    finder, chooser = Finder(pieces(linkages, Linkage)), random.Random(52)
    texts = [worded(n, chooser, exchanged=1) for n in range(3_000)]
    found = 0
    for n, signature in enumerate(sign([Message(submission_id="m", channel=Channel.SMS, text=text) for text in texts])):
        (clues,) = finder.clues([signature], [Channel.SMS])
        alike = [find.score for find in finder.find(signature, clues)]
        found += bool(alike) or n == 0
        finder.file(signature, clues, 0, max(alike, default=0.0))
    assert found == len(texts)
    assert len(finder) < len(texts) / 8


def test_who_feeds_look_alikes_first_hides_no_copy_that_comes_later() -> None:
    ledger, chooser = Ledger(), random.Random(52)
    first = ledger.assign_all([entry("first", SPAM.format(0), reporter="r")])[0].campaign
    for n in range(300):
        ledger.assign_all([entry(f"p{n}", worded(n, chooser, exchanged=chooser.choice((2, 3, 4, 6))))])
    genuine = [
        ledger.assign_all([entry(f"g{n}", worded(n, chooser, exchanged=1), reporter=f"r{n}")])[0].campaign
        for n in range(300)
    ]
    assert {ledger.resolve(campaign) for campaign in genuine} == {ledger.resolve(first)}


def test_what_fades_is_bounded_and_what_is_asked_for_stays() -> None:
    fading = Fading(kept=10)
    fading.setdefault(0, 7)
    for key in range(1, 1000):
        assert fading.setdefault(key, key) == key
        assert fading.setdefault(0, 9) == 7
        assert len(fading) <= 20
    assert fading.get(0) == 7
    assert fading.get(1) is None
    assert 998 in fading
    for key in (0, 998, 5_000):
        fading[key] = 3
        assert fading.setdefault(key, 4) == fading.get(key) == 3
