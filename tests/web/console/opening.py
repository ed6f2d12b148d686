"""A page of the console as it is opened, and what a form of ours sends with it."""

from typing import Any

from selectolax.lexbor import LexborHTMLParser

OUR_PAGE = {"origin": "http://127.0.0.1:8052", "sec-fetch-site": "same-origin", "accept": "text/html"}


def page(client: Any, path: str, status: int = 200, **asked: Any) -> LexborHTMLParser:
    answer = client.get(path, headers={"accept": "text/html"}, **asked)
    assert answer.status_code == status, answer.text
    return LexborHTMLParser(answer.text)
