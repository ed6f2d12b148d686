"""The closed vocabularies. Names and definitions in words: ``terms``; other people's words: ``mappings``."""

from enum import StrEnum


class Channel(StrEnum):
    """By what means a message reached a person (Resolution 52, *recognizing*; ITU-T X.1231, X.1244)."""

    EMAIL = "email"
    SMS = "sms"
    MMS = "mms"
    RCS = "rcs"
    IM = "im"
    VOICE = "voice"
    SOCIAL = "social"
    SEARCH = "search"
    WEB = "web"
    PUSH = "push"
    IOT = "iot"
    FAX = "fax"
    OTHER = "other"


BY_TELEPHONE = frozenset((Channel.SMS, Channel.MMS, Channel.RCS, Channel.VOICE, Channel.FAX))
"""The channels whose senders have a number of a number plan (ITU-T E.164)."""
ON_PLATFORMS = frozenset((Channel.SOCIAL, Channel.IM))
"""The channels whose senders have an account on somebody's platform, which vouches for what it is called."""


class Category(StrEnum):
    """What kind of spam it is, or that it is none."""

    ADVERTISING = "advertising"
    PHISHING = "phishing"
    FRAUD = "fraud"
    MALWARE = "malware"
    PREMIUM = "premium"
    ADULT = "adult"
    GAMBLING = "gambling"
    LOAN = "loan"
    DISINFORMATION = "disinformation"
    NUISANCE = "nuisance"
    OTHER = "other"
    NOT_SPAM = "not_spam"


class Lure(StrEnum):
    """The story that the message tells."""

    PARCEL = "parcel"
    BANK = "bank"
    TAX = "tax"
    FINE = "fine"
    TELECOM = "telecom"
    FAMILY = "family"
    JOB = "job"
    INVESTMENT = "investment"
    LOTTERY = "lottery"
    INSURANCE = "insurance"
    HEALTH = "health"
    DATING = "dating"
    SUBSCRIPTION = "subscription"
    CHARITY = "charity"
    POLITICAL = "political"
    TECH_SUPPORT = "tech_support"
    EXECUTIVE = "executive"
    EXTORTION = "extortion"
    SURVEY = "survey"
    ACCOUNT = "account"
    DOCUMENT = "document"
    OTHER = "other"
    NONE = "none"


class CallToAction(StrEnum):
    """What the message wants of the person who gets it."""

    LINK = "link"
    REPLY = "reply"
    CALL_BACK = "call_back"
    PREMIUM_CALL_BACK = "premium_call_back"
    ATTACHMENT = "attachment"
    INSTALL = "install"
    PAY = "pay"
    ENGAGE = "engage"
    NONE = "none"


class RouteClass(StrEnum):
    """By what kind of way the message entered the network that measured it (GSMA pilot, 2010, and after)."""

    ON_NET = "on_net"
    PEER = "peer"
    INTERNET_GATEWAY = "internet_gateway"
    INTERNATIONAL = "international"
    SIM_BOX = "sim_box"
    BULK_SERVICE = "bulk_service"
    COMPROMISED_HOST = "compromised_host"
    IOT = "iot"
    SOCIAL_ACCOUNT = "social_account"
    SEARCH_RESULT = "search_result"
    AD_NETWORK = "ad_network"
    UNKNOWN = "unknown"


class WaypointKind(StrEnum):
    """What sort of place on a route it is."""

    COUNTRY = "country"
    NETWORK = "network"
    OPERATOR = "operator"
    SERVICE = "service"
    RELAY = "relay"
    GATEWAY = "gateway"
    PLATFORM = "platform"


class MeasuringPoint(StrEnum):
    """Where along its way a message was counted; figures of different points are never added."""

    CONNECTION = "connection"
    ACCEPTED = "accepted"
    DELIVERED = "delivered"
    REPORTED = "reported"
    TRAPPED = "trapped"
    SURVEYED = "surveyed"


class Known(StrEnum):
    """Whether there is evidence for a thing, against it, or neither."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Ruling(StrEnum):
    """What a profile makes of the evidence."""

    SPAM = "spam"
    SUSPECT = "suspect"
    HAM = "ham"


class Phase(StrEnum):
    """Where in its life a campaign is; ``campaign.life`` tells it from the days of its reports."""

    FEW = "few"
    NEW = "new"
    GROWING = "growing"
    STEADY = "steady"
    FADING = "fading"
    QUIET = "quiet"
    RETURNED = "returned"


class PartyKind(StrEnum):
    """What sort of name one end of a message goes by."""

    EMAIL = "email"
    PHONE = "phone"
    SHORT_CODE = "short_code"
    ALPHANUMERIC = "alphanumeric"
    SIP = "sip"
    HANDLE = "handle"
    UNKNOWN = "unknown"


class VertexKind(StrEnum):
    """What a thing in the graph of attribution is."""

    CAMPAIGN = "campaign"
    DOMAIN = "domain"
    HOST = "host"
    PAGE = "page"
    PATH = "path"
    NUMBER = "number"
    SENDER = "sender"
    MAIL_HOST = "mail_host"
    SIGNER = "signer"
    ADDRESS = "address"
    NETWORK = "network"
    OPERATOR = "operator"
    GATEWAY = "gateway"
    ACCOUNT = "account"
    INSTITUTION = "institution"
    FILE = "file"


LINKED = frozenset((VertexKind.DOMAIN, VertexKind.HOST, VertexKind.PAGE))
"""What links lead to: shown so that nobody opens it by accident."""


class EdgeKind(StrEnum):
    """How two things in the graph belong together."""

    NAMES = "names"
    SENT_FROM = "sent_from"
    STATED = "stated"


class Role(StrEnum):
    """Who can act against what a campaign uses."""

    NETWORK_ABUSE = "network_abuse"
    REGISTRY = "registry"
    NUMBER_OPERATOR = "number_operator"
    PLATFORM = "platform"
    PAYMENT = "payment"


class CountermeasureKind(StrEnum):
    """What somebody did against a campaign, or against a thing that it uses."""

    NOTICE = "notice"
    LISTED = "listed"
    BLOCKED = "blocked"
    NUMBER_SHUT = "number_shut"
    HOST_DOWN = "host_down"
    ACCOUNT_CLOSED = "account_closed"
    FILTER_RULE = "filter_rule"
    WARNING = "warning"
    COURT_ORDER = "court_order"
    OTHER = "other"


class EffectKind(StrEnum):
    """What can be said of reports after a countermeasure; ``campaign.effect`` tells it."""

    FEW = "few"
    ALONE = "alone"
    FELL = "fell"
    ALIKE = "alike"
    ROSE = "rose"


class MemberKind(StrEnum):
    """What kind of organisation takes part, by the categories of ITU membership."""

    STATE = "state"
    SECTOR_MEMBER = "sector_member"
    ASSOCIATE = "associate"
    ACADEMIA = "academia"


class PersonRole(StrEnum):
    """What somebody who signs in is there for; ``model.rights`` says what each may."""

    CITIZEN = "citizen"
    ANALYST = "analyst"
    OPERATOR = "operator"
    REGULATOR = "regulator"
    SECRETARIAT = "secretariat"
    RESEARCHER = "researcher"
    ADMINISTRATOR = "administrator"


class DispatchState(StrEnum):
    """How far something in the outbox has come. What waits is tried again; all others are over."""

    WAITING = "waiting"
    SENT = "sent"
    BOUNCED = "bounced"
    FAILED = "failed"
    UNWANTED = "unwanted"
    CANCELLED = "cancelled"


class Scope(StrEnum):
    """What a key or a person may do on a node (the word is that of RFC 6749, section 3.3)."""

    REPORTS_WRITE = "reports:write"
    REPORTS_READ = "reports:read"
    REPORTS_TEACH = "reports:teach"
    REPORTS_ERASE = "reports:erase"
    JUDGE = "judge"
    STATISTICS = "statistics"
    CAMPAIGNS_READ = "campaigns:read"
    CAMPAIGNS_WRITE = "campaigns:write"
    EVIDENCE_READ = "evidence:read"
    METRICS = "metrics"
    ADMIN = "admin"
