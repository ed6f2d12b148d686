"""Feedback types of the Abuse Reporting Format: RFC 5965 section 7.3, RFC 6430 and RFC 6591."""

from spamatlas.model.vocabulary import Category

ABUSE, FRAUD, VIRUS, OTHER, NOT_SPAM, AUTH_FAILURE = "abuse", "fraud", "virus", "other", "not-spam", "auth-failure"
# opt-out and opt-out-list were registered and never came into use; some senders' loops write them all the same.
FEEDBACK_TYPES = frozenset({ABUSE, FRAUD, VIRUS, OTHER, NOT_SPAM, AUTH_FAILURE, "opt-out", "opt-out-list"})

_TYPES = {
    Category.PHISHING: FRAUD,
    Category.FRAUD: FRAUD,
    Category.MALWARE: VIRUS,
    Category.DISINFORMATION: OTHER,
    Category.NOT_SPAM: NOT_SPAM,
}
_CATEGORIES = {
    ABUSE: Category.OTHER,
    FRAUD: Category.FRAUD,
    VIRUS: Category.MALWARE,
    OTHER: Category.OTHER,
    NOT_SPAM: Category.NOT_SPAM,
    "opt-out": Category.ADVERTISING,
    "opt-out-list": Category.ADVERTISING,
}


def feedback_type(category: Category) -> str:
    """The Feedback-Type under which a category is reported; ``abuse`` is unwanted mail of any kind."""
    return _TYPES.get(category, ABUSE)


def category(feedback_type: str) -> Category | None:
    """The category that a Feedback-Type states; None where it says nothing of the kind of message.

    ``auth-failure`` is a statement on signatures and paths, and a type that is not registered is no statement.
    """
    return _CATEGORIES.get(feedback_type.strip().lower())
