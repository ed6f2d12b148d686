"""Where a message came from, by what route, how that is known and how sure.

``questions`` says what to look up, ``Directory.answer`` looks it up on this machine, ``trace`` concludes.

Subjects of the sightings: source_address, stated_source, asn, network, operator, country, rpki, usage,
service, abuse_mailbox; authenticated_domain, authentication; sender_kind, sender_country, number,
number_kind, number_state, number_hijack, carrier, call_back; attestation, origid, trunk, wangiri, spoof, sim_box,
home_routing; forged_chain, open_relay, abused_account; domain_country; destination; route_class; and the places on the
way (``waypoints``): service, redirector, transit_network, transit_operator, transit_country, relay, gateway, platform;
link_chain, account_days.
"""

from spamatlas.trace.contact import Finder, Subject, contacts_of
from spamatlas.trace.directories import Directory
from spamatlas.trace.facts import Facts, Questions
from spamatlas.trace.look_up import Record, look_up
from spamatlas.trace.origin import trace
from spamatlas.trace.questions import questions
from spamatlas.trace.tracer import Tracer

__all__ = [
    "Directory",
    "Facts",
    "Finder",
    "Questions",
    "Record",
    "Subject",
    "Tracer",
    "contacts_of",
    "look_up",
    "questions",
    "trace",
]
