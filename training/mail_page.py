"""HTML as mail programs and sending services write it, out of a text with few marks.

Marks: ``# heading``, ``- item``, ``| cell | cell``, ``> quoted``, ``***`` a rule, ``[[label|address]]`` a button
or link. The dress of a mail is drawn for its layout, never for its label.
"""

import random
import re
from html import escape
from typing import Any

MARK = re.compile(r"\[\[([^|\]]*)\|([^\]]*)\]\]")
RULE = re.compile(r"\n+\*\*\*\n+")
_ADDRESS = re.compile(r"https?://[^\s<>\"]+")
_FONTS = ("Arial, sans-serif", "Helvetica,Arial,sans-serif", "Calibri, sans-serif", "Georgia, serif", "Verdana",
          "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,sans-serif", "'Times New Roman',serif")  # fmt: skip
_COLOURS = ("#1a73e8", "#0067b8", "#d32f2f", "#2e7d32", "#333333", "#ff6600", "#5b2d90", "#00897b", "#111827")


def page_of(held: dict[str, Any], text: str, chance: random.Random) -> str:
    """The page of a mail: a letter's or a service's."""
    inner = [_block(block, chance, bulk=held.get("form") == "bulk") for block in text.split("\n\n")]
    if held.get("form") == "bulk":
        return _bulk(held, inner, chance)
    return _letter("\n".join(inner), chance) + _hidden(held)


def picture_page(text: str, chance: random.Random) -> str:
    """A page that shows a picture and hardly a word: the last paragraph of the text alone."""
    width = chance.choice((480, 600, 640, 720))
    link = next(iter(_ADDRESS.findall(text)), "")
    image = f'<img src="cid:picture@mail" width="{width}" alt="" border="0">'
    anchor = f'<a href="{escape(link)}">{image}</a>' if link else image
    return f"<html><body><center>{anchor}</center><p>{escape(text.split(chr(10) * 2)[-1])}</p></body></html>"


def _letter(inner: str, chance: random.Random) -> str:
    font, size = chance.choice(_FONTS), chance.choice((10, 11, 12))
    dresses = (
        f'<div dir="auto">{inner}</div>',
        f"<html><body>{inner}</body></html>",
        f'<html><head><meta http-equiv="content-type" content="text/html; charset=UTF-8"></head>'
        f'<body text="#000000" bgcolor="#FFFFFF">{inner}</body></html>',
        f"<html><head><style><!-- p.MsoNormal {{margin:0cm; font-size:{size}.0pt; font-family:{font};}} --></style>"
        f'</head><body lang="EN-GB" link="#0563C1"><div class="WordSection1">{inner}</div></body></html>',
        f'<div style="font-family:{font};font-size:{size}pt;color:#000">{inner}</div>',
        f'<html><body style="word-wrap: break-word; line-break: after-white-space;">{inner}</body></html>',
    )
    return chance.choice(dresses)


def _bulk(held: dict[str, Any], inner: list[str], chance: random.Random) -> str:
    font, colour, width = chance.choice(_FONTS), chance.choice(_COLOURS), chance.choice((560, 600, 640))
    name = escape(held["from"].rpartition(" <")[0])
    head = chance.choice((
        f'<tr><td style="background:{colour};color:#fff;padding:18px 24px;font-size:20px">{name}</td></tr>',
        f'<tr><td align="center" style="padding:24px"><img src="{_picture(held, "logo.png")}" alt="{name}" width="140"></td></tr>',
        f'<tr><td style="border-bottom:2px solid {colour};padding:12px 0"><b>{name}</b></td></tr>', "",
    ))  # fmt: skip
    body = "".join(f'<tr><td style="padding:8px 24px;font-family:{font}">{block}</td></tr>' for block in inner)
    foot = f'<tr><td style="padding:20px 24px;font-size:11px;color:#777">{_footer(held, chance)}</td></tr>'
    table = (
        f'<table role="presentation" width="{width}" cellpadding="0" cellspacing="0" border="0" align="center" '
        f'style="max-width:{width}px;background:#ffffff">{head}{body}{foot}</table>'
    )
    plain = f'<div style="max-width:{width}px;margin:0 auto;font-family:{font}">{"".join(inner)}<hr>{_footer(held, chance)}</div>'
    outer = f'<table width="100%" bgcolor="#f4f4f7"><tr><td align="center">{table}</td></tr></table>'
    pixel = f'<img src="{_picture(held, "open.gif")}" width="1" height="1" alt="" style="display:block">'
    style = "<style>@media only screen and (max-width:620px){.w{width:100%!important}} a{color:" + colour + "}</style>"
    top = chance.choice(("<!DOCTYPE html>", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">', ""))
    content = chance.choice((table, outer, outer, plain))
    return (
        f'{top}<html><head><meta charset="utf-8">{chance.choice((style, "", style))}<title></title></head><body>'
        f"{_preheader(held, chance)}{content}{_hidden(held)}{chance.choice((pixel, pixel, ''))}</body></html>"
    )


def _footer(held: dict[str, Any], chance: random.Random) -> str:
    if chance.random() < 0.25:
        return escape(held["postal"])
    return f'{escape(held["postal"])}<br><a href="{escape(held["track"])}">{escape(held["unsubscribe"])}</a>'


def _preheader(held: dict[str, Any], chance: random.Random) -> str:
    if chance.random() < 0.5:
        return ""
    line = escape(held["text"].partition("\n")[0].lstrip("#> -")[:90])
    return f'<div style="display:none;max-height:0;overflow:hidden">{line}{"&#847;&zwnj;&nbsp;" * chance.randint(0, 30)}</div>'


def _hidden(held: dict[str, Any]) -> str:
    style = 'style="color:#ffffff;background:#ffffff;font-size:1px"'
    return f"<div {style}>{escape(held['hidden'])}</div>" if held.get("hidden") else ""


def _picture(held: dict[str, Any], name: str) -> str:
    """A picture on the host of the mail's tracking links."""
    return f"{'/'.join(held['track'].split('/')[:3])}/i/{name}"


def _block(block: str, chance: random.Random, *, bulk: bool) -> str:
    lines = block.split("\n")
    if block == "***":
        return "<hr>"
    if block.startswith("# "):
        return f'<h2 style="margin:0 0 12px">{_inline(block[2:], chance)}</h2>' if bulk else f"<p><b>{_inline(block[2:], chance)}</b></p>"
    if all(line.startswith("- ") for line in lines):
        return "<ul>" + "".join(f"<li>{_inline(line[2:], chance)}</li>" for line in lines) + "</ul>"
    if all(line.startswith("| ") for line in lines):
        return _table(lines, chance)
    if all(line.startswith(">") for line in lines):
        return f'<blockquote style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">{_lines(lines, chance, 1)}</blockquote>'
    whole = MARK.fullmatch(block)
    if bulk and whole:
        return _button(whole[1], whole[2], chance)
    return chance.choice(("<p>{}</p>", "<div>{}</div><div><br></div>", "<p>{}</p>")).format(_lines(lines, chance, 0))


def _lines(lines: list[str], chance: random.Random, cut: int) -> str:
    return "<br>\n".join(_inline(line[cut:], chance) for line in lines)


def _table(lines: list[str], chance: random.Random) -> str:
    rows = ["".join(f'<td style="padding:4px 8px">{_inline(cell.strip(), chance)}</td>' for cell in line.strip("| ").split("|")) for line in lines]
    return '<table cellpadding="4" style="border-collapse:collapse">' + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _button(label: str, address: str, chance: random.Random) -> str:
    colour, href = chance.choice(_COLOURS), escape(address)
    style = f"display:inline-block;padding:12px 24px;background:{colour};color:#ffffff;text-decoration:none;border-radius:{chance.choice((0, 3, 4, 6, 24))}px"
    return chance.choice((
        f'<a href="{href}" style="{style}">{escape(label)}</a>',
        f'<table border="0"><tr><td bgcolor="{colour}" style="padding:10px 20px"><a href="{href}" style="color:#fff" target="_blank">{escape(label)}</a></td></tr></table>',
        f'<p align="center"><a href="{href}" target="_blank"><b>{escape(label)}</b></a></p>',
    ))  # fmt: skip


def _inline(text: str, chance: random.Random) -> str:
    out, at = [], 0
    for found in MARK.finditer(text):
        out += [_linked(text[at : found.start()]), f'<a href="{escape(found[2])}">{escape(found[1])}</a>']
        at = found.end()
    return "".join([*out, _linked(text[at:])])


def _linked(text: str) -> str:
    return _ADDRESS.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', escape(text))
