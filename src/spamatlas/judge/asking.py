"""Whether somebody asks for a code, in the languages of ``judge/concepts``.

A service that sends a code never says "send me": the asking is in the first person ("to me"), or wants the code as an
answer. Other phrases ("give the code to the courier", "answer STOP") are those of services too, and so are no sign.
The words are stated, by reading.
"""

import re

# Up to so many words may stand between; words only, so that no phrase runs over the end of a sentence.
_FEW = r"(?:\s+\w{1,20}){0,3}"
# Each begins with a word: asked only where one begins.
_WORDS = (
    # en
    (
        r"(?:send|give|tell|txt|text|forward|read|pass|show)(?:\s+(?:it|this|that|the|back|code|pin|otp|out|over)){0,3}"
        r"(?:\s+(?:to|with))?\s+me\b"
    ),
    # Services do say: tell us, show us this code, forward this text to us.
    (
        r"(?:send|give|read|pass)(?:\s+(?:it|this|that|the|back|code|pin|otp|out|over)){0,3}(?:\s+to)?\s+us\b"
        r"|(?:tell|text|txt)\s+us\s+(?:the|that|this|your)\s+(?:\w{1,15}\s+)?(?:code|pin|otp)\b"
    ),
    r"(?:i|we)\s+(?:just\s+)?need\s+(?:the|that|this|your)\s+(?:\w{1,15}\s+)?(?:code|pin|otp)\b",
    # de, nl
    rf"(?:schicke?n?|sende?n?|gib|geben|sage?n?|nenne?n?|leite?n?|teile?n?)\b{_FEW}\s+mir\b",
    r"(?:stuur|geef|zeg|app|vertel)\b(?:\s+\w{1,20}){0,4}\s+(?:mij|me)\b",
    rf"antwo(?:rte\w*|ord\w*)\b{_FEW}\s+m[ie]t\s+\w{{2,8}}\s+(?:\w{{1,12}}-?)?(?:code|pin|tan)\b",
    # fr, es, pt, it
    r"(?:envoie|envoyez|donnez?|dis|dites|transf[eè]rez?|transmets|transmettez|communiquez?)(?:-l[ea])?[- ]moi\b",
    r"passez?(?:-l[ea])?[- ]moi\b",
    rf"r[eé]pond\w*\b{_FEW}\s+avec\s+\w{{1,4}}\s+code\b",
    r"(?:env[ií][ae]|m[aá]nd[ae]|p[aá]s[ae]|d[aáeé]|d[ií]|d[ií]ga|reenv[ií][ae])me(?:l[oa])?\b",
    r"me\s+(?:envi[ae]|mand[ae]|pass[ae]|diz|diga|d[aáeê]|inform[ae])\b",
    r"(?:envi[ae]|mand[ae]|pass[ae]|diz|diga|d[aáeê])-me\b",
    rf"(?:envi[ae]|mand[ae]|pass[ae])\b{_FEW}\s+(?:para|pra)\s+mim\b",
    r"(?:invia|manda|da[mn]?|di[m]?|inoltra|gira|comunica)m(?:i|elo)\b|\bmi\s+(?:mandi|invii|dia|dica)\b",
    rf"(?:r[ei]spond\w*|contest[ae]\w*)\b{_FEW}\s+co[nm]\s+\w{{1,4}}\s+(?:c[oó]digo|codice|pin)\b",
    # pl, cs
    rf"(?:wy[sś]lij|przy[sś]lij|prze[sś]lij|podaj|powiedz|daj|przeka[zż])(?:cie)?\b{_FEW}\s+mi\b",
    rf"(?:po[sš]l[ie]|po[sš]lete|napi[sš]t?e?|[rř]ekni|[rř]ekn[eě]te|dejt?e?|p[rř]epo[sš]li|nadiktuj)\b{_FEW}\s+mi\b",
    r"mi\s+(?:po[sš]li|po[sš]lete|[rř]ekni|dej)\b",
    r"od(?:powiedz|pisz|pov[eě]z\w*|epi[sš]\w*)\s+(?:k[oó]dem|podaj[aą]c kod)\b",
    # tr, id, hi, sw, vi
    rf"bana\b{_FEW}\s+(?:g[oö]nder|yolla|ilet|s[oö]yle|ver|yaz|at)(?!m[ea])\w{{0,6}}\b",
    r"kod(?:u|la|unu)\s+(?:\w{1,12}\s+){0,2}(?:cevap|yan[ıi]t)(?!lam)\w{0,8}\b",
    rf"(?:kirim|kirimkan|beri|berikan|kasih|kasi|sebut|sebutkan|teruskan|bagi)\b{_FEW}\s+(?:saya|aku|gue)\b",
    r"mujhe(?:\s+\S{1,20}){0,4}?\s+(?:bhej|bata|do\b|de\b)",
    r"balas\w{0,3}\b(?:\s+\w{1,12}){0,3}\s+(?:dengan\s+)?(?:kode|otp)\b",
    r"ni(?:tumie|pe|patie|ambie|letee|somee|rudishie)(?:ni)?\b|jibu\s+kwa\s+(?:msimbo|pin|namba)\b",
    r"(?:gửi|đọc|nhắn|chuyển|đưa|nói)(?:\s+\w{1,12}){0,4}\s+cho\s+(?:tôi|mình|tớ|em|anh|chị)\b",
    r"cho\s+(?:tôi|mình|tớ)\s+(?:xin\s+|biết\s+)?mã\b|trả lời(?:\s+\w{1,12}){0,3}\s+bằng\s+mã\b",
)
# The same in scripts beyond Latin.
_BEYOND = (
    # ru, uk
    rf"(?:пришли|скинь|скажи|отправь|перешли|дай|продиктуй|назови|сообщи|напиши)(?:те)?\b{_FEW}\s+мне\b",
    r"мне\s+(?:пришли|скинь|скажи|отправь|перешли|дай|продиктуй|назови|сообщи)",
    (
        rf"(?:надішлі|скинь|скаж[иі]|відправ|перешл[иі]|дай|продиктуй|назв[иі]|повідом|напиш[иі])"
        rf"(?:ть?|те|ьте)?\b{_FEW}\s+мені\b"
        r"|мені\s+(?:надішли|скинь|скажи|відправ|перешли|дай|продиктуй|назви)"
    ),
    r"(?:ответь|ответьте|відповідай|відповідайте|дай відповідь)\s+(?:этим\s+|цим\s+)?кодом\b",
    # ar, fa, ur, hi, bn
    r"(?:أرسل|ارسل|ابعث|ابعت|إبعت)\S{0,3}?\s?(?:لي|لى|إلي|الي)\b|[اأ]?عطي?ني\b|اديني\b|(?:قل|قول)\s?لي\b|[أا]خبرني\b",
    r"هاتي?\s+(?:ال)?(?:رمز|كود)|(?:رد|أجب|اجب)\s+(?:علينا\s+)?بال(?:رمز|كود)",
    rf"(?:برام|برایم|برای من|به من|بهم|واسم){_FEW}\s+(?:بفرست|بگو|بگید|بده|بدید|بدهید|ارسال کن)",
    r"(?:بفرست|بگو|بده)\S{0,4}\s+(?:برام|برایم|به من|بهم)|با\s+کد\s+(?:پاسخ|جواب)\s+ده",
    r"مجھے(?:\s+\S{1,20}){0,4}?\s+(?:بھیج|بتا|دے|دیں|دو)|کوڈ\s+(?:سے|کے ساتھ)\s+جواب",
    r"मुझे(?:\s+\S{1,20}){0,4}?\s+(?:भेज|बता|दे|दो)",
    r"कोड\s+(?:से|के साथ)\s+(?:जवाब|रिप्लाई)",
    r"আমাকে(?:\s+\S{1,20}){0,4}?\s+(?:পাঠা|বল|দা|দি|জানা)|কোড\S{0,3}\s+দিয়ে\s+(?:উত্তর|রিপ্লাই)",
)
# Words that no blank parts. 我行, 我司: our bank, our firm.
_DENSE = (
    r"(?:ส่ง|บอก|แจ้ง)(?:รหัส|โค้ด|otp|เลข)(?:\S{0,30}|\s?\d{4,8}\s?)(?:มาให้|ให้ฉัน|ให้ผม|ให้เรา|ให้หนู|ให้พี่|หน่อย)",
    r"ขอ(?:รหัส|โค้ด|otp)\S{0,20}?หน่อย|ตอบกลับ\S{0,12}?(?:ด้วย|เป็น)?(?:รหัส|otp)",
    r"(?:[发發转轉传傳报報念](?:[给給]|一下[给給])?|告[诉訴]|[给給])我(?![们們行司社方店])",
    r"回[复覆復](?:这个|這個|该|此|收到的)?(?:验证码|驗證碼|校验码)",
    (
        r"(?:コード|番号|otp|パスワード|pin)[^。\n]{0,15}?(?:教えて|送って|転送して|伝えて|返信して)"
        r"(?:ください|下さい|くれ|ちょうだい|ほしい|欲しい|もらえ|いただけ|ね)"
    ),
    r"(?:コード|番号)を返信|(?:코드|인증번호)\S{0,2}\s?(?:답장|회신)",
    r"(?:코드|번호|otp|핀)[^.\n]{0,12}?(?:보내|알려|말해|전달해|불러|가르쳐)\s?(?:줘|주세요|줄래|주실래)",
)
_ASKING = re.compile(rf"\b(?:{'|'.join(_WORDS)})", re.IGNORECASE)
_ASKING_BEYOND = re.compile(rf"\b(?:{'|'.join(_BEYOND)})", re.IGNORECASE)
_ASKING_DENSE = re.compile("|".join(_DENSE), re.IGNORECASE)
# What says no, in the same sentence before the asking, within it or at its heels.
_NO = re.compile(
    r"\b(?:not|never|no need|no one|don'?t|won'?t|nobody|nicht|nie|niemals|niet|nooit|jamais|nunca|jam[aá]s|n[aã]o|"
    r"non|mai|nigdy|nikdy|не|никогда|ні|ніколи|asla|jangan|tidak|tak|không|đừng|لا|لن|نہ|मत|न|ना|नहीं)\b"
    r"|ห้าม|อย่า|ไม่|勿|不|别|別",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?;:,\n。!?,、،؛।]")
_BEFORE, _AFTER = 40, 12
_MOST_CHARACTERS = 1_000


def asks_for_code(text: str) -> bool:
    """Whether a text asks its reader to send or tell something to who wrote it, or to answer with a code.

    A text that says *never send me the code* asks for nothing. Only its first 1,000 characters are read.
    """
    text = text[:_MOST_CHARACTERS]
    if _is_asked(_ASKING, text):
        return True
    return not text.isascii() and (_is_asked(_ASKING_BEYOND, text) or _is_asked(_ASKING_DENSE, text))


def _is_asked(asking: re.Pattern[str], text: str) -> bool:
    for found in asking.finditer(text):
        before = _END.split(text[max(0, found.start() - _BEFORE) : found.start()])[-1]
        after = _END.split(text[found.end() : found.end() + _AFTER])[0]
        if not _NO.search(before + found.group() + after):
            return True
    return False
