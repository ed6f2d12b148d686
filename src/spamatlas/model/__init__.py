"""The frozen records that flow along the path of a report, and the closed vocabularies.

Nothing here does I/O or imports anything else of ours.
"""

from spamatlas.model.assignment import MARK, Assignment, Likeness, Signature, campaign_name, campaign_number
from spamatlas.model.countermeasure import Countermeasure
from spamatlas.model.custody import ChainEnd, Handling, Manifest, PackedCampaign, PackedReport
from spamatlas.model.digest import short_digest
from spamatlas.model.errors import Rejected, Unavailable
from spamatlas.model.graph import Cluster, Edge, Explanation, Graph, Shared, Vertex
from spamatlas.model.marking import HOUSE, Marking, Reader, Sight, Tlp, sight_of, tlp_of
from spamatlas.model.message import Attachment, Authentication, Call, Hop, Link, Message, PhoneNumber
from spamatlas.model.notice import Charge, Grounds, Instance, Notice
from spamatlas.model.origin import Contact, Origin, Sighting, Stop, Waypoint
from spamatlas.model.party import Party
from spamatlas.model.people import ApiKey, Deed, Member, Person, Principal, Session
from spamatlas.model.standing import Appearance, Standing
from spamatlas.model.submission import Submission, submission_id
from spamatlas.model.verdict import Evidence, Meaning, Opinion, Reason, Verdict
from spamatlas.model.vocabulary import (
    CallToAction,
    Category,
    Channel,
    CountermeasureKind,
    EdgeKind,
    EffectKind,
    Known,
    Lure,
    MeasuringPoint,
    MemberKind,
    PartyKind,
    PersonRole,
    Phase,
    Role,
    RouteClass,
    Ruling,
    Scope,
    VertexKind,
    WaypointKind,
)

__all__ = [
    "HOUSE",
    "MARK",
    "ApiKey",
    "Appearance",
    "Assignment",
    "Attachment",
    "Authentication",
    "Call",
    "CallToAction",
    "Category",
    "ChainEnd",
    "Channel",
    "Charge",
    "Cluster",
    "Contact",
    "Countermeasure",
    "CountermeasureKind",
    "Deed",
    "Edge",
    "EdgeKind",
    "EffectKind",
    "Evidence",
    "Explanation",
    "Graph",
    "Grounds",
    "Handling",
    "Hop",
    "Instance",
    "Known",
    "Likeness",
    "Link",
    "Lure",
    "Manifest",
    "Marking",
    "Meaning",
    "MeasuringPoint",
    "Member",
    "MemberKind",
    "Message",
    "Notice",
    "Opinion",
    "Origin",
    "PackedCampaign",
    "PackedReport",
    "Party",
    "PartyKind",
    "Person",
    "PersonRole",
    "Phase",
    "PhoneNumber",
    "Principal",
    "Reader",
    "Reason",
    "Rejected",
    "Role",
    "RouteClass",
    "Ruling",
    "Scope",
    "Session",
    "Shared",
    "Sight",
    "Sighting",
    "Signature",
    "Standing",
    "Stop",
    "Submission",
    "Tlp",
    "Unavailable",
    "Verdict",
    "Vertex",
    "VertexKind",
    "Waypoint",
    "WaypointKind",
    "campaign_name",
    "campaign_number",
    "short_digest",
    "sight_of",
    "submission_id",
    "tlp_of",
]
