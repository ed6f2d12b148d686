"""Whether a text may be a machine's: a hint that weighs nothing, for spam and wanted messages alike."""

import re
from statistics import fmean, pstdev

from spamatlas.model import Channel, Message, Reason

_SHORTEST, _MOST_CHARACTERS = 20, 6_000
_END = 300
"""Where an assistant speaks of itself, and a letter has its phrases: at the beginning and at the end."""

# What assistants say of themselves, left in by those who copy without reading; in small letters, in the languages that
# texts are judged in. All have the word for a model in them, which is looked for first.
_MODEL, _MODELS = "model", ("model", "modè", "модел", "模型", "نموذج", "モデル", "모델")
_OF_ITSELF = (
    *("as an ai language model", "as a large language model", "i'm an ai language model", "i am an ai language model"),
    *("en tant que modèle de langage", "als ki-sprachmodell", "como modelo de lenguaje", "como modelo de linguagem"),
    *(
        "in quanto modello linguistico",
        "как языковая модель",
        "как языковой модели",
        "作为ai语言模型",
        "作为一个语言模型",
    ),
    *("作为人工智能语言模型", "作为一个ai语言模型", "كنموذج لغوي", "بصفتي نموذج", "言語モデルとして", "언어 모델로서"),
    *("sebagai model bahasa", "als taalmodel", "jako model językowy", "bir dil modeli olarak", "como modelo de ia"),
)
# What they say before what was asked for, at the very beginning.
_PREFACES = (
    *("certainly! here", "sure! here", "of course! here", "absolutely! here", "bien sûr ! voici", "bien sûr! voici"),
    *(
        "sure, here's a revised",
        "sure, here is a revised",
        "here is a revised version of",
        "here's a revised version of",
    ),
    *(
        "certainement ! voici",
        "natürlich! hier ist",
        "gerne! hier ist",
        "selbstverständlich! hier ist",
        "claro! aqui está",
    ),
    *("¡por supuesto! aquí tienes", "¡claro! aquí tienes", "com certeza! aqui está", "certo! ecco", "certamente! ecco"),
    *(
        "конечно! вот",
        "当然!以下是",
        "当然！以下是",
        "当然可以！以下是",
        "بالتأكيد! إليك",
        "بالطبع! إليك",
        "もちろんです！以下",
    ),
    *("물론입니다! 다음은", "tentu! berikut", "natuurlijk! hier is", "oczywiście! oto", "elbette! işte"),
)
# A blank that was to be filled in: a word for what, in square brackets.
_ANY_OF = (
    "(?:your|recipient|customer|client|company|sender|insert|date|phone|contact|bank|product|position)"
    "(?:'s)?(?: [a-z' /]{2,30})?"
    "|(?:first |last |full )?name|address|(?:ihr|dein)e?r? [a-zäöüß ]{2,30}|firmenname|name des [a-zäöüß]{3,20}"
    "|(?:votre|nom|prénom)(?: [a-zàâçéèêëîïôûùü' ]{2,30})?|(?:tu|su|nombre) [a-záéíóúñü ]{2,30}|nombre|empresa"
    "|(?:seu|sua|nome) [a-zãáâàçéêíóôõú ]{2,30}|nome|azienda|(?:ваше?|ваша|имя) ?[а-яё ]{0,30}|название [а-яё ]{2,30}"
    "|您的[^]\n]{1,10}|你的[^]\n]{1,10}|姓名|公司名称|اسم[^]\n]{0,20}|nama(?: [a-z]{3,20})?|adınız|firma adı"
    "|imię i nazwisko"
)
_BLANK = re.compile(rf"\[\s?(?:{_ANY_OF})\s?\](?!\()", re.IGNORECASE)
# Markdown (CommonMark 0.31, sections 4.2 and 6.2) where nothing shows it as such: two signs of it at least.
_STRONG = re.compile(r"(?<!\*)\*\*(?=[^\n*]{0,80}[^\W\d_])[^\s*](?:[^*\n]{0,78}[^\s*])?\*\*(?!\*)")
_HEADING = re.compile(r"^#{1,4} [^\s#][^\n]{1,80}$", re.MULTILINE)
_LEAST_MARKS = 2
# How polished letters begin and end, and what else they say. Each is a person's phrase too, which is why several of
# them and even sentences are asked for.
_PLAIN_FRAMES = (
    *("hope this message finds you well", "hope this email finds you well", "wanted to reach out", "i am writing to"),
    *("do not hesitate to", "should you have any questions", "rest assured", "thank you for your understanding"),
    *("your prompt attention", "appreciate your continued", "at your earliest convenience", "we look forward to"),
    *("ich hoffe, diese nachricht", "espero que este mensaje", "no dude en", "espero que este e-mail", "non esiti a"),
)
_FRAMES = (
    *_PLAIN_FRAMES,
    *("j'espère que ce message vous trouve", "n'hésitez pas à", "zögern sie nicht", "não hesite em", "не стесняйтесь"),
)
_STOCK = (
    *_FRAMES,
    *(
        "we understand the importance",
        "we are committed to",
        "we value your",
        "in today's fast-paced",
        "we are thrilled to",
    ),
    *("it is important to note", "we are excited to", "don't miss out", "unlock the", "elevate your", "seamless"),
    *("tailored to your", "ensure the security of", "ensure a smooth", "peace of mind", "as part of our ongoing"),
    *("nous comprenons l'importance", "soyez assuré", "wir verstehen, wie wichtig", "seien sie versichert"),
    *("entendemos la importancia", "tenga la seguridad", "entendemos a importância", "tenha a certeza"),
)
_LETTER, _LEAST_STOCK = 250, 4
_LEAST_SENTENCES, _MOST_UNEVEN = 5, 0.5
"""How much the lengths of sentences differ: their deviation over their mean."""
_SENTENCE = re.compile(r"[^.!?\n]{2,600}[.!?]")
_MARKED_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})
"""Where no program shows Markdown; people write it in chats and posts."""

_ASSISTANT = Reason(
    "machine-written",
    0.0,
    "It may be machine-written (a weak sign, not evidence): an assistant's own words are left in it.",
)
_UNFILLED = Reason(
    "machine-written",
    0.0,
    "It may be machine-written (a weak sign, not evidence): blanks to be filled in are left in it.",
)
_MARKDOWN = Reason(
    "machine-written", 0.0, "It may be machine-written (a weak sign, not evidence): signs of formatting are left in it."
)
_POLISHED = Reason(
    "machine-written",
    0.0,
    "It may be machine-written (a weak sign, not evidence): stock phrases in sentences of even length.",
)


def hints(message: Message) -> tuple[Reason, ...]:
    """The first sign that a machine wrote it, as a reason that weighs nothing; nothing where there is none.

    No evidence of anything: people let machines polish what they mean, and use the same phrases. It says nothing of
    spam, is counted nowhere, and is not looked for beyond the first 6000 characters.
    """
    text = message.text[:_MOST_CHARACTERS]
    if len(text) < _SHORTEST:
        return ()
    ends = _small(f"{text[:_END]}\n{text[-_END:]}" if len(text) > 2 * _END else text)
    of_itself = any(model in ends for model in ((_MODEL,) if ends.isascii() else _MODELS))
    if ends.lstrip().startswith(_PREFACES) or (of_itself and any(phrase in ends for phrase in _OF_ITSELF)):
        return (_ASSISTANT,)
    if "[" in text and _BLANK.search(text):
        return (_UNFILLED,)
    if message.channel in _MARKED_CHANNELS and _has_markdown(text):
        return (_MARKDOWN,)
    frames = _PLAIN_FRAMES if ends.isascii() else _FRAMES
    if len(text) >= _LETTER and any(phrase in ends for phrase in frames) and _is_polished(_small(text)):
        return (_POLISHED,)
    return ()


def _small(text: str) -> str:
    return text.lower().replace("\u2019", "'")


def _has_markdown(text: str) -> bool:
    strong = len(_STRONG.findall(text)) if "**" in text else 0
    headings = len(_HEADING.findall(text)) if "#" in text else 0
    return strong + headings >= _LEAST_MARKS and strong > 0


def _is_polished(small: str) -> bool:
    if sum(phrase in small for phrase in _STOCK) < _LEAST_STOCK:
        return False
    lengths = [len(sentence.split()) for sentence in _SENTENCE.findall(small)]
    return len(lengths) >= _LEAST_SENTENCES and pstdev(lengths) <= _MOST_UNEVEN * fmean(lengths)
