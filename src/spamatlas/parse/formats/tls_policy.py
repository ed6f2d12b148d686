"""One policy of a TLS report (RFC 8460): sessions between mail servers, and why some were not encrypted."""

import msgspec
from msgspec import Struct

from spamatlas.model import Channel, Hop, MeasuringPoint, Message, Party, PartyKind, Rejected, Submission
from spamatlas.parse.address import address_from
from spamatlas.parse.hosts import host_of
from spamatlas.parse.instant import instant_from
from spamatlas.parse.parser import Parser

MOST_HOPS = 100


class _Policy(Struct, rename="kebab"):
    policy_domain: str
    policy_type: str = ""


class _Summary(Struct, frozen=True, rename="kebab"):
    total_successful_session_count: int = 0
    total_failure_session_count: int = 0


class _Failure(Struct, rename="kebab"):
    result_type: str = ""
    sending_mta_ip: str = ""
    receiving_mx_hostname: str = ""
    failed_session_count: int = 0


class _PolicyReport(Struct, rename="kebab"):
    policy: _Policy
    summary: _Summary = _Summary()
    failure_details: list[_Failure] = []


class TlsReport(Struct, rename="kebab"):
    """RFC 8460, section 4.4."""

    organization_name: str
    policies: list[_PolicyReport]
    date_range: dict[str, str] = {}


_decode = msgspec.json.Decoder(TlsReport).decode


def parse(submission: Submission, _home_country: str = "") -> Message:
    """The sessions of one policy, as one message: ``volume`` stays 1, for sessions are no messages.

    What was counted is in the headers: sessions that succeeded and failed, and by which results.

    Raises:
        Rejected: ``ill-formed``.
    """
    try:
        report = _decode(submission.body)
        policy = report.policies[0]
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, IndexError) as error:
        raise Rejected("ill-formed", "not a TLS report with a policy (RFC 8460, section 4.4)") from error
    domain = host_of(policy.policy.policy_domain)
    results = sorted({failure.result_type for failure in policy.failure_details if failure.result_type})[:20]
    return Message(
        submission_id=submission.id,
        channel=Channel.EMAIL,
        sent_at=instant_from(report.date_range.get("start-datetime")),
        recipients=(Party(PartyKind.UNKNOWN, domain),) if domain else (),
        hops=_hops(policy.failure_details),
        headers=(
            ("TLS-Report-Submitter", report.organization_name[:200]),
            ("TLS-Policy-Type", policy.policy.policy_type[:50]),
            ("TLS-Sessions-Succeeded", str(policy.summary.total_successful_session_count)),
            ("TLS-Sessions-Failed", str(policy.summary.total_failure_session_count)),
            *(("TLS-Result", result[:100]) for result in results),
        ),
        measuring_point=MeasuringPoint.CONNECTION,
        raw_bytes=len(submission.body),
    )


def _hops(failures: list[_Failure]) -> tuple[Hop, ...]:
    return tuple(
        Hop(by=host_of(failure.receiving_mx_hostname), address=address)
        for failure in failures[:MOST_HOPS]
        if (address := address_from(failure.sending_mta_ip))
    )


PARSER = Parser(
    name="tls-policy",
    summary="A policy of a TLS report: sessions between mail servers, and why some failed",
    accepts=("application/vnd.spamatlas.tls-policy+json",),
    parse=parse,
    rejections=frozenset({"ill-formed"}),
)
