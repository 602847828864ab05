// The plan for cover: says what it comes to while it is typed, and puts away the fields of who
// covers where nobody does. The page works without it: the same is said when it is sent. The words
// come from the server, so that hours and money are read in one place.
import { WorkedOut } from "./worked-out.js";

const COUNTED = /^(hours|cost|p\d+-(hours|(starts|ends)-(day|month|year)))$/;
const PAUSE_MS = 900; // longer than between two keys of a slow typist: each answer is read out

const words = document.getElementById("so-far");
const form = words?.closest("form");
const who = form?.querySelector("[data-needs-somebody]");
const NOBODY = new Set(["activity_reduced", "absorbed", "none_needed"]);

function show(answer) {
  if (words.textContent !== answer.words) {
    words.textContent = answer.words;
  }
}

// Fields with something wrong stay to be seen.
function showWho() {
  const means = new FormData(form).get("means");
  who.hidden = NOBODY.has(means) && !who.querySelector(".nhsuk-form-group--error");
}

if (form) {
  const counts = (name) => COUNTED.test(name);
  const out = new WorkedOut(form, words.dataset.workedOut, counts, show, PAUSE_MS);
  showWho();
  form.addEventListener("change", showWho);
  form.addEventListener("input", (event) => {
    if (counts(event.target.name)) {
      out.soon();
    }
  });
}
