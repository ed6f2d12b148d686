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
_FONTS = (
    "Arial, sans-serif", "Helvetica,Arial,sans-serif", "Calibri, sans-serif", "Georgia, serif", "Verdana",
    "-apple-system,BlinkMacSystemFont,'Segoe UI',Roboto,sans-serif", "'Times New Roman',serif",
)  # fmt: skip
_COLOURS = ("#1a73e8", "#0067b8", "#d32f2f", "#2e7d32", "#333333", "#ff6600", "#5b2d90", "#00897b", "#111827")
_LETTERS = (
    '<div dir="auto">{inner}</div>',
    "<html><body>{inner}</body></html>",
    ('<html><head><meta http-equiv="content-type" content="text/html; charset=UTF-8"></head>'
    '<body text="#000000" bgcolor="#FFFFFF">{inner}</body></html>'),
    ("<html><head><style><!-- p.MsoNormal {{margin:0cm; font-size:{size}.0pt; font-family:{font};}} --></style></head>"
    '<body lang="EN-GB" link="#0563C1"><div class="WordSection1">{inner}</div></body></html>'),
    '<div style="font-family:{font};font-size:{size}pt;color:#000">{inner}</div>',
    '<html><body style="word-wrap: break-word; line-break: after-white-space;">{inner}</body></html>',
)  # fmt: skip
_HEADS = (
    '<tr><td style="background:{colour};color:#fff;padding:18px 24px;font-size:20px">{name}</td></tr>',
    '<tr><td align="center" style="padding:24px"><img src="{logo}" alt="{name}" width="140"></td></tr>',
    '<tr><td style="border-bottom:2px solid {colour};padding:12px 0"><b>{name}</b></td></tr>',
    "",
)
_BUTTONS = (
    ('<a href="{href}" style="display:inline-block;padding:12px 24px;background:{colour};color:#ffffff;'
    'text-decoration:none;border-radius:{round}px">{label}</a>'),
    ('<table border="0"><tr><td bgcolor="{colour}" style="padding:10px 20px">'
    '<a href="{href}" style="color:#fff" target="_blank">{label}</a></td></tr></table>'),
    '<p align="center"><a href="{href}" target="_blank"><b>{label}</b></a></p>',
)  # fmt: skip
_TABLES = (
    ('<table role="presentation" width="{width}" cellpadding="0" cellspacing="0" border="0" align="center" '
    'style="max-width:{width}px;background:#ffffff">{head}{rows}{foot}</table>'),
    ('<table width="100%" bgcolor="#f4f4f7"><tr><td align="center"><table width="{width}" bgcolor="#ffffff">'
    "{head}{rows}{foot}</table></td></tr></table>"),
    '<div style="max-width:{width}px;margin:0 auto;font-family:{font}">{inner}<hr>{small}</div>',
)  # fmt: skip
_DOCTYPES = ("<!DOCTYPE html>", '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN">', "")
_QUOTED = '<blockquote style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">{}</blockquote>'
_PARAGRAPHS = ("<p>{}</p>", "<div>{}</div><div><br></div>", "<p>{}</p>")


def page_of(held: dict[str, Any], text: str, chance: random.Random) -> str:
    """The page of a mail: a letter's or a service's."""
    is_bulk = held.get("form") == "bulk"
    inner = [_block(block, chance, is_bulk=is_bulk) for block in text.split("\n\n")]
    if is_bulk:
        return _bulk(held, inner, chance)
    font, size = chance.choice(_FONTS), chance.choice((10, 11, 12))
    return chance.choice(_LETTERS).format(inner="\n".join(inner), font=font, size=size) + _hidden(held)


def picture_page(text: str, chance: random.Random) -> str:
    """A page that shows a picture and hardly a word: the last paragraph of the text alone."""
    width = chance.choice((480, 600, 640, 720))
    link = next(iter(_ADDRESS.findall(text)), "")
    image = f'<img src="cid:picture@mail" width="{width}" alt="" border="0">'
    anchor = f'<a href="{escape(link)}">{image}</a>' if link else image
    last = text.rpartition("\n\n")[2]
    return f"<html><body><center>{anchor}</center><p>{escape(last)}</p></body></html>"


def _bulk(held: dict[str, Any], inner: list[str], chance: random.Random) -> str:
    font, colour = chance.choice(_FONTS), chance.choice(_COLOURS)
    name, small = escape(held["from"].rpartition(" <")[0]), _footer(held, chance)
    content = chance.choice(_TABLES).format(
        width=chance.choice((560, 600, 640)),
        head=chance.choice(_HEADS).format(colour=colour, name=name, logo=_picture(held, "logo.png")),
        rows="".join(f'<tr><td style="padding:8px 24px;font-family:{font}">{block}</td></tr>' for block in inner),
        foot=f'<tr><td style="padding:20px 24px;font-size:11px;color:#777">{small}</td></tr>',
        inner="".join(inner),
        small=small,
        font=font,
    )
    pixel = f'<img src="{_picture(held, "open.gif")}" width="1" height="1" alt="" style="display:block">'
    style = "<style>@media only screen and (max-width:620px){.w{width:100%!important}} a{color:" + colour + "}</style>"
    return (
        f'{chance.choice(_DOCTYPES)}<html><head><meta charset="utf-8">{chance.choice((style, "", style))}'
        f"<title></title></head><body>{_preheader(held, chance)}{content}{_hidden(held)}"
        f"{chance.choice((pixel, pixel, ''))}</body></html>"
    )


def _footer(held: dict[str, Any], chance: random.Random) -> str:
    if chance.random() < 0.25:
        return escape(held["postal"])
    return f'{escape(held["postal"])}<br><a href="{escape(held["track"])}">{escape(held["unsubscribe"])}</a>'


def _preheader(held: dict[str, Any], chance: random.Random) -> str:
    if chance.random() < 0.5:
        return ""
    line = escape(MARK.sub("", held["text"].partition("\n")[0]).lstrip("#> -|")[:90])
    padding = "&#847;&zwnj;&nbsp;" * chance.randint(0, 30)
    return f'<div style="display:none;max-height:0;overflow:hidden">{line}{padding}</div>'


def _hidden(held: dict[str, Any]) -> str:
    style = 'style="color:#ffffff;background:#ffffff;font-size:1px"'
    return f"<div {style}>{escape(held['hidden'])}</div>" if held.get("hidden") else ""


def _picture(held: dict[str, Any], name: str) -> str:
    """A picture on the host of the mail's tracking links."""
    return f"{'/'.join(held['track'].split('/')[:3])}/i/{name}"


def _block(block: str, chance: random.Random, *, is_bulk: bool) -> str:
    lines, whole = block.split("\n"), MARK.fullmatch(block)
    if block == "***":
        out = "<hr>"
    elif block.startswith("# "):
        out = ('<h2 style="margin:0 0 12px">{}</h2>' if is_bulk else "<p><b>{}</b></p>").format(_lines(lines, 2))
    elif all(line.startswith("- ") for line in lines):
        out = "<ul>" + "".join(f"<li>{_inline(line[2:])}</li>" for line in lines) + "</ul>"
    elif all(line.startswith("| ") for line in lines):
        out = _table(lines)
    elif all(line.startswith(">") for line in lines):
        out = _QUOTED.format(_lines(lines, 1))
    elif is_bulk and whole:
        out = _button(whole[1], whole[2], chance)
    else:
        out = chance.choice(_PARAGRAPHS).format(_lines(lines, 0))
    return out


def _lines(lines: list[str], cut: int) -> str:
    return "<br>\n".join([_inline(lines[0][cut:]), *(_inline(line[1 if cut == 1 else 0 :]) for line in lines[1:])])


def _table(lines: list[str]) -> str:
    rows = (line.strip("| ").split("|") for line in MARK.sub(_without_bar, "\n".join(lines)).split("\n"))
    cells = (
        "".join(f'<td style="padding:4px 8px">{_inline(_with_bar(cell.strip()))}</td>' for cell in row) for row in rows
    )
    inner = "".join(f"<tr>{row}</tr>" for row in cells)
    return f'<table cellpadding="4" style="border-collapse:collapse">{inner}</table>'


def _without_bar(found: re.Match[str]) -> str:
    return f"[[{found[1]}\x1f{found[2]}]]"


def _with_bar(cell: str) -> str:
    return cell.replace("\x1f", "|")


def _button(label: str, address: str, chance: random.Random) -> str:
    return chance.choice(_BUTTONS).format(
        href=escape(address), label=escape(label), colour=chance.choice(_COLOURS), round=chance.choice((0, 3, 4, 6, 24))
    )


def _inline(text: str) -> str:
    out, at = [], 0
    for found in MARK.finditer(text):
        out += [_linked(text[at : found.start()]), f'<a href="{escape(found[2])}">{escape(found[1])}</a>']
        at = found.end()
    return "".join([*out, _linked(text[at:])])


def _linked(text: str) -> str:
    return _ADDRESS.sub(lambda found: f'<a href="{found.group()}">{found.group()}</a>', escape(text))
