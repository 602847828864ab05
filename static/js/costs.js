// The forms for one cost: say what it comes to while it is typed. The page works without it,
// because the line is worked out when it is saved. The words come from the server, so that the
// figures are worked out in one place. What the cost is for is not sent: it is in no figure.
const PAUSE_MS = 400;
const UNSENT = new Set(["csrf_token", "ticket", "version", "label", "pot_name", "counted"]);

const form = document.querySelector("form[data-worked-out]");
const box = form && document.getElementById(form.dataset.box);
let waiting = 0;
let asking = null;

function shown(words, tag, parent) {
  const element = document.createElement(tag);
  element.textContent = words;
  parent.append(element);
}

function show(answer) {
  const first = document.createElement("p");
  first.className = "app-cap__first";
  shown(answer.left, "strong", first);
  first.append(` ${answer.rest}`);
  const lines = document.createDocumentFragment();
  for (const line of answer.lines) {
    shown(line, "p", lines);
  }
  if (box.textContent.trim() !== `${first.textContent}${lines.textContent}`.trim()) {
    box.replaceChildren(first, lines);
  }
  box.classList.toggle("app-cap--over", answer.over);
}

async function ask() {
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (!UNSENT.has(name)) {
      query.set(name, value);
    }
  }
  if (form.dataset.line) {
    query.set("line", form.dataset.line);
  }
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await fetch(`${form.dataset.workedOut}?${query}`, { signal: asking.signal });
    if (response.ok && !response.redirected) {
      show(await response.json());
    }
  } catch {
    // Offline, or overtaken by newer typing: the box keeps what it last said.
  }
}

if (box) {
  box.closest("[data-live]").hidden = false;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });
  ask();
}
