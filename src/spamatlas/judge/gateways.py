"""Hosts through which receivers' own gateways lead every link of a mail."""

_GATEWAYS = (
    ".safelinks.protection.outlook.com",
    ".urldefense.com",
    ".urldefense.proofpoint.com",
    ".mimecast.com",
    ".linkprotect.cudasvc.com",
    ".secure-web.cisco.com",
    ".clicktime.symantec.com",
    ".url.emailprotection.link",
)


def is_gateway(host: str) -> bool:
    """Whether a link's host says nothing of who sent it, since a receiver's gateway put it there."""
    return f".{host}".endswith(_GATEWAYS)
