// A browser hands passkeys to a script alone. A form says in data-passkey where to ask for what its button needs, and
// in data-makes that it makes one; without a script, or a browser that can, it stays hidden and the page says why.
const able = window.isSecureContext && window.PublicKeyCredential?.parseRequestOptionsFromJSON;

async function shown(form) {
  const answer = await fetch(form.dataset.passkey, { headers: { accept: "application/json" } });
  if (!answer.ok) throw new Error(String(answer.status));
  const options = await answer.json();
  return "makes" in form.dataset
    ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
    : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
}

async function send(event) {
  event.preventDefault();
  const form = event.target, failed = form.querySelector("[data-failed]"), button = form.querySelector("button");
  failed.hidden = true;
  button.disabled = true;
  try {
    form.elements.credential.value = JSON.stringify(await shown(form));
    form.submit();
  } catch {
    failed.hidden = false;
    button.disabled = false;
  }
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  form.addEventListener("submit", send);
}
for (const note of able ? document.querySelectorAll("[data-unless-able]") : []) note.hidden = true;
