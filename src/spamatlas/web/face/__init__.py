"""Pages for people: HTML first, complete without script, in the reader's language; a file a page."""

from spamatlas.web.face.campaigns import campaign_page, campaigns_page
from spamatlas.web.face.errors import answer_error
from spamatlas.web.face.filing import file_page, file_report, receipt_page
from spamatlas.web.face.home import home_page
from spamatlas.web.face.quarantine import quarantine_page
from spamatlas.web.face.reports import report_page, reports_page
from spamatlas.web.face.session import session_page
from spamatlas.web.face.static import static_files

PAGES = [
    home_page,
    reports_page,
    report_page,
    campaigns_page,
    campaign_page,
    quarantine_page,
    file_page,
    file_report,
    receipt_page,
    session_page,
    static_files,
]

__all__ = ["PAGES", "answer_error"]
