import numpy as np
from training.design import WORDING, design, of_many, with_wordless
from training.examples import Example, text_message
from training.features import Texts, gather

from spamatlas.judge import concepts
from spamatlas.judge.shape import FEATURES
from spamatlas.judge.weights import GROUPS


def texts() -> Texts:
    """One family of two fillings, another with some of its words, and a mail."""
    lines = [
        ("sms", "own:a", "claim the golden badger now!"),
        ("sms", "own:a", "claim the golden badger today!"),
        ("sms", "own:b", "claim the silver heron"),
        ("email", "own:c", "LOOK AT THE GOLDEN HERON!!!"),
    ]
    return gather(
        [
            Example(message=text_message({"channel": channel, "text": text}), is_spam=True, source="own", family=family)
            for channel, family, text in lines
        ]
    )


def test_what_one_family_alone_has_is_left_out_and_all_else_stays() -> None:
    held = texts()
    rows = design(held)
    kept = of_many(rows, held.examples, 2)
    families = [{0, 1}, {2}, {3}]
    for column in np.unique(rows[:, :WORDING].indices):
        has = {row for row in range(4) if rows[row, column]}
        is_shared = sum(bool(has & family) for family in families) > 1
        assert (kept[:, [column]] != rows[:, [column]]).nnz == (0 if is_shared else len(has))
    assert (kept[:, WORDING:] != rows[:, WORDING:]).nnz == 0
    assert 0 < kept[:, :WORDING].nnz < rows[:, :WORDING].nnz


def test_one_family_is_enough_where_one_is_asked_for() -> None:
    held = texts()
    rows = design(held)
    assert (of_many(rows, held.examples, 1) != rows).nnz == 0


def test_without_form_only_the_group_is_told() -> None:
    held, start, features = texts(), WORDING + concepts.SIZE, len(FEATURES)
    whole, bare = (design(held, has_form)[:, start : start + GROUPS * features].toarray() for has_form in (True, False))
    assert (whole[:, 1:features] != 0).any() and (whole[:, features + 1 :] != 0).any()
    told = np.zeros_like(whole)
    told[3, 0] = told[:3, features] = 1
    assert np.array_equal(bare, told)


def test_a_wordless_copy_has_its_share_and_all_but_the_wording() -> None:
    held = texts()
    rows = design(held)
    both, spam, weight = with_wordless(rows, held.spam, np.ones(4), 0.25)
    assert (both[:4] != rows).nnz == 0 and both[4:, :WORDING].nnz == 0
    assert (both[4:, WORDING:] != rows[:, WORDING:]).nnz == 0
    assert spam.tolist() == [True] * 8 and weight.tolist() == [0.75] * 4 + [0.25] * 4
