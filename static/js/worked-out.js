// Asks the server what the fields of a form come to while they are typed, so that figures are
// worked out, and words made, in one place. Newer typing overtakes an answer on its way. Offline
// nothing happens: the page keeps what it last said, and says the same when the form is sent.

export class WorkedOut {
  // `counts` says of a field's name whether it is asked with; `show` is handed the answer.
  constructor(form, address, counts, show, pauseMs) {
    Object.assign(this, { form, address, counts, show, pauseMs, waiting: 0, asking: null });
  }

  soon() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.now(), this.pauseMs);
  }

  async now() {
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const response = await fetch(this.#url(), { signal: this.asking.signal });
      if (response.ok && !response.redirected) {
        this.show(await response.json());
      }
    } catch {
      // Offline, or overtaken.
    }
  }

  #url() {
    const url = new URL(this.address, document.baseURI);
    for (const [name, text] of new FormData(this.form)) {
      if (this.counts(name)) {
        url.searchParams.set(name, text);
      }
    }
    return url;
  }
}
