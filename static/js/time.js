// The section for time: says what the time comes to while it is typed. The page works without
// it, because the same box is filled in when the section is saved. The words come from the
// server, so that the figures are worked out in one place.
const PAUSE_MS = 400;

const form = document.querySelector("form[data-worked-out]");
const box = form && document.getElementById(form.dataset.box);
let waiting = 0;
let asking = null;

function shown(words, tag, parent) {
  const element = document.createElement(tag);
  element.textContent = words;
  parent.append(element);
  return element;
}

function show(answer) {
  const first = document.createElement("p");
  first.className = "app-cap__first";
  shown(answer.left, "strong", first);
  first.append(` ${answer.rest}`);
  box.replaceChildren(first);
  for (const line of answer.lines) {
    shown(line, "p", box);
  }
  box.classList.toggle("app-cap--over", answer.over);
}

async function ask() {
  const typed = new FormData(form);
  const query = new URLSearchParams();
  for (const name of ["amount", "unit"]) {
    query.set(name, typed.get(name) ?? "");
  }
  for (const name of ["starts", "ends"]) {
    for (const part of ["day", "month", "year"]) {
      query.set(`${name}-${part}`, typed.get(`${name}-${part}`) ?? "");
    }
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
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE_MS);
  });
}
