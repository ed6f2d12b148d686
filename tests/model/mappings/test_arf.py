import pytest

from spamatlas.model import Category
from spamatlas.model.mappings import arf


@pytest.mark.parametrize("category", Category)
def test_every_category_has_a_registered_type(category: Category) -> None:
    assert arf.feedback_type(category) in arf.FEEDBACK_TYPES


@pytest.mark.parametrize("category", [Category.FRAUD, Category.MALWARE, Category.NOT_SPAM, Category.OTHER])
def test_these_come_back_as_they_left(category: Category) -> None:
    assert arf.category(arf.feedback_type(category)) is category


@pytest.mark.parametrize(
    ("stated", "category"),
    [
        ("fraud", Category.FRAUD),
        (" Abuse ", Category.OTHER),
        ("not-spam", Category.NOT_SPAM),
        ("opt-out", Category.ADVERTISING),
        ("auth-failure", None),
        ("never-registered", None),
        ("", None),
    ],
)
def test_what_a_type_states(stated: str, category: Category | None) -> None:
    assert arf.category(stated) is category


def test_wanted_mail_is_never_reported_as_abuse() -> None:
    assert [each for each in Category if arf.feedback_type(each) == "not-spam"] == [Category.NOT_SPAM]
