"""What stands below a figure and above a download, in the reader's language."""

from spamatlas.locale import Language
from spamatlas.statistics import Table


def coverage(table: Table, language: Language) -> str:
    """How many reports, of how many people, over what time, and the last one; how much was left out."""
    counted = language.listing(
        [
            language.count("{n} report", "{n} reports", table.reports),
            language.count("{n} reporter", "{n} reporters", table.reporters),
            language.days(table.since, table.until),
        ]
    )
    left = ("{n} row of too few reporters is left out.", "{n} rows of too few reporters are left out.")
    return language.sentences(
        counted,
        language.say("Last report: {at}.", at=language.moment(table.last_report)) if table.last_report else "",
        language.count(*left, table.suppressed) if table.suppressed else "",
        language.say(
            "Nearly every number is off by at most {n}, few by more: nobody shall work out what one person reported.",
            n=language.number(table.off_by),
        )
        if table.off_by
        else "",
        language.gettext("Within this time pseudonyms changed: who reported before and after counts twice.")
        if table.pseudonyms_changed
        else "",
    )


def notes(table: Table, language: Language) -> list[str]:
    """The lines that say what a downloaded table holds; its columns and values keep their names for programs."""
    said = [
        language.gettext(table.title),
        language.gettext(table.counts),
        coverage(table, language),
        language.gettext("Sample data.") if table.sample and table.reports else "",
        language.say("Unit: {unit}.", unit=language.gettext(table.unit)),
        language.gettext(table.caveat) if table.caveat else "",
    ]
    return [line for line in said if line]
