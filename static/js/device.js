// Words that could not be sent, kept on this device: sealed with a key that only pages of the
// same person carry, so that whoever uses the computer next can read nothing. Where the browser
// has no crypto (plain http) or no storage, nothing is kept and nothing breaks.
const NAME = "headroom.words.";
const DAYS_MS = 14 * 24 * 60 * 60 * 1000;

function storage() {
  try {
    return window.localStorage;
  } catch {
    return null;
  }
}

const names = () => Object.keys(storage() ?? {}).filter((name) => name.startsWith(NAME));

export function forgetOld() {
  for (const name of names()) {
    let at = 0;
    try {
      at = JSON.parse(storage().getItem(name)).at;
    } catch {
      // Not ours any more, or broken: it goes.
    }
    if (!(Date.now() - at < DAYS_MS)) storage().removeItem(name);
  }
}

export function forgetAll(who) {
  for (const name of names()) {
    if (name.startsWith(`${NAME}${who}.`)) storage().removeItem(name);
  }
}

const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));

function text(buffer) {
  let found = "";
  for (const byte of new Uint8Array(buffer)) found += String.fromCharCode(byte);
  return btoa(found);
}

export class Device {
  constructor(place, key) {
    this.name = `${NAME}${place}`;
    this.turn = 0;
    this.sealing =
      storage() && window.crypto?.subtle
        ? crypto.subtle.importKey("raw", bytes(key), "AES-GCM", false, ["encrypt", "decrypt"])
        : null;
  }

  // Returns whether it is kept. A later `keep` or `forget` overtakes one that is still sealing.
  async keep(words) {
    const turn = (this.turn += 1);
    try {
      const key = await this.sealing;
      if (!key) return false;
      const iv = crypto.getRandomValues(new Uint8Array(12));
      const plain = new TextEncoder().encode(JSON.stringify(words));
      const sealed = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain);
      if (turn === this.turn) {
        const kept = { at: Date.now(), iv: text(iv), sealed: text(sealed) };
        storage().setItem(this.name, JSON.stringify(kept));
      }
      return true;
    } catch {
      return false; // full, or refused
    }
  }

  // Everything that was left here, the last first. What is found is put aside under a name of
  // its own, so that newer words do not take its place before somebody has chosen.
  async left() {
    const now = storage()?.getItem(this.name);
    if (now) {
      storage().setItem(`${this.name}.${Date.now()}`, now);
      storage().removeItem(this.name);
    }
    const aside = names().filter((name) => name.startsWith(`${this.name}.`)).sort().reverse();
    const found = await Promise.all(aside.map((name) => this.open(name)));
    return found.filter((words) => words);
  }

  async open(name) {
    try {
      const key = await this.sealing;
      const kept = JSON.parse(storage().getItem(name));
      const iv = bytes(kept.iv);
      const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, bytes(kept.sealed));
      const words = JSON.parse(new TextDecoder().decode(plain));
      return { ...words, at: new Date(kept.at), drop: () => storage().removeItem(name) };
    } catch {
      return null;
    }
  }

  forget() {
    this.turn += 1;
    storage()?.removeItem(this.name);
  }
}
