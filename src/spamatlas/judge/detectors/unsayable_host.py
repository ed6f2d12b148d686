"""A host name that is a row of letters which no word has."""

import re
from collections.abc import Iterator
from functools import lru_cache

from spamatlas.judge.detector import Detector, Finding
from spamatlas.judge.detectors.deep_host import looks_made
from spamatlas.judge.gateways import is_gateway
from spamatlas.judge.link_order import MOST
from spamatlas.model import Message, Origin

# Pairs of letters that at most 5 of the 37,308 distinct words in Latin letters of our training texts and mails hold
# (2026-11). Of 3,613 domains in innocent mail of the SpamAssassin corpus two hold two such pairs.
_RARE = frozenset(
    (  # noqa: SIM905
        "bf bq bv bx bz cg cw cx dq dx fj fm fq fv fx gc gj gq gv gx gz hj hq hv hx jb jj jp jq jr jx jy jz kq kv "
        "kx lj lx mq mx nx pj pq pv px pz qa qb qc qd qe qf qg qh qi qj qk ql qm qn qo qp qq qr qs qt qv qw qx qy "
        "qz rx sx tq tx uq vb vf vg vh vj vq vs vt vw vx vz wf wg wj wm wq wv ww wx wz xb xd xf xg xj xk xl xn xq "
        "xr xs xv xw xx xy xz yh yq yv yx yy zf zq zr zv zx"
    ).split()
)
_LEAST_PAIRS, _SHORTEST, _LONGEST = 2, 6, 63
# Names under these are given out by machines to everybody (content networks, stores of files).
_GIVEN = (
    *(".cloudfront.net", ".azureedge.net", ".azurefd.net", ".amazonaws.com", ".googleusercontent.com", ".akamaihd.net"),
    *(".fastly.net", ".edgekey.net", ".b-cdn.net", ".cdn77.org", ".herokuapp.com", ".run.app", ".onion"),
)
# Authorities and schools, who name themselves by initials.
_PUBLIC = re.compile(r"\.(?:gov|gob|gouv|go|edu|ac|mil)(?:\.[a-z]{2})?\Z")


def judge(message: Message, origin: Origin) -> Iterator[Finding]:  # noqa: ARG001
    """Yield one finding for the first link whose registrable name has two pairs of letters that words hardly have.

    So look names that programs make (Yadav and others, Detecting Algorithmically Generated Malicious Domain Names, IMC
    2010, tell them by the same distribution of pairs). Those that ``deep-host`` sees are left to it.
    """
    for link in message.links[:MOST]:
        if _is_unsayable(link.domain) and not is_gateway(link.host):
            # Houses in China write their names as initials of their syllables.
            yield Finding({"host": link.domain}, 0.5 if link.domain.endswith(".cn") else 1.0)
            return


@lru_cache(maxsize=8192)
def _is_unsayable(domain: str) -> bool:
    label = domain.partition(".")[0][:_LONGEST]
    if len(label) < _SHORTEST or label.startswith("xn--") or domain.endswith(_GIVEN) or _PUBLIC.search(domain):
        return False
    pairs = {label[place : place + 2] for place in range(len(label) - 1)}
    # Three times one letter (www, xxx) is said after all.
    rare = [pair for pair in pairs & _RARE if pair[0] != pair[1]]
    return len(rare) >= _LEAST_PAIRS and not looks_made(domain)


DETECTOR = Detector(
    name="unsayable-host",
    summary="a host name with pairs of letters that no word has",
    reason="The host name {host} is a row of letters that no word has, as programs make them.",
    weight=0.8,
    needs="links",
    judge=judge,
)
