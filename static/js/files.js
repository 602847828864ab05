// Adding files: says that it is under way, and says so beside the field where the connection is
// lost. Without it the browser sends the form itself, and says what it says.
function wait(form) {
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form);
  });
}

function tell(form, words, failed) {
  const told = form.querySelector(".app-files__told");
  told.classList.toggle("nhsuk-error-message", failed);
  told.textContent = words;
}

function show(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  document.title = page.title;
  document.querySelector("main").replaceWith(page.querySelector("main"));
  start();
  const summary = document.querySelector(".nhsuk-error-summary, main h1");
  summary.tabIndex = -1;
  summary.focus();
}

async function send(form) {
  if (form.dataset.sending) {
    return;
  }
  form.dataset.sending = "yes";
  tell(form, form.dataset.busy, false);
  try {
    const body = new FormData(form);
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    if (answer.type === "opaqueredirect") {
      location.assign(location.pathname);
      return;
    }
    show(await answer.text());
  } catch {
    tell(form, form.dataset.failed, true);
  }
  delete form.dataset.sending;
}

function start() {
  document.querySelectorAll("form[data-failed]").forEach(wait);
}

start();
