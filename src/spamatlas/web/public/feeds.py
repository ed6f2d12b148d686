"""Feeds (Atom, RFC 4287) of what everybody may see, in the reader's language."""

from collections.abc import Mapping
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from litestar import Request, Response, get
from lxml import etree

from spamatlas.locale import Language
from spamatlas.outbox.letter import Place, place_of
from spamatlas.outbox.mail import one_line
from spamatlas.statistics import Table
from spamatlas.web.figures.campaign_list import channels_of, name_of
from spamatlas.web.office import language_of, office
from spamatlas.web.public.exhibit import tables_of
from spamatlas.web.tables import ask

ATOM = "http://www.w3.org/2005/Atom"
NAMES: Any = {None: ATOM}
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
CAMPAIGNS = "/feeds/campaigns.atom"
EVER = datetime(1970, 1, 1, tzinfo=UTC)
NEW = ask("new_campaigns", {"since": "7d", "limit": "50"})


@get(CAMPAIGNS, include_in_schema=False)
async def campaigns_feed(request: Request[Any, Any, Any]) -> Response[bytes]:
    """Campaigns that were new within the last week; those that too few people reported are left out for everybody."""
    table = (await tables_of(request, [NEW], public=True))[0]
    language, place = language_of(request), place_of(office(request).node.settings)
    body = etree.tostring(_feed(table, language, place), xml_declaration=True, encoding="utf-8")
    tag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "accept-language, cookie"}
    if request.headers.get("if-none-match") == tag:
        return Response(b"", status_code=304, headers=headers)
    return Response(body, media_type="application/atom+xml; charset=utf-8", headers=headers)


def _feed(table: Table, language: Language, place: Place) -> Any:
    rows = [row for row in table.rows if row["ruling"] != "ham"]
    here = f"{place.address}{CAMPAIGNS}"
    # While nothing is new the feed stays the same in every byte.
    seen = [_at(row["last_seen"]) for row in rows] or [_at(table.last_report or EVER)]
    feed = etree.Element(f"{{{ATOM}}}feed", {LANGUAGE: language.code}, nsmap=NAMES)
    _put(feed, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, here)}")
    _put(feed, "title", language.say("New campaigns: {node}", node=one_line(place.name)))
    _put(feed, "updated", max(seen).isoformat(timespec="seconds"))
    _put(_put(feed, "author"), "name", one_line(place.name))
    _put(feed, "link", rel="self", href=f"{here}?lang={language.code}", type="application/atom+xml")
    _put(feed, "link", rel="alternate", href=f"{place.address}/?lang={language.code}", type="text/html")
    for row in rows:
        _enter(_put(feed, "entry"), row, language, place)
    return feed


def _enter(entry: Any, row: Mapping[str, Any], language: Language, place: Place) -> None:
    name = f"{place.address}/campaigns/{row['campaign']}"
    counted = language.sentences(
        language.count("{n} report", "{n} reports", row["reports"]), channels_of(row, language), row["campaign"]
    )
    _put(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, name)}")
    _put(entry, "title", name_of(row, language))
    _put(entry, "published", _at(row["first_seen"]).isoformat(timespec="seconds"))
    _put(entry, "updated", _at(row["last_seen"]).isoformat(timespec="seconds"))
    _put(entry, "summary", counted)
    _put(entry, "link", rel="alternate", href=f"{place.address}/?lang={language.code}", type="text/html")


def _put(within: Any, name: str, text: str = "", **attributes: str) -> Any:
    element = etree.SubElement(within, f"{{{ATOM}}}{name}", attributes)
    element.text = text or None
    return element


def _at(value: datetime) -> datetime:
    return value if value.tzinfo else value.replace(tzinfo=UTC)
