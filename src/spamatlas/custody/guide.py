"""The guide in a package: what is in it, and how to verify it with the tools that every system has."""

from spamatlas.custody.layout import (
    AUTHORITY,
    CHAIN,
    DOCUMENT,
    GUIDE,
    LISTING,
    MANIFEST,
    OUTSIDE,
    OUTSIDE_STAMP,
    SCHEMA,
    SEALS,
    STAMP,
)
from spamatlas.locale import Language
from spamatlas.locale import marked as _
from spamatlas.model import Manifest

WARNING = _(
    "The originals come from strangers and may do harm: look at them as text, follow no link, open no attachment."
)
PEOPLE = _(
    "They are as they were filed, so they may name the people whom the messages reached. Nothing else in the package "
    "tells who filed a report: reporters are pseudonyms."
)
CONTENTS = (
    (DOCUMENT, _("the same for people to read")),
    ("originals/", _("what was filed, to the last bit, one file a report")),
    (MANIFEST, _("what the package holds, for machines")),
    (SCHEMA, _("what the manifest may say (JSON Schema)")),
    (CHAIN, _("what was done with each report, when and by whom; each line names the hash of the line before it")),
    (f"{SEALS}/", _("sheets of the node's log that were stamped soon after the reports came in")),
    (LISTING, _("the hashes of all other files, save the time stamps on this list")),
    (STAMP, _("a time stamp (RFC 3161) on that list")),
    (AUTHORITY, _("the certificate of the authority that stamped it")),
    (GUIDE, _("this text")),
)
OUTSIDE_CONTENTS = (
    (OUTSIDE_STAMP, _("a time stamp of an outside authority on the same list")),
    (OUTSIDE, _("the certificates of the outside authority")),
)
FOLLOW = (
    f"p=$(printf '%064d' 0); while IFS= read -r l; do case $l in *'\"previous\":\"'$p'\"'*) ;; *) echo BROKEN;; esac; "
    f'p=$(printf %s "$l" | sha256sum | cut -c 1-64); done < {CHAIN}; echo $p; grep \'"head"\' {MANIFEST}'
)
"""For a POSIX shell: says BROKEN for each line of the chain that does not follow, and both forms of its end."""
SEALED = (
    f"printf %s 'SEALED_AS' | sha256sum; grep HASH {SEALS}/NUMBER.txt; "
    f"openssl ts -verify -data {SEALS}/NUMBER.txt -in {SEALS}/NUMBER.txt.tsr -CAfile {AUTHORITY}"
)
STEPS = (
    (
        _("Unpack it into an empty folder and go there. No file may be changed or missing:"),
        f"sha256sum --check {LISTING}",
    ),
    (
        _("The list is the one that was stamped, by whoever holds the key of the certificate:"),
        f"openssl ts -verify -data {LISTING} -in {STAMP} -CAfile {AUTHORITY}",
    ),
    (_("When it was stamped:"), f"openssl ts -reply -in {STAMP} -text"),
    (
        _("The certificate is the node's. Compare its fingerprint with what its people tell you by another way:"),
        f"openssl x509 -in {AUTHORITY} -noout -fingerprint -sha256",
    ),
    (
        _("No line of the chain was changed, taken out or moved: nothing is called BROKEN, and both hashes are alike:"),
        FOLLOW,
    ),
    (
        _("The log's line on a report (“sealed_as” in the manifest) was stamped soon after, by its hash on a sheet:"),
        SEALED,
    ),
)
OUTSIDE_STEPS = (
    (
        _("The outside authority stamped the same list; compare its certificates with those that it publishes:"),
        f"openssl ts -verify -data {LISTING} -in {OUTSIDE_STAMP} -CAfile {OUTSIDE}",
    ),
)


def guide(manifest: Manifest, language: Language, *, is_stamped_outside: bool = False) -> bytes:
    """A plain text in UTF-8, for any reader."""
    contents = CONTENTS + OUTSIDE_CONTENTS if is_stamped_outside else CONTENTS
    steps = STEPS + OUTSIDE_STEPS if is_stamped_outside else STEPS
    lines = [
        language.say("Evidence package: {name}", name=language.listing(manifest.of)),
        language.say("Made on {day} by the node {node}.", day=language.moment(manifest.made_at), node=manifest.node),
        "",
        language.gettext("What is in it"),
        *(f"  {path:<23} {language.gettext(said)}" for path, said in contents),
        "",
        language.gettext(WARNING),
        language.gettext(PEOPLE),
        "",
        language.gettext("How to verify it with Spamatlas"),
        f"  spamatlas evidence verify PACKAGE.zip --authority {manifest.authority}",
        "",
        language.gettext("How to verify it without Spamatlas"),
    ]
    for number, (said, command) in enumerate(steps, 1):
        lines += [f"{number}. {language.gettext(said)}", f"     {command}"]
    return ("\n".join(lines) + "\n").encode()
