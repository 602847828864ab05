// Warns before a sign-in ends, and puts the end off by one press. Without it, what is sent after
// the end is held by the server while the person signs in again. On sign-out it also clears what
// this device keeps of the person's words (see device.js).
import { forgetOld, forgetAll } from "./device.js";

const dialog = document.getElementById("time-out");
const say = dialog.dataset;
const title = dialog.querySelector("h2");
const words = dialog.querySelector("p");
const stay = dialog.querySelector("[data-stay]");
const first = { title: title.textContent, words: words.textContent };
const LONGEST_WAIT_MS = 2 ** 31 - 1;
let waiting = 0;
let end = 0;

function wait(seconds) {
  end = Date.now() + seconds * 1000;
  look();
}

// Another tab may have put the end off: ask before saying anything.
function look() {
  clearTimeout(waiting);
  const left = end - Date.now() - Number(say.warning) * 1000;
  if (left > 0) {
    waiting = setTimeout(look, Math.min(left, LONGEST_WAIT_MS));
  } else {
    ask();
  }
}

async function ask(method = "GET") {
  const body = method === "POST" ? new FormData() : undefined;
  body?.set("csrf_token", document.querySelector("[name=csrf_token]").value);
  let answer;
  try {
    answer = await fetch(say.address, { method, body, headers: { Accept: "application/json" } });
  } catch {
    answer = { ok: false, status: 0 };
  }
  if (answer.status === 401) {
    over();
  } else if (!answer.ok) {
    unreachable(method);
  } else {
    told(await answer.json(), method);
  }
}

function told(now, method) {
  if (now.who !== say.who) {
    over();
    return;
  }
  for (const field of document.querySelectorAll("[name=csrf_token]")) {
    field.value = now.token;
  }
  document.dispatchEvent(new CustomEvent("signed-in"));
  if (now.seconds > Number(say.warning)) {
    dialog.close();
    wait(now.seconds);
    return;
  }
  end = Date.now() + now.seconds * 1000;
  show(first.title, now.mayExtend ? first.words : say.lastWords, now.mayExtend);
  clearTimeout(waiting);
  waiting = setTimeout(ask, Math.max(now.seconds, 1) * 1000 + 500);
}

function unreachable(method) {
  if (method === "POST") {
    show(first.title, say.failed, true);
  }
  clearTimeout(waiting);
  waiting = setTimeout(ask, 30_000);
}

function over() {
  clearTimeout(waiting);
  end = 0; // coming back to this tab asks again: somebody may have signed in elsewhere
  show(say.over, say.overWords, false);
}

function show(heading, text, mayStay) {
  title.textContent = heading;
  words.textContent = text;
  stay.hidden = !mayStay;
  if (!dialog.open) {
    dialog.showModal();
    title.focus();
  }
}

stay.addEventListener("click", () => ask("POST"));
dialog.querySelector("[data-close]").addEventListener("click", () => dialog.close());
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "visible") look();
});
for (const form of document.querySelectorAll('form[action$="/sign-out"]')) {
  form.addEventListener("submit", () => forgetAll(say.who));
}
document.addEventListener("signed-out", () => ask());
forgetOld();
wait(Number(say.seconds));
