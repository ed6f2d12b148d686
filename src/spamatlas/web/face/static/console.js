// The console is complete without this. With it: keys, a reading pane that opens without a new page, and news as they come.
const WIDE = matchMedia("(min-width: 62rem)");
const TYPING = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const $ = (selector, where = document) => where.querySelector(selector);
const all = (selector, where = document) => [...where.querySelectorAll(selector)];
const html = { headers: { accept: "text/html" } };
const PASSING = ["done", "undone", "same", "left", "seen", "all"];
document.documentElement.classList.add("scripted");

// What a list is made of: links in rows, wherever they stand.
const links = () => all(".rows:not(.near) .row > a, tbody tr > th > a");
const current = () => links().find((each) => each === document.activeElement) ?? links().find((each) => each.hasAttribute("aria-current")) ?? null;

function move(step) {
  const found = links();
  const at = found.indexOf(current());
  const next = found[at < 0 ? 0 : Math.min(found.length - 1, Math.max(0, at + step))];
  if (!next) return;
  next.focus();
  next.scrollIntoView({ block: "nearest" });
  if ($("#report") && WIDE.matches && next.dataset.report) later(() => open(next));
}

let timer = 0;
function later(act, wait = 120) { clearTimeout(timer); timer = setTimeout(act, wait); }

let opening = 0;
async function open(link) {
  const pane = $("#pane");
  if (!pane || !link.dataset.report) { location.assign(link.href); return; }
  const mine = ++opening;
  let answer;
  try {
    answer = await fetch(link.dataset.report, html);
  } catch { stale(true); return; }
  const fresh = parsed(await answer.text());
  if (mine !== opening) return;
  history.pushState(null, "", link.href);
  const shown = $("#report", fresh) ?? $("main .narrow", fresh);
  const back = $(".to-list") ?? backLink();
  pane.replaceChildren(back, shown);
  pane.scrollTop = 0;
  all("input[name=next]").forEach((each) => { each.value = here(); });
  $("#split").classList.add("reading");
  links().forEach((each) => each.removeAttribute("aria-current"));
  $(`#r-${CSS.escape(id(link))} > a`)?.setAttribute("aria-current", "true");
  if (!WIDE.matches) { scrollTo(0, 0); pane.focus(); }
  // The focus stays in the list: who reads by ear is told what stands open, and goes there by its landmark.
  $("#opened").textContent = `${pane.getAttribute("aria-label")}: ${$("h2", shown)?.innerText ?? ""}`;
}

const id = (link) => link.dataset.report.split("/").pop();
const parsed = (text) => new DOMParser().parseFromString(text, "text/html");
function here() {
  const place = new URL(location.href);
  for (const passing of PASSING) place.searchParams.delete(passing);
  return place.pathname + place.search;
}

function backLink() {
  const line = document.createElement("p");
  line.className = "to-list";
  const link = document.createElement("a");
  const place = new URL(here(), location.href);
  place.searchParams.delete("open");
  link.href = place.pathname + place.search;
  link.textContent = $("#split").dataset.back;
  line.append(link);
  return line;
}

// A form whose answer is this page again: its parts change in place, so that nobody loses theirs.
async function send(form, button) {
  const body = new URLSearchParams(new FormData(form, button ?? undefined));
  let answer;
  try {
    answer = await fetch(form.getAttribute("action"), { method: "POST", body, ...html }); // form.action would be its buttons
  } catch { stale(true); return; }
  const fresh = parsed(await answer.text());
  if (!answer.ok) { toast($("main .narrow", fresh)); return; }
  adopt(fresh, answer.url);
}

function adopt(fresh, address) {
  const row = document.activeElement?.closest("#rows .row");
  const at = row ? all("#rows .row").indexOf(row) : -1;
  const scrolled = [".list", ".pane", ".work"].map((each) => [each, $(each)?.scrollTop ?? 0]);
  const told = [...$("#toast", fresh).childNodes];
  $("#toast", fresh).replaceChildren();
  $("#desk").replaceWith($("#desk", fresh));
  const place = new URL(address);
  for (const passing of PASSING) place.searchParams.delete(passing);
  history.replaceState(null, "", place.pathname + place.search);
  for (const [part, top] of scrolled) if ($(part)) $(part).scrollTop = top;
  if (row) (document.getElementById(row.id) ?? all("#rows .row")[at] ?? all("#rows .row").at(-1))?.querySelector("a")?.focus({ preventScroll: true });
  marked();
  // Put in after the page has it: only then is it read out.
  setTimeout(() => { const toasted = $("#toast"); toasted.replaceChildren(...told); }, 30);
}

function toast(what) {
  const place = $("#toast");
  place.classList.add("bad");
  const line = document.createElement("p");
  line.textContent = $(".intro", what)?.textContent ?? "";
  place.replaceChildren(line);
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!("quiet" in form.dataset) || (event.submitter && "loud" in event.submitter.dataset)) return;
  event.preventDefault();
  send(form, event.submitter);
});

document.addEventListener("click", (event) => {
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.button) return;
  const link = event.target.closest("a");
  if (link?.dataset.report && $("#pane")) { event.preventDefault(); open(link); link.focus(); }
  if (link && "help" in link.dataset) { event.preventDefault(); help(); }
  if (link && "close" in link.dataset) { event.preventDefault(); $("#toast").replaceChildren(); }
});

document.addEventListener("change", (event) => { if (event.target.name === "ids") marked(); });
function marked() {
  const place = $("#marked");
  if (!place) return;
  const many = all("#rows input:checked:not(:disabled)").length;
  place.textContent = many ? `${many} ✓` : "";
}

function feedback(label) {
  const button = (where) => $(`button[value=${label}]`, where);
  if (all("#rows input:checked").length) { send($("#bulk"), button($("#bulk"))); return; }
  const row = document.activeElement?.closest("#rows .row");
  if (row) {
    const form = $("#bulk");
    const box = $("input", row);
    box.checked = true;
    send(form, button(form));
    return;
  }
  const form = $("#report form.tools");
  if (form && button(form)) send(form, button(form));
}

let dialog = null;
function help() {
  const keys = $("#keys");
  if (!dialog?.isConnected) { dialog = document.createElement("dialog"); dialog.setAttribute("aria-label", keys.getAttribute("aria-label")); $("#desk").append(dialog); }
  dialog.append(keys);
  if (!$("form", keys)) keys.append(closing(keys.dataset.close));
  dialog.showModal();
}

function closing(words) {
  const form = document.createElement("form");
  form.method = "dialog";
  const button = document.createElement("button");
  button.textContent = words;
  form.append(button);
  return form;
}

function close() {
  if ($("#toast p")) { $("#toast").replaceChildren(); return; }
  const menu = $("details[open].menu");
  if (menu) { menu.open = false; return; }
  if (document.activeElement?.matches(TYPING)) { document.activeElement.blur(); return; }
  if ($("#split")?.classList.contains("reading")) {
    const link = $(".rows a[aria-current]");
    const place = new URL(here(), location.href);
    place.searchParams.delete("open");
    history.pushState(null, "", place.pathname + place.search);
    $("#split").classList.remove("reading");
    $("#pane").replaceChildren();
    link?.removeAttribute("aria-current");
    link?.focus();
  }
}

let going = false;
const KEYS = {
  j: () => move(1), k: () => move(-1), ArrowDown: () => inList() && move(1), ArrowUp: () => inList() && move(-1),
  o: () => current() && open(current()),
  x: () => { const box = $("input[type=checkbox]", current()?.closest(".row, tr") ?? document.createElement("i")); if (box && !box.disabled) { box.checked = !box.checked; marked(); } },
  s: () => feedback("spam"), h: () => feedback("ham"), f: () => feedback("forget"),
  u: () => { const form = $("#toast form") ?? $("#undo"); if (form) send(form); },
  "/": () => { const box = $("#q"); if (box) { box.focus(); box.select(); } else location.assign("/console"); },
  "?": help, Escape: close,
  g: () => { going = true; setTimeout(() => { going = false; }, 1500); },
};
const inList = () => document.activeElement?.closest(".rows");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.matches?.(TYPING) && event.key !== "Escape") return;
  if ($("dialog[open]")) return;
  if (going) {
    going = false;
    const link = $(`[data-go="${CSS.escape(event.key)}"]`);
    if (link) { event.preventDefault(); location.assign(link.href); return; }
  }
  const act = KEYS[event.key];
  if (!act || (event.key.startsWith("Arrow") && !inList())) return;
  if (event.key !== "Escape") event.preventDefault();
  act();
});
addEventListener("popstate", () => location.reload());

// News: counted by the server in the reader's language, shown above the list, which itself does not move.
function stale(is) { const line = $("#stale"); if (line) line.hidden = !is; }
let asking = false;
async function news() {
  const rows = $("#rows");
  if (!rows || asking || "still" in rows.dataset) { stale(false); return; }
  asking = true;
  try {
    const place = new URL(rows.dataset.news, location.href);
    place.searchParams.set("seen", rows.dataset.newest);
    const answer = await fetch(place, html);
    if (answer.ok) { $("#news")?.replaceWith($("#news", parsed(await answer.text()))); stale(false); }
  } catch { stale(true); } finally { asking = false; }
}

// At most so often, however much comes in: a timer that each change started anew would never ring on a busy node.
const PAUSE_MS = 1000;
let soon = 0;
if ($("#rows") && "EventSource" in window) {
  const events = new EventSource("/api/v1/events");
  events.addEventListener("hello", news);
  events.addEventListener("change", () => { soon ||= setTimeout(() => { soon = 0; news(); }, PAUSE_MS); });
  events.addEventListener("error", () => stale(true));
}
