// The section for time: says what the time comes to while it is typed. The page works without
// it, because the same boxes are filled in when the section is saved. The words come from the
// server, so that the figures are worked out in one place.
import { WorkedOut } from "./worked-out.js";

const PAUSE_MS = 900; // longer than between two keys of a slow typist: each answer is read out
const COUNTED = /^(p\d+-)?(amount|unit|(starts|ends)-(day|month|year))$/;

const form = document.querySelector("form[data-worked-out]");
const box = form && document.getElementById(form.dataset.box);
let said = "";

function shown(words, tag, parent) {
  const element = document.createElement(tag);
  element.textContent = words;
  parent.append(element);
  return element;
}

// Only what has changed is written: writing the same words would read them out again.
function show(answer) {
  const { periods, ...all } = answer;
  form.querySelectorAll("[data-period-note]").forEach((note, at) => {
    const words = periods[at] ?? "";
    if (note.textContent !== words) {
      note.textContent = words;
    }
  });
  if (said !== JSON.stringify(all)) {
    said = JSON.stringify(all);
    showAll(all);
  }
}

function showAll(all) {
  const first = document.createElement("p");
  first.className = "app-cap__first";
  shown(all.left, "strong", first);
  first.append(` ${all.rest}`);
  box.replaceChildren(first);
  for (const line of all.lines) {
    shown(line, "p", box);
  }
  box.classList.toggle("app-cap--over", all.over);
}

if (box) {
  const counts = (name) => COUNTED.test(name);
  const out = new WorkedOut(form, form.dataset.workedOut, counts, show, PAUSE_MS);
  form.addEventListener("input", () => out.soon());
}
