"""Who asks for a code, and who only sends one, in the languages of the concepts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spamatlas.judge.asking import asks_for_code
from spamatlas.judge.concepts import FOLDER

ASKED = {
    "ar": ["ابعتلي الكود 482913 الي وصلك", "أرسل لي رمز التحقق 482913", "عطني الرمز 482913 بسرعة"],
    "bn": ["আমাকে কোডটি পাঠান 482913"],
    "cs": ["Pošli mi kód 482913, co ti přišel"],
    "de": ["Schick mir bitte den Code 482913", "Geben Sie mir die TAN 482913"],
    "en": [
        "Send me the code 482913 you just got",
        "can you tell me that pin 4829?",
        "I need the code 482913 you got",
        "Tell us the code 482913",
        "read the code back to us 4829",
    ],
    "es": ["Mándame el código 482913 que te llegó", "Pásamelo, el código 482913"],
    "fa": ["کد 482913 را برام بفرست"],
    "fr": ["Envoie-moi le code 482913", "Donnez-moi le code 482913 reçu"],
    "hi": ["मुझे कोड 482913 भेजो", "mujhe OTP 482913 bhej do"],
    "id": ["Kirim kode 482913 ke saya ya", "tolong kirimkan OTP 482913 kepada saya"],
    "it": ["Mandami il codice 482913 che ti è arrivato"],
    "ja": ["届いた認証コード482913を教えてください"],
    "ko": ["인증번호 482913 알려주세요", "코드 482913 보내줘"],
    "nl": ["Stuur de code 482913 naar mij", "geef me de code 482913"],
    "pl": ["Wyślij mi kod 482913", "podaj mi kod 482913"],
    "pt": ["Me manda o código 482913", "envia o código 482913 para mim"],
    "ru": ["Скинь мне код 482913", "пришлите код 482913 мне"],
    "sw": ["Nitumie PIN 1234", "tafadhali niambie msimbo 482913"],
    "th": ["ส่งรหัส 482913 มาให้หน่อย", "บอกรหัสให้หน่อย 482913"],
    "tr": ["Bana kodu gönder 482913", "bana gelen 482913 kodunu söyle"],
    "uk": ["Скинь мені код 482913"],
    "ur": ["مجھے کوڈ 482913 بھیج دیں"],
    "vi": ["Gửi mã OTP 482913 cho mình với"],
    "zh": ["把验证码482913发给我", "验证码482913告诉我一下"],
}
ANSWERED = {
    "de": "Antworten Sie mit dem Code 482913",
    "nl": "Antwoord met de code 482913",
    "fr": "Répondez avec le code 482913",
    "es": "Responde con el código 482913",
    "pt": "Responda com o código 482913",
    "it": "Rispondi con il codice 482913",
    "pl": "Odpowiedz kodem 482913",
    "cs": "Odpovězte kódem 482913",
    "ru": "Ответьте кодом 482913",
    "uk": "Відповідайте кодом 482913",
    "tr": "Kodu 482913 yanıtlayın",
    "id": "Balas dengan kode 482913",
    "sw": "Jibu kwa msimbo 482913",
    "vi": "Trả lời bằng mã 482913",
    "th": "ตอบกลับด้วยรหัส 482913",
    "zh": "请回复验证码482913",
    "ja": "コードを返信 482913",
    "ko": "코드로 답장 482913",
    "ar": "رد بالرمز 482913",
    "fa": "با کد پاسخ دهید 482913",
    "ur": "کوڈ سے جواب دیں 482913",
    "hi": "कोड से जवाब दें 482913",
    "bn": "কোড দিয়ে উত্তর দিন 482913",
}
ONLY_SENT = {
    "ar": ["رمز التحقق 482913. لا ترسل الرمز لأي أحد", "تم إرسال الرمز إلى هاتفك 482913"],
    "bn": ["আপনার ওটিপি 482913। কাউকে বলবেন না।"],
    "cs": ["Váš kód je 482913. Nikomu ho nesdělujte."],
    "de": [
        "Ihr Code ist 482913. Antworten Sie nicht auf diese SMS.",
        "Ihr Code: 482913. Geben Sie ihn nie weiter.",
        "TAN 482913: Geben Sie mir nie Ihre TAN",
    ],
    "en": [
        "482913 is your code. Never send it to anyone.",
        "Give the code 4829 to the courier",
        "482913 is your code. If you did not ask for it, tell us.",
        "Show us this code at the desk: 4829",
        "Your code is 482913. We will never ask you to send us this code.",
        "Don't give me your PIN 4829",
    ],
    "es": ["Tu código es 482913. No lo compartas con nadie."],
    "fa": ["کد تایید شما 482913. آن را به کسی ندهید."],
    "fr": ["Votre code est 482913. Ne le communiquez à personne."],
    "hi": ["आपका ओटीपी 482913 है। इसे किसी को न बताएं।"],
    "id": ["Kode OTP Anda 482913. Jangan berikan kode ini kepada siapa pun, termasuk pihak bank."],
    "it": ["Il tuo codice è 482913. Non comunicarlo a nessuno."],
    "ja": ["認証コードは482913です。誰にも教えないでください。"],
    "ko": ["[은행] 인증번호 482913 타인에게 알려주지 마세요"],
    "nl": ["Je code is 482913. Deel deze met niemand."],
    "pl": ["Twój kod to 482913. Nie podawaj go nikomu."],
    "pt": ["Seu código é 482913. Não passe para ninguém."],
    "ru": ["Ваш код 482913. Никому не сообщайте."],
    "sw": ["Msimbo wako ni 482913. Usimpe mtu yeyote."],
    "th": ["รหัส OTP ของคุณคือ 482913 ห้ามบอกรหัสให้ผู้อื่น"],
    "tr": ["Kodunuz 482913. Kimseyle paylaşmayın."],
    "uk": ["Ваш код 482913. Нікому не повідомляйте."],
    "ur": ["آپ کا کوڈ 482913 ہے۔ کسی کو نہ بتائیں۔"],
    "vi": ["Mã OTP của bạn là 482913. Không gửi mã cho ai."],
    "zh": ["【商城】验证码482913,回复TD退订", "验证码482913,请勿告诉他人。", "验证码482913,如有疑问请告诉我行客服"],
}


def test_every_language_of_the_concepts_is_here() -> None:
    assert {path.stem for path in FOLDER.glob("*.toml")} - {"concepts"} == set(ASKED) == set(ONLY_SENT)


@pytest.mark.parametrize("text", [text for texts in ASKED.values() for text in texts])
def test_who_asks_for_a_code_is_seen(text: str) -> None:
    assert asks_for_code(text)


@pytest.mark.parametrize("text", ANSWERED.values())
def test_who_wants_the_code_as_an_answer_is_seen(text: str) -> None:
    assert asks_for_code(text)


@pytest.mark.parametrize("text", [text for texts in ONLY_SENT.values() for text in texts])
def test_who_only_sends_one_is_left(text: str) -> None:
    assert not asks_for_code(text)


@given(st.text(max_size=2_000))
def test_any_text_is_read(text: str) -> None:
    asks_for_code(text)


@pytest.mark.timeout(30)
@pytest.mark.parametrize(
    "bait", ["send the ", "kirim a ", "gửi a ", "ابعت ", "мне ", "मुझे ", "番号", "send me ", "bana "]
)
def test_bait_costs_no_time(bait: str) -> None:
    asks_for_code(bait * 20_000)
