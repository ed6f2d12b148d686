"""A notice for machines: XARF 4 where its schemas can say it, else the fields of a feedback report (RFC 5965)."""

import base64
from uuid import NAMESPACE_URL, uuid5

import msgspec

from spamatlas.model import LINKED, Grounds, MeasuringPoint, Role, VertexKind
from spamatlas.model.mappings import arf, xarf

XARF, ARF = "application/xarf+json", "message/feedback-report"


def machine(grounds: Grounds, reference: str) -> tuple[str, str]:
    """(media type, text). XARF wants an address for answers; for mail it wants a port, which no report tells."""
    has_page = grounds.charges[0].kind in LINKED
    said = xarf.fields(grounds.channels[0], grounds.category, grounds.lure, MeasuringPoint.REPORTED, url=has_page)
    if not grounds.answer_to or said.get("protocol") == "smtp":
        return ARF, _feedback(grounds, reference)
    return XARF, msgspec.json.format(msgspec.json.encode(_xarf(grounds, reference, said)), indent=2).decode()


def _xarf(grounds: Grounds, reference: str, said: dict[str, object]) -> dict[str, object]:
    first = grounds.charges[0]
    us = {"org": grounds.node[:200], "contact": grounds.answer_to, "domain": grounds.answer_to.rpartition("@")[2]}
    listed = "\n".join(f"{each.received_at:%Y-%m-%dT%H:%M:%SZ} sha256:{each.sha256}" for each in first.instances)
    report: dict[str, object] = {
        "xarf_version": "4.0.0",
        "report_id": str(uuid5(NAMESPACE_URL, f"urn:spamatlas:{reference}")),
        "timestamp": f"{first.last_seen:%Y-%m-%dT%H:%M:%SZ}",
        "reporter": us,
        "sender": us,
        "source_identifier": _source(grounds),
        "confidence": round(first.certainty, 2),
        "description": f"{first.reports} reports by {first.reporters} reporters of campaign {grounds.campaign}",
        **said,
    }
    if said["category"] == "content":
        report["url"] = f"https://{first.name}" + ("" if "/" in first.name else "/")
    if listed:
        payload = base64.b64encode(listed.encode()).decode()
        about = "When reports came in, and the SHA-256 of their bytes"
        report["evidence"] = [{"content_type": "text/plain", "description": about, "payload": payload}]
    return report


def _source(grounds: Grounds) -> str:
    """An address where the notice is to its network, else the thing."""
    first = grounds.charges[0]
    addresses = [each.address for each in first.instances if each.address]
    return addresses[0] if grounds.role is Role.NETWORK_ABUSE and addresses else first.name


def _feedback(grounds: Grounds, reference: str) -> str:
    """The fields of RFC 5965, sections 3.1 and 3.2; ``Incidents`` counts reports."""
    lines = [
        f"Feedback-Type: {arf.feedback_type(grounds.category)}",
        "User-Agent: Spamatlas",
        "Version: 1",
        f"Incidents: {sum(each.reports for each in grounds.charges)}",
        f"Arrival-Date: {max(each.last_seen for each in grounds.charges):%a, %d %b %Y %H:%M:%S +0000}",
    ]
    for each in grounds.charges:
        if each.kind in LINKED:
            lines.append(f"Reported-URI: https://{each.name}" + ("" if "/" in each.name else "/"))
            lines.append(f"Reported-Domain: {each.name.partition('/')[0]}")
        elif each.kind is VertexKind.NETWORK:
            lines += [f"Source-IP: {address}" for address in dict.fromkeys(one.address for one in each.instances)][:1]
    lines.append(f"X-Reference: {reference}")
    return "\n".join("".join(each for each in line if each.isprintable()) for line in lines) + "\n"
