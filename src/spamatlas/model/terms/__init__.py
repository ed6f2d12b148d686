"""What each value of the closed vocabularies is called, and what it means, as message ids.

The words follow WTSA Resolution 52 (Rev. Geneva, 2022), ITU-T X.1231 and the X.1240 series (X.1244 for
IP multimedia, X.1242 and X.1247 for mobile messages, X.1246 for calls, X.1249 for advertising inside
applications), the GSMA spam reporting pilot of 2010 for routes, and M3AAWG's practice for measuring
points. The definitions are our own.
"""

from enum import StrEnum

from spamatlas.model.terms import attribution, content, countermeasures, dispatch, judgement, people, way
from spamatlas.model.terms.term import Term, Terms

__all__ = ["Term", "term"]


def term(value: StrEnum) -> Term:
    """The words for a value of a closed vocabulary.

    Raises:
        KeyError: the value has none, which a test rules out.
    """
    return _TERMS[type(value)][value]


_TERMS: Terms = {
    **content.TERMS,
    **way.TERMS,
    **judgement.TERMS,
    **attribution.TERMS,
    **countermeasures.TERMS,
    **people.TERMS,
    **dispatch.TERMS,
}
