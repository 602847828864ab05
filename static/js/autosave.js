// Saves a form while it is typed. The page works without it: Save keeps everything. What the
// form needs for it stands in templates/layouts/_autosave.html.
import { Device } from "./device.js";

const PAUSE_MS = 3_000;
const LONGEST_MS = 30_000;
const KEEP_MS = 300;
const RETRIES_MS = [5_000, 15_000, 60_000];
const MOST_AT_THE_END = 60_000; // what a browser lets a page send as it closes, in bytes
const OURS = new Set([
  "csrf_token", "version", "tab", "turn", "complete", "then", "held", "ticket", "line_version",
]);
const PAGE = ["version", "tab", "turn", "ticket", "line_version"]; // which form it is, and how far
const MARK = 8; // letters of a ticket by which the page names forms that the server knows

const form = document.querySelector("form[data-autosave]");
const say = form.querySelector("[data-autosave-words]").dataset;
const device = new Device(say.place, say.key);
const line = form.querySelector("[data-saved]") ?? form.appendChild(document.createElement("p"));
const spoken = document.createElement("span"); // what a screen reader is told: not every save
spoken.setAttribute("role", "status");
spoken.className = "nhsuk-u-visually-hidden";
line.after(spoken);

let saved = written();
let timer = 0;
let keeping = 0;
let since = 0; // when the oldest words that are not saved were typed
let busy = false;
let leaving = ""; // what is on its way since the page was left: that is not sent twice
let failures = 0;
let stopped = false; // another page saved first, or the call is closed
let pressed = false; // Save was pressed
let asked = false; // whether somebody is signed in after all
let told = "";

function entries() {
  return [...new FormData(form)].filter(([name, value]) => !OURS.has(name) && typeof value === "string");
}

function written() {
  return JSON.stringify(entries());
}

function show(words, aloud) {
  line.textContent = words;
  if (aloud !== told) {
    told = aloud;
    spoken.textContent = words;
  }
}

function changed() {
  const isSame = written() === saved;
  clearTimeout(timer);
  if (isSame) return;
  since ||= Date.now();
  clearTimeout(keeping);
  keeping = setTimeout(keep, KEEP_MS);
  if (!stopped) timer = setTimeout(save, Math.max(0, Math.min(PAUSE_MS, since + LONGEST_MS - Date.now())));
}

// The device keeps what is not saved yet; `sent` says that Save was pressed with these words, and
// stays so where a save by itself, cut off as the page goes, keeps them once more.
function keep() {
  clearTimeout(keeping);
  const own = Object.fromEntries(PAGE.map((name) => [name, form.elements[name]?.value ?? ""]));
  return device.keep({ fields: entries(), version: number("version"), own, sent: pressed });
}

const number = (name) => Number(form.elements[name]?.value ?? 0);

function body() {
  form.elements.turn.value = Number(form.elements.turn.value) + 1;
  return new FormData(form);
}

async function save(closing = false) {
  const typed = written();
  if (!say.sendTo || stopped || typed === saved || (closing ? typed === leaving : busy)) return;
  clearTimeout(timer);
  leaving = closing ? typed : "";
  busy = true;
  let answer;
  try {
    const isSmall = new Blob([typed]).size < MOST_AT_THE_END;
    answer = await fetch(say.sendTo, {
      method: "POST",
      body: body(),
      headers: { Accept: "application/json" },
      keepalive: closing && isSmall,
    });
  } catch {
    answer = { ok: false, status: 0 };
  }
  busy = false;
  if (answer.ok) {
    done(await answer.json(), typed);
  } else {
    await failed(answer);
  }
}

function done(now, typed) {
  failures = 0;
  asked = false;
  form.elements.version.value = Math.max(now.version, Number(form.elements.version.value));
  if (now.problem) {
    show(now.problem, now.problem);
    return;
  }
  saved = typed;
  since = 0;
  show(now.saved, "saved");
  if (written() === saved) {
    clearTimeout(keeping);
    device.forget();
  } else {
    changed();
  }
}

async function failed(answer) {
  const onDevice = await keep();
  if (answer.status === 409 || answer.status === 422) {
    const why = await answer.json().catch(() => ({}));
    stopped = Boolean(why.conflict || why.refused);
    const words = why.conflict ? say.conflict : (why.refused ?? why.problem ?? say.failed);
    show(words, words);
  } else if (answer.status === 413) {
    show(say.large, say.large);
  } else if (answer.status === 401 || answer.status === 400) {
    show(say.ended, say.ended);
    if (!asked) document.dispatchEvent(new CustomEvent("signed-out")); // answered by "signed-in"
    asked = true;
  } else {
    show(onDevice ? `${say.failed} ${say.onDevice}` : say.failed, say.failed);
    clearTimeout(timer);
    timer = setTimeout(save, RETRIES_MS[Math.min(failures, RETRIES_MS.length - 1)]);
    failures += 1;
  }
}

// --- what an earlier visit left on this device ---

function differing(fields) {
  const here = new Map();
  const there = new Map();
  for (const [map, pairs] of [[here, entries()], [there, fields]]) {
    for (const [name, value] of pairs) map.set(name, [...(map.get(name) ?? []), value]);
  }
  return [...new Set([...here.keys(), ...there.keys()])]
    .map((name) => ({ name, here: here.get(name) ?? [], there: there.get(name) ?? [] }))
    .filter((each) => form.elements[each.name] && normal(each.here) !== normal(each.there));
}

const normal = (values) => values.join("\n").replaceAll("\r\n", "\n").trim();

async function offer() {
  for (const found of await device.left()) one(found);
}

// Says whether these words have come to the server: by themselves, or by the Save that was pressed.
function hasCome({ sent, version, own = {} }) {
  const known = say.done.split(" ").map((one) => one.split(":"));
  const turns = known.filter(([of]) => of === own.ticket?.slice(0, MARK)).map(([, turn]) => turn);
  if (turns.some((turn) => Number(turn) > Number(own.turn))) return true;
  if (!sent) return false;
  return number("version") > version || number("line_version") > Number(own.line_version) || turns.includes("");
}

function one(found) {
  const differences = differing(found.fields);
  if (!differences.length || hasCome(found)) {
    found.drop();
    return;
  }
  const when = found.at.toLocaleString(document.documentElement.lang === "cy" ? "cy" : "en-GB", {
    day: "numeric", month: "long", year: "numeric", hour: "numeric", minute: "2-digit",
  });
  const box = document.createElement("section");
  box.className = "nhsuk-inset-text app-both";
  const heading = say.found.replace("{when}", when);
  box.setAttribute("aria-label", heading);
  add(box, "h2", heading, "nhsuk-heading-s");
  for (const each of differences) compare(box, each);
  button(box, say.use, () => use(differences, found.own).then(found.drop));
  button(box, say.drop, found.drop, "nhsuk-button--secondary");
  form.before(box);
}

function compare(box, { name, here, there }) {
  add(box, "h3", question(name), "nhsuk-heading-xs");
  const texts = add(box, "div", "", "app-both__texts");
  for (const [heading, values] of [[say.there, there], [say.here, here]]) {
    const side = add(texts, "div", "", "app-both__text");
    add(side, "p", heading, "app-both__label");
    add(side, "p", values.map((value) => label(name, value)).join("\n") || say.nothing, "app-both__words");
  }
}

function field(name, value) {
  const found = form.elements[name];
  return found instanceof RadioNodeList ? [...found].find((each) => each.value === value) : found;
}

function label(name, value) {
  const found = field(name, value);
  return ["radio", "checkbox"].includes(found?.type) ? found.labels[0].textContent.trim() : value;
}

function question(name) {
  const found = form.elements[name];
  const one = found instanceof RadioNodeList ? found[0] : found;
  const legend = one.closest("fieldset")?.querySelector("legend");
  return (legend ?? one.labels[0]).textContent.trim();
}

// Puts the words into the form. They leave their old place once they are kept under a new one.
// A form with a ticket goes on as the very one in which they were typed, so that what the server
// has of that one is not there twice.
async function use(differences, own) {
  if (own?.ticket) for (const name of PAGE) form.elements[name].value = own[name];
  for (const { name, there } of differences) {
    const found = form.elements[name];
    for (const one of found instanceof RadioNodeList ? found : [found]) {
      if (["radio", "checkbox"].includes(one.type)) one.checked = there.includes(one.value);
      else one.value = there[0] ?? "";
      one.dispatchEvent(new Event("input", { bubbles: true }));
    }
  }
  await keep();
  save();
}

function button(box, words, act, look = "") {
  const made = add(box, "button", words, `nhsuk-button ${look}`.trim());
  made.type = "button";
  made.addEventListener("click", () => {
    act();
    box.remove();
    form.querySelector("input:not([type=hidden]), textarea, select").focus();
  });
}

function add(parent, tag, words, className) {
  const made = document.createElement(tag);
  made.textContent = words;
  made.className = className;
  parent.append(made);
  return made;
}

// --- when ---

form.addEventListener("input", changed);
form.addEventListener("change", () => save());
form.addEventListener("focusout", () => save());
form.addEventListener("submit", () => {
  stopped = pressed = true;
  clearTimeout(timer);
  if (written() !== saved) keep();
  body();
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save(true);
});
window.addEventListener("pagehide", () => save(true));
window.addEventListener("online", () => save());
document.addEventListener("signed-in", () => save());
window.addEventListener("pageshow", (event) => {
  if (event.persisted) stopped = pressed = false;
  else offer(); // once the browser has put back what it kept itself
  changed();
});
if (document.querySelector(".nhsuk-error-summary")) saved = ""; // the server may not have it
