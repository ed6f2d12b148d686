"""Members, their people and their keys: add, list, show, end."""

from pathlib import Path
from typing import Annotated, Literal

from cyclopts import Parameter

from spamatlas import settings
from spamatlas.cli import joining
from spamatlas.cli.naming import is_label
from spamatlas.cli.output import say

Action = Literal[
    "list", "add", "show", "end", "merge", "label", "person", "key", "session", "passkey", "group", "roles"
]


def member_command(
    action: Annotated[Action, Parameter(name="ACTION")] = "list",
    words: Annotated[list[str] | None, Parameter(name="WORD")] = None,
    /,
    *,
    kind: str = "sector_member",
    country: str = "",
    role: list[str] | None = None,
    scope: list[str] | None = None,
    days: int = 365,
    tlp: Annotated[str, Parameter(validator=is_label)] = "amber",
    group: list[str] | None = None,
    person: list[str] | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
    data: Path | None = None,
) -> int:
    """Say who takes part: organisations, the people of each who can sign in, and the keys of their programs.

    A key's secret and an invitation are shown once, when they are made; the node keeps a hash of them. Members, people
    and keys are never deleted: they end, and what they did stays theirs.

    | ACTION | WORDs |
    |---|---|
    | add | NAME, with `--kind` and `--country` |
    | show, end | MEMBER, by its name or number |
    | person add | MEMBER NAME ADDRESS, with `--role`; prints an invitation with which they set a password |
    | person list, person end, person invite, person roles | the address; `roles` with `--role` |
    | key add | MEMBER NAME, with `--scope` and `--days` |
    | key list, key end | the key's prefix |
    | session list, session end | the session's number |
    | passkey list, passkey end | the passkey's number |
    | group list, group add, group end | the sharing group's name |
    | group join, group leave | GROUP MEMBER |
    | label | MEMBER, with `--tlp`, `--group` and `--person`: what its reports are where nothing is said |
    | merge | MEMBER INTO: people, keys, groups and reports become the other one's, for good |
    | roles | nothing: prints what each role may |

    Examples:

        spamatlas member add "Communications Authority" --kind state --country KE

        spamatlas member list --json

        spamatlas member show "Communications Authority"

        spamatlas member person add "Communications Authority" "Ada Otieno" ada@example.org --role analyst

        spamatlas member person list

        spamatlas member person invite ada@example.org

        spamatlas member person roles ada@example.org --role analyst --role administrator

        spamatlas member person end ada@example.org

        spamatlas member key add "Communications Authority" "7726 feed" --scope reports:write --days 90

        spamatlas member key list

        spamatlas member key end 0123abcd

        spamatlas member session list

        spamatlas member session end 12

        spamatlas member passkey list

        spamatlas member passkey end 3

        spamatlas member group list

        spamatlas member group add "Banks and carriers"

        spamatlas member group join "Banks and carriers" "Alpha Telecom"

        spamatlas member group leave "Banks and carriers" "Alpha Telecom"

        spamatlas member group end "Banks and carriers"

        spamatlas member label "Alpha Telecom" --tlp amber --group "Banks and carriers"

        spamatlas member merge "Beta Mobile" "Alpha Telecom"

        spamatlas member end "Alpha Telecom"

        spamatlas member roles

    Parameters
    ----------
    action
        What to do, or to whom: `person`, `key`, `session`, `passkey` and `group` are followed by what to do.
    words
        To whom, and how they are called.
    kind
        Of a new member: `state`, `sector_member`, `associate` or `academia`.
    country
        Of a new member: ISO 3166-1, two letters.
    role
        Of a person, once for each: `citizen`, `analyst`, `operator`, `regulator`, `secretariat`, `researcher`,
        `administrator`.
    scope
        Of a new key, once for each: `reports:write`, `reports:read`, `reports:teach`, `reports:erase`, `judge`,
        `statistics`, `campaigns:read`, `campaigns:write`, `evidence:read`, `metrics`, `admin`.
    days
        How long a new key is open: 1 to 1825.
    tlp
        Of a member's reports: `clear`, `green`, `amber`, `amber+strict` or `red` (TLP 2.0).
    group
        A sharing group that sees a member's AMBER reports, once for each.
    person
        Who may see a member's RED reports, by address, once for each.
    json
        Print JSON.
    data
        The data folder (default: the platform's, or SPAMATLAS_DATA).
    """
    given = words or []
    if action in {"person", "key", "session", "passkey", "group"}:
        name, given = f"{action} {given[0] if given else 'list'}", given[1:]
    else:
        name = action
    asked = joining.Asked(
        given,
        kind=kind,
        country=country,
        roles=role or [],
        scopes=scope or [],
        days=days,
        tlp=tlp,
        groups=group or [],
        people=person or [],
        as_json=json,
    )
    if name not in joining.ACTIONS or not joining.ACTIONS[name].fits(len(given)):
        say(f"spamatlas: member {joining.usage(name)}", error=True)
        return 2
    return joining.do(name, asked, settings.load(data))
