// The forms for one cost: say what it comes to while it is typed. The page works without it,
// because the line is worked out when it is saved. The words come from the server, so that the
// figures are worked out in one place. What the cost is for is not sent: it is in no figure.
import { WorkedOut } from "./worked-out.js";

const PAUSE_MS = 400;
const UNSENT = new Set([
  "csrf_token", "ticket", "version", "line_version", "tab", "turn", "label", "pot_name", "counted",
]);

const form = document.querySelector("form[data-worked-out]");
const box = form && document.getElementById(form.dataset.box);

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

if (box) {
  const counts = (name) => !UNSENT.has(name);
  const { workedOut, line } = form.dataset; // a line that is changed counts as it would be
  const address = line ? `${workedOut}?line=${line}` : workedOut;
  const out = new WorkedOut(form, address, counts, show, PAUSE_MS);
  for (const each of document.querySelectorAll("[data-live]")) each.hidden = false;
  form.addEventListener("input", () => out.soon());
  out.now();
}
