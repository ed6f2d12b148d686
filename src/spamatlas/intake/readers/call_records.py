"""Call detail records, as a table of calls."""

import msgspec

from spamatlas.intake.occurrence import Occurrences
from spamatlas.intake.options import Options
from spamatlas.intake.reader import Filed, Likeness, Reader
from spamatlas.intake.reading import Reading
from spamatlas.intake.refusal import Refusal
from spamatlas.intake.source import Source
from spamatlas.intake.table import header_of, rows
from spamatlas.model import Channel, MeasuringPoint

MEDIA_TYPE = "application/vnd.spamatlas.call-record+json"

COLUMNS = {
    "call_id": "callid call_reference record_id uniqueid unique_id uuid sip_call_id cdr_id",
    "calling_number": "calling calling_party calling_party_number caller caller_number caller_id_number cli a_number "
    "anumber source_number src from_number from ani calling_msisdn callingnumber served_msisdn servedmsisdn msisdn",
    "called_number": "called called_party called_party_number callee callee_number b_number bnumber destination_number "
    "dst to_number to destination dialled_number dialed_number called_msisdn callednumber dialednumber",
    "start_time": "start start_stamp starttime call_start setup_time call_date calldate date datetime timestamp time "
    "seizure_time seizuretime",
    "ring_seconds": "ring ring_time ring_duration ringing_seconds alerting_seconds time_to_answer",
    "talk_seconds": "talk talk_time talk_duration billsec billable_seconds conversation_seconds",
    "duration_seconds": "duration call_duration callduration total_seconds seconds",
    "answered": "is_answered answer connected disposition",
    "release_cause": "cause cause_code release_code hangup_cause q850_cause disconnect_cause termination_cause "
    "causeforterm cause_for_term cause_for_termination",
    "trunk": "incoming_trunk in_trunk trunk_in trunk_group ingress_trunk ingress carrier route "
    "msc_incoming_tkgp mscincomingtkgp",
    "attestation": "attest stir_attestation shaken_attestation",
    "origid": "orig_id origination_id",
    "verification": "verstat verification_status stir_verstat shaken_verstat tn_validation stir_status",
    "passport": "identity identity_header stir_identity shaken_identity sip_identity",
    "cell": "cell_id cellid first_cell first_cell_id serving_cell ci cgi ecgi eci lac_ci",
    "device": "imei served_imei servedimei imeisv served_imeisv calling_imei",
    "originating_operator": "orig_operator origin_operator orig_ioi originating_network interconnect_partner",
    "transit": "transit_countries countries_crossed",
    "recorded": "is_recorded recorded_message robocall",
}
"""Our names, and what switches and exchanges call the same (3GPP TS 32.298 among them); compared folded."""

_OURS = {alias: name for name, aliases in COLUMNS.items() for alias in (name, *aliases.split())}
_NEEDED = {"calling_number", "called_number"}


def recognise(source: Source, _options: Options) -> Likeness:
    """By its columns: who called, who was called, and when or how long."""
    line = source.head[:8194].lstrip(b"\r\n").partition(b"\n")[0]
    if not any(line.count(sign) >= 2 for sign in (b",", b";", b"\t", b"|")):
        return Likeness.NONE
    header = header_of(source)[0]
    names = {_OURS.get(column) for column in header}
    timed = names & {"start_time", "talk_seconds", "duration_seconds", "ring_seconds"}
    return Likeness.LIKELY if names >= _NEEDED and timed and "text" not in header else Likeness.NONE


def read(source: Source, reading: Reading) -> Filed:
    """One submission a row: an object of the columns known, under our names; others are left out.

    Without a ``call_id`` a row that comes twice is one call. They count as measured at connection, where the
    filer says nothing else: an operator's records hold every attempt.
    """
    header, delimiter = header_of(source)
    places: dict[str, int] = {}
    for place, column in enumerate(header):
        if column in _OURS:
            places.setdefault(_OURS[column], place)
    occurrences = Occurrences("call")
    stated = reading.options.measuring_point
    measured_at = MeasuringPoint.CONNECTION if stated is MeasuringPoint.REPORTED else stated
    for row in rows(source, len(header), delimiter, reading.options.max_report_bytes):
        if isinstance(row, Refusal):
            yield row
            continue
        record = {name: row.cells[place].strip() for name, place in places.items() if row.cells[place].strip()}
        if not record.get("calling_number") and not record.get("called_number"):
            yield Refusal(f"{source.name}:{row.line}", "neither a calling nor a called number", "missing-key")
            continue
        body = msgspec.json.encode(record)
        given = record.get("call_id", "")
        caller_id = f"call:{given}" if given else occurrences.name(body).partition("#")[0]
        yield reading.submission(
            body, MEDIA_TYPE, caller_id=caller_id, channel=Channel.VOICE, measuring_point=measured_at
        )


READER = Reader(
    name="call-records",
    summary="call detail records (CSV): who called whom and when, seconds, cause, trunk, cell, device, attestation",
    recognise=recognise,
    read=read,
)
