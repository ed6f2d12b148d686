from spamatlas.judge.fields import fields


def test_names_have_no_case_and_a_field_that_comes_again_is_joined() -> None:
    headers = (("To", "undisclosed-recipients:;"), ("TO", "a@example.org"), ("X-Failed-Recipients", ""))
    assert fields(headers) == {"to": "undisclosed-recipients:;, a@example.org", "x-failed-recipients": ""}


def test_two_messages_are_kept_apart() -> None:
    assert fields((("To", "a"),)) != fields((("To", "b"),))
    assert fields(()) == {}
