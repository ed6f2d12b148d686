"""What messages are, what they want, and on which channel they come."""

from spamatlas.model.terms.term import Term, Terms, _
from spamatlas.model.vocabulary import CallToAction, Category, Channel, Lure

_CHANNELS = {
    Channel.EMAIL: Term(_("E-mail"), _("A message carried by Internet mail between mail servers (RFC 5598).")),
    Channel.SMS: Term(
        _("Text message"), _("A short message of the mobile network, from a number, a short code or a name.")
    ),
    Channel.MMS: Term(
        _("Picture message"), _("A multimedia message of the mobile network, with pictures, sound or long text.")
    ),
    Channel.RCS: Term(
        _("RCS message"), _("A message of the operators' Rich Communication Services, from a person or a business.")
    ),
    Channel.IM: Term(
        _("Instant message"), _("A message inside a messaging application, to one person or to a closed group.")
    ),
    Channel.VOICE: Term(
        _("Voice call"), _("A telephone call over a circuit or an IP network, answered, missed or recorded.")
    ),
    Channel.SOCIAL: Term(
        _("Social media"), _("A post, comment or invitation on a platform where people follow others.")
    ),
    Channel.SEARCH: Term(_("Search result"), _("A result or paid place of a search engine that leads people astray.")),
    Channel.WEB: Term(
        _("Web page"), _("Unwanted text that somebody placed on a site of others, such as a guest book.")
    ),
    Channel.PUSH: Term(
        _("Push notification"), _("A notice that a site or an application shows on the screen of a device.")
    ),
    Channel.IOT: Term(_("Connected thing"), _("A message sent or shown by a device that no person operates.")),
    Channel.FAX: Term(_("Fax"), _("A page sent to a fax machine or a fax service over the telephone network.")),
    Channel.OTHER: Term(_("Other channel"), _("A channel that this list does not name yet.")),
}

_CATEGORIES = {
    Category.ADVERTISING: Term(
        _("Advertising"), _("An offer of goods or services that nobody asked for, without evident deceit.")
    ),
    Category.PHISHING: Term(
        _("Phishing"), _("Passes itself off as somebody trusted to get passwords, codes, card or personal data.")
    ),
    Category.FRAUD: Term(_("Fraud"), _("Deceives people into handing over money or goods by a made-up story.")),
    Category.MALWARE: Term(
        _("Malware"), _("Brings or leads to software that harms the device or the people who use it.")
    ),
    Category.PREMIUM: Term(
        _("Premium-rate trap"),
        _("Earns by making people call back an expensive number, text one, or slip into a paid subscription."),
    ),
    Category.ADULT: Term(_("Adult content"), _("Sexual content or services that the recipient did not ask for.")),
    Category.GAMBLING: Term(_("Gambling"), _("Bets, casinos and games for money, licensed or not.")),
    Category.LOAN: Term(
        _("Loan offer"), _("Credit, debt relief or claims management offered to people who did not ask.")
    ),
    Category.DISINFORMATION: Term(
        _("Disinformation"),
        _("False statements spread in concert to sway opinion; judged by the concert, never by the view held."),
    ),
    Category.NUISANCE: Term(_("Nuisance"), _("Disturbs without a visible aim, such as silent calls or chain letters.")),
    Category.OTHER: Term(_("Other spam"), _("Unsolicited and in bulk, of a kind that this list does not name yet.")),
    Category.NOT_SPAM: Term(_("Not spam"), _("A message that its sender was entitled to send to this person.")),
}

_LURES = {
    Lure.PARCEL: Term(_("Parcel"), _("A delivery that failed, waits, or costs a fee.")),
    Lure.BANK: Term(_("Bank or card"), _("An account, card or transfer is blocked, in danger or to be confirmed.")),
    Lure.TAX: Term(_("Tax or authority"), _("A refund, debt or duty towards a public office.")),
    Lure.FINE: Term(_("Fine or toll"), _("A traffic fine, a road toll or a court fee to be paid at once.")),
    Lure.TELECOM: Term(_("Telephone account"), _("A bill, bonus points, a SIM card or a contract of the operator.")),
    Lure.FAMILY: Term(_("Family or friend"), _("Somebody close has a new number and needs help with money.")),
    Lure.JOB: Term(_("Job"), _("Easy work and good pay, or an application that was never made.")),
    Lure.INVESTMENT: Term(_("Investment"), _("Sure profit with shares, currencies or digital coins.")),
    Lure.LOTTERY: Term(_("Prize or inheritance"), _("A win, a gift or a legacy that a fee or data would set free.")),
    Lure.INSURANCE: Term(_("Insurance or claim"), _("A policy, a warranty or compensation for an accident.")),
    Lure.HEALTH: Term(_("Health"), _("Medicines, cures, slimming, tests or vaccination.")),
    Lure.DATING: Term(_("Dating"), _("A stranger who seeks company, love or conversation.")),
    Lure.SUBSCRIPTION: Term(_("Subscription"), _("A paid service that was started, renewed or must be cancelled.")),
    Lure.CHARITY: Term(_("Charity"), _("A donation for people in need.")),
    Lure.POLITICAL: Term(_("Politics"), _("A vote, a party, a candidate or a public dispute.")),
    Lure.TECH_SUPPORT: Term(
        _("Technical support"), _("A device or licence is said to be infected, broken or expired.")
    ),
    Lure.EXECUTIVE: Term(
        _("Superior at work"), _("The head of the firm or a colleague asks for a quick payment or favour.")
    ),
    Lure.EXTORTION: Term(_("Extortion"), _("A threat to publish, arrest or harm unless somebody pays.")),
    Lure.SURVEY: Term(_("Survey"), _("A few questions, often with a reward at the end.")),
    Lure.ACCOUNT: Term(_("Online account"), _("A mailbox, shop or platform account must be confirmed or is closed.")),
    Lure.DOCUMENT: Term(_("Document or invoice"), _("A file, an invoice or a voice message waits to be opened.")),
    Lure.OTHER: Term(_("Other story"), _("A story that this list does not name yet.")),
    Lure.NONE: Term(_("No story"), _("The message tells no story, or there is no text to tell.")),
}

_CALLS_TO_ACTION = {
    CallToAction.LINK: Term(_("Open a link"), _("The reader is to follow a link or scan a code.")),
    CallToAction.REPLY: Term(_("Reply"), _("The reader is to answer, here or by another channel.")),
    CallToAction.CALL_BACK: Term(_("Call a number"), _("The reader is to telephone a number of ordinary cost.")),
    CallToAction.PREMIUM_CALL_BACK: Term(
        _("Call an expensive number"), _("The reader is to call a premium-rate, satellite or costly foreign number.")
    ),
    CallToAction.ATTACHMENT: Term(_("Open an attachment"), _("The reader is to open a file that came along.")),
    CallToAction.INSTALL: Term(_("Install software"), _("The reader is to install an application or let somebody in.")),
    CallToAction.PAY: Term(_("Pay"), _("The reader is to send money, coins, vouchers or codes straight away.")),
    CallToAction.ENGAGE: Term(_("Like, follow or share"), _("The reader is to follow, like, vote or pass it on.")),
    CallToAction.NONE: Term(_("Nothing"), _("The message asks for nothing that can be told.")),
}

TERMS: Terms = {Channel: _CHANNELS, Category: _CATEGORIES, Lure: _LURES, CallToAction: _CALLS_TO_ACTION}
