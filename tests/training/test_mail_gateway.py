import random

from training.mail_gateway import WARNINGS, passed

TEXT = "Dear Ann,\n\n[[Open|https://shop.example/a?b=1]]\n\nBye"


def test_most_mail_passes_as_it_came() -> None:
    out = [passed(TEXT, "en", random.Random(seed)) for seed in range(1000)]
    assert 850 < sum(each == TEXT for each in out) < 950


def test_a_warning_stands_above_and_links_keep_their_labels() -> None:
    changed = {passed(TEXT, "en", random.Random(seed)) for seed in range(1000)} - {TEXT}
    assert any(each.startswith(WARNINGS["en"]) for each in changed)
    assert any("url=https%3A%2F%2Fshop.example%2Fa%3Fb%3D1&" in each for each in changed)
    assert all("[[Open|https://" in each and each.endswith("Bye") for each in changed)


def test_every_language_is_warned_in_some_words() -> None:
    assert any(passed("x", "sw", random.Random(seed)).startswith(WARNINGS["en"]) for seed in range(200))
    assert all(each for each in WARNINGS.values())
