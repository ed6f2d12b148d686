// The page is complete without this. With it, parts that changed are fetched again when something happened.
// An open page shall move less than 300 KB in an hour: a purse of bytes fills slowly, and every answer is paid from it.
const PURSE_BYTES = 110_000;
const BYTES_A_SECOND = 42;
const HEADERS_BYTES = 900;
const QUIET_MS = 150;
const LONGEST_PAUSE_MS = 60_000;
const REACHABLE = "a[href], button, summary, input, select, textarea";

const parts = () => [...document.querySelectorAll("[data-live]")];
let { purse, counted } = kept();
let failures = 0;
let tag = null;
let timer = 0;
let busy = false;
let waiting = false;

function state(live) {
  for (const shown of document.querySelectorAll(".pulse")) {
    const words = live ? shown.dataset.liveWords || "" : shown.dataset.stale || "";
    shown.classList.toggle("live", live);
    shown.classList.toggle("stale", !live);
    if (shown.textContent !== words) shown.textContent = words;
  }
}

// A page that loads itself anew goes on with the purse that it had.
function kept() {
  try {
    return JSON.parse(sessionStorage.getItem("purse")) || { purse: PURSE_BYTES, counted: Date.now() };
  } catch {
    return { purse: PURSE_BYTES, counted: Date.now() };
  }
}

function fill() {
  const now = Date.now();
  purse = Math.min(PURSE_BYTES, purse + Math.max(0, (now - counted) / 1000) * BYTES_A_SECOND);
  counted = now;
}

function pay(bytes) {
  fill();
  purse -= bytes;
  try {
    sessionStorage.setItem("purse", JSON.stringify({ purse, counted }));
  } catch {
    // Without storage a page that loads itself anew begins with a full purse.
  }
}

function soon(pause = QUIET_MS) {
  fill();
  waiting = true;
  if (document.hidden || busy) return;
  clearTimeout(timer);
  timer = setTimeout(refresh, Math.max(pause, (-purse / BYTES_A_SECOND) * 1000));
}

function address() {
  const there = new URL(location.href);
  there.hash = "";
  const marked = parts().filter((each) => each.dataset.live);
  if (marked.length) there.searchParams.set("have", marked.map((each) => `${each.id}.${each.dataset.live}`).join(","));
  return there;
}

async function refresh() {
  busy = true;
  waiting = false;
  try {
    const headers = { accept: "text/html", ...(tag && { "if-none-match": tag }) };
    const answer = await fetch(address(), { headers });
    const text = answer.status === 200 ? await answer.text() : "";
    pay(Number(answer.headers.get("content-length") || text.length) + HEADERS_BYTES);
    if (answer.status === 200) {
      tag = answer.headers.get("etag");
      swap(new DOMParser().parseFromString(text, "text/html"));
    }
    if (!answer.ok && answer.status !== 304) throw new Error(answer.status);
    failures = 0;
    state(true);
  } catch {
    failures += 1;
    waiting = true;
    state(false);
  } finally {
    busy = false;
    if (waiting) soon(failures ? Math.min(LONGEST_PAUSE_MS, 1000 * 2 ** failures) : QUIET_MS);
  }
}

function swap(fresh) {
  for (const gone of fresh.querySelectorAll("[data-gone]")) document.getElementById(gone.dataset.gone)?.remove();
  for (const now of fresh.querySelectorAll("[data-live]")) {
    const old = document.getElementById(now.id);
    if (!old) return location.reload(); // the page has other parts by now
    if (old.innerHTML !== now.innerHTML) exchange(old, now);
  }
}

function exchange(old, now) {
  const open = [...old.querySelectorAll("details")].map((each) => each.open);
  const held = [...old.querySelectorAll(REACHABLE)].indexOf(document.activeElement);
  const changed = old.textContent !== now.textContent;
  old.replaceWith(now);
  now.querySelectorAll("details").forEach((each, place) => { each.open = open[place] ?? each.open; });
  if (held >= 0) now.querySelectorAll(REACHABLE)[held]?.focus({ preventScroll: true });
  if (changed) now.classList.add("changed");
}

function listen(pause = 2_000) {
  const events = new EventSource("/api/v1/events?calm=1");
  events.addEventListener("hello", () => { pause = 2_000; soon(0); });
  events.addEventListener("change", () => soon());
  events.addEventListener("error", () => {
    state(false);
    if (events.readyState !== EventSource.CLOSED) return; // it tries again by itself
    setTimeout(() => listen(Math.min(2 * pause, LONGEST_PAUSE_MS)), pause);
  });
}

if (parts().length && "EventSource" in window) {
  document.addEventListener("visibilitychange", () => { if (!document.hidden && waiting) soon(0); });
  listen();
}
