from spamatlas.model import Channel, Message


def message(*headers: tuple[str, str]) -> Message:
    return Message(submission_id="1", channel=Channel.EMAIL, headers=headers)


def test_names_have_no_case_and_a_field_that_comes_again_is_joined() -> None:
    asked = message(("To", "undisclosed-recipients:;"), ("TO", "a@example.org"), ("X-Failed-Recipients", ""))
    assert asked.fields == {"to": "undisclosed-recipients:;, a@example.org", "x-failed-recipients": ""}


def test_two_messages_are_kept_apart() -> None:
    assert message(("To", "a")).fields != message(("To", "b")).fields
    assert message().fields == {}


def test_reading_the_fields_leaves_the_record_as_it_was() -> None:
    asked = message(("To", "a"))
    assert asked.fields
    assert asked == message(("To", "a"))
