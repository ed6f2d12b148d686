"""Every code that an answer, a refusal or the quarantine can bear, in a sentence: what it means and what to do."""

from collections.abc import Mapping

from spamatlas.locale import marked as _

REQUESTS: Mapping[str, str] = {
    "bad-idempotency-key": _("The Idempotency-Key is too long. Take one of at most 200 characters."),
    "bad-label": _("Feedback is spam, ham or forget."),
    "bad-parameter": _("A parameter is of the wrong kind or out of its range. The answer names it."),
    "bad-request": _("The request is not well formed."),
    "bad-view": _("A view needs a name of at most 80 characters, and a search of bounded length."),
    "changed-since": _("A later action changed the same. Undo that one first."),
    "crashed": _("An error of ours. It is in the node's log; what was accepted is kept."),
    "failed": _("The request could not be carried out."),
    "forbidden": _("What was shown does not open this."),
    "foreign-host": _("The node does not answer to the name given. The setting host_names lists its names."),
    "foreign-origin": _("The change was asked for by another site's page. Nothing was changed."),
    "idempotency-key-reused": _("The Idempotency-Key was used for another body. Take a new one."),
    "media-type-not-supported": _("This media type is not taken. The answer lists those that are."),
    "method-not-allowed": _("This address does not take this method."),
    "no-such-action": _("Nothing was done under this number. The history lists what was."),
    "no-such-campaign": _("No campaign has this name."),
    "no-such-country": _("No country has this code. The map's table has all."),
    "no-such-figure": _("No figure has this name. The overview has all."),
    "no-such-receipt": _("No report has this receipt number."),
    "no-such-report": _("No report has this id; it may have been removed."),
    "no-such-statistic": _("No statistic has this name. The list of statistics has all."),
    "no-such-view": _("There is no such view any more."),
    "not-found": _("There is nothing at this address."),
    "not-in-quarantine": _("Nothing in quarantine has this id; it may have passed since."),
    "not-reversible": _("This can't be undone."),
    "not-usable": _("What was sent can't be used."),
    "nothing-accepted": _("No part of the body is a report that can be read. Each part is named with its reason."),
    "nothing-chosen": _("Nothing was chosen, so nothing was changed."),
    "nothing-to-undo": _("Nothing was done that could be undone."),
    "search-not-understood": _("A part of the search is not understood, so nothing was changed."),
    "token-wanted": _("This needs the node's token. It is in the file token.key of the data folder."),
    "too-many-reports": _("That is more reports than one action may change. Narrow the search."),
    "too-many-requests": _("That was a lot at once. Retry-After says how long to wait."),
    "too-many-views": _("As many views are saved as are kept. Delete one first."),
    "unavailable": _("The disk or the store is not there just now. Send the same again; what was accepted is kept."),
    "undone-before": _("This was undone before."),
    "unknown-action": _("What was asked for is nothing that this page does."),
    "unknown-channel": _("There is no such channel. The answer lists those there are."),
    "unknown-parameter": _("There is no such parameter. The answer lists those there are."),
    "unknown-statistic": _("No statistic has this name. The list of statistics has all."),
}
"""Codes of answers to requests."""

SUBMISSIONS: Mapping[str, str] = {
    "archive-too-large": _("The archive unpacks to more than is allowed, or suspiciously far."),
    "damaged": _("The bytes are broken: cut off, or not what they say they are."),
    "empty": _("There is nothing in it."),
    "encrypted": _("It is locked with a password."),
    "ill-formed": _("It is not written as its kind must be."),
    "link-outside": _("A symbolic link leads out of the folder."),
    "missing-field": _("A field that must be there is not."),
    "missing-key": _("A key that must be there is not."),
    "nested-too-deep": _("An archive in an archive in an archive, or a mail in too many mails."),
    "no-header": _("There is no mail header."),
    "no-mapping": _("The columns of this table are not known. A mapping can name them."),
    "no-party": _("Neither a calling nor a called number is given."),
    "no-text": _("There is no text, no subject and no sender."),
    "not-a-file": _("It is a device, a pipe, or a link in an archive."),
    "not-readable": _("The system does not let it be read."),
    "not-spam": _("It is a well-formed report, but not of a message."),
    "not-utf8": _("The text is not UTF-8."),
    "too-large": _("It is larger than is allowed."),
    "unknown-kind": _("Its kind is not recognised."),
    "unsafe-name": _("A member's name leads out of its archive."),
    "wrong-columns": _("A row has more or fewer columns than its table."),
    "xarf-invalid": _("The XARF report breaks its schema."),
}
"""Codes of what was never accepted; some of them are answers to whole requests too."""

HELD: Mapping[str, str] = {
    "evidence-damaged": _("The bytes on disk are not what was filed. A backup may have them."),
    "evidence-erased": _("What was filed was erased. Its counts stay."),
    "evidence-missing": _("Nothing was filed under this id."),
    "timed-out": _("Reading it took longer than is allowed."),
    "too-many-parts": _("The mail has more parts than are read."),
    "unknown-media-type": _("No format reads this media type."),
    "unreadable-mime": _("The mail's parts can't be told from each other."),
}
"""Codes of the quarantine: accepted, kept, not analysable."""
