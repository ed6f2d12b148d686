"""Messages that code says without a mark: what errors say, what judges and linkages give as reasons."""

import ast
import re
from collections.abc import Iterator, Mapping

ERRORS = {"Rejected": 1, "Refused": -1, "Refusal": 1, "problem": 2}
"""Which argument of each says what is wrong; -1 is any that has the form of a text, not of a code."""
DETAILS = frozenset({"detail", "reason"})
REASONS = {"Reason": 2, "Detector": -1, "Habit": -1, "Linkage": -1, "Trait": -1}
PASSED = {"_ranked": (2, 3), "Problem": (0,), "_Refused": (0,)}
"""Functions of the pages that are handed messages to say."""
SPOKEN = frozenset({"reason", "summary", "shared", "differs"})


def errors_in(source: bytes) -> Iterator[str]:
    """What the errors raised in a module say; what is put in at run time is a ``{place}``."""
    tree = ast.parse(source)
    constants = _constants(tree)
    for call, name in _calls(tree):
        if name in ERRORS:
            for given in _given(call, ERRORS[name], DETAILS):
                yield from (text for text in _texts(given, constants) if " " in text)


def passed_in(source: bytes) -> Iterator[str]:
    """Messages that are handed on to a function that says them."""
    for call, name in _calls(ast.parse(source)):
        for place in PASSED.get(name, ()):
            yield from (text for given in call.args[place : place + 1] for text in _texts(given, {}))


def reasons_in(source: bytes) -> Iterator[str]:
    """What a module of the judges, a linkage or a trait shows to readers."""
    tree = ast.parse(source)
    constants = _constants(tree)
    for call, name in _calls(tree):
        if name in REASONS:
            for given in _given(call, REASONS[name], SPOKEN):
                yield from (text for text in _texts(given, constants) if not text.startswith("{text}"))
    yield from _in_tuples(tree)


def _in_tuples(tree: ast.Module) -> Iterator[str]:
    """Sentences in rows of a table, and those chosen between, as ``judge/evidence.py`` has them."""
    for node in ast.walk(tree):
        values: list[ast.expr] = []
        if isinstance(node, ast.Tuple):
            values = node.elts
        elif isinstance(node, ast.IfExp):
            values = [node.body, node.orelse]
        for value in values:
            if isinstance(value, ast.Constant) and isinstance(value.value, str) and _is_sentence(value.value):
                yield value.value


def _is_sentence(text: str) -> bool:
    return text.endswith(".") and text.count(" ") >= 2 and "\n" not in text


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            yield node, name


def _given(call: ast.Call, place: int, names: frozenset[str]) -> list[ast.expr]:
    """The arguments that are read: by name, else the one at its place."""
    named = [each.value for each in call.keywords if each.arg in names]
    if named or not call.args:
        return named
    return call.args if place < 0 else call.args[place : place + 1]


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
    return found


def _texts(node: ast.expr, constants: Mapping[str, ast.expr]) -> Iterator[str]:
    """The texts that an expression may have; none where it is not written here."""
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body, constants)
        yield from _texts(node.orelse, constants)
    elif isinstance(node, ast.Name) and node.id in constants:
        yield from _texts(constants[node.id], {})
    elif isinstance(node, ast.Subscript):
        for value in _values(node.value, constants):
            yield from _texts(value, {})
    elif isinstance(node, (ast.JoinedStr, ast.BinOp)):
        yield _distinct(_filled_in(node))
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def _values(node: ast.expr, constants: Mapping[str, ast.expr]) -> list[ast.expr]:
    """What a table of the module holds, of which one is chosen at run time."""
    table = constants.get(node.id) if isinstance(node, ast.Name) else None
    return table.values if isinstance(table, ast.Dict) else []


def _filled_in(node: ast.expr) -> str:
    """A text with its places named after what fills them."""
    if isinstance(node, ast.BinOp):
        return _filled_in(node.left) + _filled_in(node.right)
    if isinstance(node, ast.JoinedStr):
        return "".join(_filled_in(each) for each in node.values)
    if isinstance(node, ast.FormattedValue):
        return "{" + _name(node.value) + "}"
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "{" + _name(node) + "}"


def _distinct(text: str) -> str:
    """The text with no two places of one name."""
    seen: list[str] = []

    def place(found: re.Match[str]) -> str:
        seen.append(found[1])
        again = seen.count(found[1])
        return f"{{{found[1]}_{again}}}" if again > 1 else found[0]

    return re.sub(r"\{(\w+)\}", place, text)


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr.lower()
    return node.id.lower() if isinstance(node, ast.Name) else "given"
