// Tells, once, that somebody who is signed in looks at a scheme: a number for the funnel, and
// nothing that the page needs. Only the scheme's page loads this, and only when signed in.
const about = document.querySelector("[data-seen]");

function tell() {
  if (document.visibilityState !== "visible") return;
  document.removeEventListener("visibilitychange", tell);
  const body = new URLSearchParams({ csrf_token: about.dataset.token });
  fetch(about.dataset.seen, { method: "POST", body, keepalive: true }).catch(() => {});
}

if (about) {
  document.addEventListener("visibilitychange", tell);
  tell();
}
