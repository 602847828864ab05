// The plan for cover: says what it comes to while it is typed, and puts away the fields of who
// covers where nobody does. The page works without it: the same is said when it is sent. The words
// come from the server, so that hours and money are read in one place.
const COUNTED = /^(hours|cost|p\d+-(hours|(starts|ends)-(day|month|year)))$/;
const PAUSE_MS = 900; // longer than between two keys of a slow typist: each answer is read out

const words = document.getElementById("so-far");
const form = words?.closest("form");
const who = form?.querySelector("[data-needs-somebody]");
const NOBODY = new Set(["activity_reduced", "absorbed", "none_needed"]);
let waiting = 0;
let asking = null;

async function ask() {
  const query = new URLSearchParams();
  for (const [name, text] of new FormData(form)) {
    if (COUNTED.test(name)) {
      query.set(name, text);
    }
  }
  asking?.abort();
  asking = new AbortController();
  try {
    const response = await fetch(`${words.dataset.workedOut}?${query}`, { signal: asking.signal });
    if (response.ok && !response.redirected) {
      const said = (await response.json()).words;
      if (words.textContent !== said) {
        words.textContent = said;
      }
    }
  } catch {
    // Offline, or overtaken by newer typing: the words stay as they were.
  }
}

// Fields with something wrong stay to be seen.
function showWho() {
  const means = new FormData(form).get("means");
  who.hidden = NOBODY.has(means) && !who.querySelector(".nhsuk-form-group--error");
}

if (form) {
  showWho();
  form.addEventListener("change", showWho);
  form.addEventListener("input", (event) => {
    if (COUNTED.test(event.target.name)) {
      clearTimeout(waiting);
      waiting = setTimeout(ask, PAUSE_MS);
    }
  });
}
