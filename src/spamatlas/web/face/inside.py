"""What a file is by its bytes, and what it holds, in words."""

from spamatlas.locale import Language
from spamatlas.model import Attachment

_LINKS = ("script_link", "page_link", "file_link", "system_link", "office_link")


def inside(language: Language, file: Attachment) -> list[str]:
    """What is known of a file whatever it is called: its kind, then what it holds; nothing where nothing is known."""
    said = {
        "program": language.gettext("A program"),
        "shortcut": language.gettext("A shortcut that runs a command"),
        "disk_image": language.gettext("A disk image"),
        "page": language.gettext("A web page (HTML)"),
        "pdf": "PDF",
        "office": language.gettext("An Office document"),
        "compound": language.gettext("An older Office document, or an installer"),
        "archive": language.gettext("An archive"),
        "encrypted": language.gettext("Opens only with a password"),
        "macros": language.gettext("Has macros"),
        "form": language.gettext("Has a form to fill in"),
        "password": language.gettext("Has a field for a password"),
        "redirect": language.gettext("Opens another address by itself"),
        "action": language.gettext("Does something by itself when it is opened"),
    }
    # Of what only holds a program the kind says where it is: a program within a program is none.
    said["holds-program"] = language.gettext("Holds a file that can run")
    said |= dict.fromkeys(_LINKS, language.gettext("Has links that open no web page"))
    held = ["holds-program" if each == "program" else each for each in file.holds]
    return list(dict.fromkeys(said[each] for each in (file.kind, *held) if each in said))
