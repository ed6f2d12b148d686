"""One record of a DMARC aggregate report: so many mails, from one address, in one day."""

from typing import Any

from spamatlas.model import (
    Authentication,
    Channel,
    Hop,
    MeasuringPoint,
    Message,
    Party,
    PartyKind,
    Rejected,
    Submission,
)
from spamatlas.parse.address import address_from
from spamatlas.parse.hosts import host_of
from spamatlas.parse.instant import instant_from
from spamatlas.parse.parser import Parser

MOST_RESULTS = 200


def parse(submission: Submission, _home_country: str = "") -> Message:
    """The mails of a record as one message, ``volume`` of them (RFC 7489, appendix C; RFC 9990).

    They were counted by the receiver that wrote the report, where it accepted mail. Among them are the
    domain owner's own: the results of authentication tell which, nothing else here does.

    Raises:
        Rejected: ``ill-formed``, ``missing-field``.
    """
    feedback = _tree(submission.body)
    source, count = address_from(_text(feedback, "record/row/source_ip")), _text(feedback, "record/row/count")
    if not source or not (count.isascii() and count.isdigit()):
        raise Rejected("missing-field", "a record must have a source_ip that is an address, and a count")
    organisation = _text(feedback, "report_metadata/org_name")
    domain = host_of(_text(feedback, "record/identifiers/header_from"))
    envelope = host_of(_text(feedback, "record/identifiers/envelope_from"))
    return Message(
        submission_id=submission.id,
        channel=Channel.EMAIL,
        sent_at=instant_from(_text(feedback, "report_metadata/date_range/begin")),
        sender=Party(PartyKind.UNKNOWN, domain) if domain else None,
        envelope_from=Party(PartyKind.UNKNOWN, envelope) if envelope else None,
        hops=(Hop(by=organisation, address=source),),
        authentication=_results(feedback, organisation, domain),
        headers=_headers(feedback),
        measuring_point=MeasuringPoint.ACCEPTED,
        volume=min(int(count[:18]), 2**53),
        raw_bytes=len(submission.body),
    )


def _tree(body: bytes) -> Any:
    from lxml import etree  # noqa: PLC0415  no other format needs it

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        feedback = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Rejected("ill-formed", "not an aggregate report in XML") from error
    if not isinstance(feedback.tag, str) or feedback.tag.rpartition("}")[2] != "feedback":
        raise Rejected("ill-formed", "not an aggregate report: its root is not feedback")
    return feedback


def _results(feedback: Any, organisation: str, domain: str) -> tuple[Authentication, ...]:
    """What the receiver found: each mechanism's own result, and DMARC's, a pass where either passed aligned."""
    found = [
        Authentication(organisation, method, _text(result, "result").lower(), host_of(_text(result, "domain")))
        for method in ("dkim", "spf")
        for result in _all(feedback, f"record/auth_results/{method}")[:MOST_RESULTS]
    ]
    aligned = {_text(feedback, f"record/row/policy_evaluated/{method}").lower() for method in ("dkim", "spf")}
    if aligned - {""}:
        found.append(Authentication(organisation, "dmarc", "pass" if "pass" in aligned else "fail", domain))
    return tuple(found)


def _headers(feedback: Any) -> tuple[tuple[str, str], ...]:
    places = {
        "DMARC-Disposition": "record/row/policy_evaluated/disposition",
        "DMARC-Policy": "policy_published/p",
        "DMARC-Domain": "policy_published/domain",
        "DMARC-Override": "record/row/policy_evaluated/reason/type",
    }
    return tuple((name, value) for name, place in places.items() if (value := _text(feedback, place)))


def _all(element: Any, place: str) -> list[Any]:
    # Some reporters name the namespace of RFC 9990, most do not.
    return list(element.findall("/".join(f"{{*}}{part}" for part in place.split("/"))))


def _text(element: Any, place: str) -> str:
    found = _all(element, place)
    return str(found[0].text or "").strip()[:1000] if found else ""


PARSER = Parser(
    name="dmarc-record",
    summary="A record of a DMARC aggregate report: how many mails, from where, authenticated or not",
    accepts=("application/vnd.spamatlas.dmarc-record+xml",),
    parse=parse,
    rejections=frozenset({"ill-formed", "missing-field"}),
)
