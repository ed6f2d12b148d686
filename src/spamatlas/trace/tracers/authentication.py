from collections.abc import Iterator

from spamatlas.model import Authentication, PartyKind, Sighting
from spamatlas.trace.questions import MOST_RESULTS, domain_of
from spamatlas.trace.tracer import MAIL, Scene, Tracer

# DMARC ties the visible sender to a checked identity (RFC 7489, section 3.1); DKIM is a signature, SPF only says
# that the path was allowed. A result with no server named (some large providers) may be anybody's: half.
_PASSES = {"dmarc": 0.97, "dkim": 0.92, "spf": 0.85}
_UNNAMED = 0.5


def trace(scene: Scene) -> Iterator[Sighting]:
    """Yield the domain that stands behind a mail, from results that our own side wrote.

    Source: RFC 8601, sections 2.5 and 5: results are believed by the authserv-id of one's own domain;
    others' are ignored. Alignment is relaxed: the same registrable domain (RFC 7489, section 3.1.1).
    """
    results = scene.message.authentication
    if not results:
        return
    ours = {_registrable(hop.by, scene) for hop in scene.chain.hops[: scene.chain.trusted]} - {""}
    author = _registrable(_author(scene), scene)
    for result in results[:MOST_RESULTS]:
        belief = _belief(result, ours, scene)
        if belief:
            yield from _read(result, author, belief, scene)


def _read(result: Authentication, author: str, belief: float, scene: Scene) -> Iterator[Sighting]:
    method, outcome = result.method.lower(), result.result.lower()
    if method not in _PASSES:
        return
    domain = _registrable(result.domain.rpartition("@")[2].lower(), scene)
    aligned = bool(domain) and domain == author
    if outcome == "pass" and (domain or (method == "dmarc" and author)):
        # An unaligned pass is true of its own domain, and says nothing of the sender that people see.
        worth = _PASSES[method] * belief * (1.0 if aligned or method == "dmarc" else 0.6)
        known_by = "signature" if method == "dkim" else "authentication"
        detail = f"{method} pass, {'aligned' if aligned or method == 'dmarc' else 'not aligned'}"
        yield Sighting("authenticated_domain", domain or author, known_by, worth, detail)
    elif outcome in ("fail", "softfail", "permerror"):
        yield Sighting("authentication", f"{method}={outcome}", "authentication", 0.9 * belief)
        if method == "dmarc" and outcome == "fail":
            yield Sighting("spoof", "sender_domain", "authentication", 0.7 * belief, "dmarc fail")


def _belief(result: Authentication, ours: set[str], scene: Scene) -> float:
    if not result.server:
        return _UNNAMED
    if not result.is_believed and _has_border(result.server, scene):
        return 0.0  # what bears our border's name below what our border wrote is not its own
    return 1.0 if _registrable(result.server.lower(), scene) in ours else 0.0


def _has_border(server: str, scene: Scene) -> bool:
    """Whether the server is one whose topmost results are believed."""
    return any(each.server == server and each.is_believed for each in scene.message.authentication[:MOST_RESULTS])


def _author(scene: Scene) -> str:
    sender = scene.message.sender
    return domain_of(sender.value) if sender and sender.kind is PartyKind.EMAIL else ""


def _registrable(host: str, scene: Scene) -> str:
    known = scene.facts.domains.get(host)
    return known.registrable if known and "." in known.registrable else ""


TRACER = Tracer(
    name="authentication",
    summary="takes SPF, DKIM and DMARC results from the reporter's own servers",
    channels=MAIL,
    trace=trace,
)
