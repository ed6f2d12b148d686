// The page is complete without this. With it, figures change when reports come in.
const QUIET_MS = 900;
const parts = () => document.querySelectorAll("[data-live]");
const pulse = () => document.querySelector(".pulse");
let tag = null;
let timer = null;
let busy = false;
let again = false;

function state(live) {
  const shown = pulse();
  if (!shown) return;
  shown.classList.toggle("live", live);
  shown.classList.toggle("stale", !live);
  if (!live) shown.textContent = shown.dataset.stale;
}

async function refresh() {
  if (busy) { again = true; return; }
  busy = true;
  try {
    const answer = await fetch(location.href, { headers: tag ? { "if-none-match": tag, accept: "text/html" } : { accept: "text/html" } });
    if (answer.status === 200) {
      tag = answer.headers.get("etag");
      swap(new DOMParser().parseFromString(await answer.text(), "text/html"));
    }
    state(answer.ok || answer.status === 304);
  } catch {
    state(false);
  } finally {
    busy = false;
    if (again) { again = false; soon(); }
  }
}

function swap(fresh) {
  for (const old of parts()) {
    const now = fresh.getElementById(old.id);
    if (!now || now.innerHTML === old.innerHTML) continue;
    const open = [...old.querySelectorAll("details")].map((each) => each.open);
    const changed = old.textContent !== now.textContent && old.id !== "lead";
    old.replaceWith(now);
    now.querySelectorAll("details").forEach((each, place) => { each.open = open[place] ?? false; });
    if (changed) now.classList.add("changed");
  }
}

function soon() {
  clearTimeout(timer);
  timer = setTimeout(refresh, QUIET_MS / 3);
}

if (document.querySelector("[data-live]") && "EventSource" in window) {
  const events = new EventSource("/api/v1/events");
  events.addEventListener("hello", refresh);
  events.addEventListener("change", soon);
  events.addEventListener("error", () => state(false));
}
