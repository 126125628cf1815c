// Comfort on top of pages that work without it. Nothing is stored, nothing is written as markup,
// and what a fragment brings is parsed as an inert document before its nodes are moved in.

const root = document.documentElement;
root.dataset.js = "";

const typing = (node) => node instanceof Element && node.closest("input, textarea, select, [contenteditable]") !== null;

async function fragment(url, signal) {
  const answer = await fetch(url, { headers: { "X-Fragment": "1" }, signal, cache: "no-store" });
  // A redirect means that the session ended: a page is no fragment.
  if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
  return new DOMParser().parseFromString(await answer.text(), "text/html").body;
}

// ---- search as you type: an ARIA combobox with a list of links
function searching(form) {
  const box = form.querySelector("input[type=search]");
  const panel = form.querySelector(".hits");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  let timer, running, chosen = -1, shown = "";

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const hits = () => [...list.querySelectorAll("[role=option]")];
  const open = () => {
    panel.hidden = false;
    box.setAttribute("aria-expanded", String(hits().length > 0));
  };
  const close = () => {
    clearTimeout(timer);
    running?.abort();
    panel.hidden = true;
    box.setAttribute("aria-expanded", "false");
    choose(-1);
  };
  const choose = (at) => {
    const all = hits();
    chosen = at;
    all.forEach((hit, n) => hit.setAttribute("aria-selected", String(n === at)));
    if (all[at]) {
      box.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else {
      box.removeAttribute("aria-activedescendant");
    }
  };
  const look = async () => {
    const words = box.value.trim();
    if (words.length < 2) return close();
    if (words === shown && !panel.hidden) return;
    running?.abort();
    const mine = (running = new AbortController());
    try {
      const body = await fragment(`${form.action}?${new URLSearchParams({ q: words, fragment: "1" })}`, mine.signal);
      const told = body.querySelector("[data-status]");
      told?.remove();
      list.replaceChildren(...body.childNodes);
      status.textContent = told?.textContent ?? "";
      shown = words;
    } catch {
      if (mine.signal.aborted) return;
      list.replaceChildren();
      status.textContent = form.dataset.trouble;
      shown = "";
    }
    choose(-1);
    if (document.activeElement === box) open();
  };

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, 120);
  });
  box.addEventListener("keydown", (event) => {
    const count = hits().length;
    if (event.key === "Escape" && !panel.hidden) {
      close();
      event.preventDefault();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (panel.hidden) return void look();
      if (count === 0) return;
      const step = event.key === "ArrowDown" ? 1 : -1;
      // From the box itself (-1) up leads to the last hit; past either end leads back into the box.
      choose(((chosen + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && chosen >= 0 && !event.isComposing) {
      event.preventDefault();
      const hit = hits()[chosen];
      if (event.ctrlKey || event.metaKey) window.open(hit.href, "_blank", "noopener");
      else location.assign(hit.href);
    }
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // The box keeps the focus while a hit is pressed, or the panel would close under the pointer.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}

// ---- forms: sent once, and not left by accident
function unsent(form) {
  const state = () => new URLSearchParams([...new FormData(form)].map(([k, v]) => [k, v instanceof File ? v.name : v])).toString();
  const before = state();
  // A form that comes back with errors holds what was typed and not kept.
  return () => form.querySelector("[aria-invalid=true]") !== null || state() !== before;
}

function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button[aria-busy]")) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
  }
}

const guarded = new Map();
let leaving = false;

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent !== undefined) return event.preventDefault();
  leaving = guarded.has(form);
  form.dataset.sent = "";
  // After the browser has gathered the fields: a disabled button would not send its value.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button:not([type=button])")) {
      button.disabled = true;
      if (button === event.submitter || !event.submitter) button.setAttribute("aria-busy", "true");
      else button.setAttribute("aria-busy", "false");
    }
    // A download answers without leaving the page.
    if (form.dataset.download !== undefined) setTimeout(() => ((leaving = false), release(form)), 3000);
  }, 0);
});
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leaving = false;
  document.querySelectorAll("form[data-sent]").forEach(release);
});
window.addEventListener("beforeunload", (event) => {
  if (!leaving && [...guarded.values()].some((dirty) => dirty())) event.preventDefault();
});

// ---- a further row of the same fields: the last one copied, renumbered and emptied
function repeating(group) {
  const button = group.querySelector("[data-repeat-add]");
  const numbered = new RegExp(`(\\b${CSS.escape(group.dataset.repeat)}_)(\\d+)`, "g");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const last = [...group.querySelectorAll("[data-repeat-row]")].at(-1);
    const row = last.cloneNode(true);
    row.querySelectorAll(".field-error").forEach((node) => node.remove());
    row.querySelectorAll(".is-wrong").forEach((node) => node.classList.remove("is-wrong"));
    for (const node of row.querySelectorAll("*")) {
      node.removeAttribute("aria-invalid");
      node.removeAttribute("aria-describedby");
      for (const { name, value } of [...node.attributes]) {
        if (name === "value" && node.matches("option, [type=radio], [type=checkbox]")) continue;
        node.setAttribute(name, value.replace(numbered, (_, prefix, n) => prefix + (Number(n) + 1)));
      }
      if (node.matches("input[type=checkbox], input[type=radio]")) node.checked = false;
      else if (node.matches("input, textarea")) node.value = "";
      else if (node.matches("select")) node.selectedIndex = 0;
    }
    last.after(row);
    row.querySelector("input:not([type=hidden]), select, textarea")?.focus();
  });
}

// ---- rows: the pointer may hit anywhere, the keyboard walks from link to link
document.addEventListener("click", (event) => {
  const row = event.target.closest("tr[data-href]");
  if (!row || event.defaultPrevented || event.target.closest("a, button, input, label, select, summary")) return;
  if (getSelection()?.type === "Range") return;
  if (event.ctrlKey || event.metaKey) window.open(row.dataset.href, "_blank", "noopener");
  else location.assign(row.dataset.href);
});

function walk(step) {
  const links = [...document.querySelectorAll("[data-rows] tbody tr")].map((row) => row.querySelector("a[href]")).filter(Boolean);
  if (links.length === 0) return;
  const here = links.findIndex((link) => link.closest("tr").contains(document.activeElement));
  const next = here < 0 ? (step > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + step));
  // The browser then knows that the keyboard moved, and draws the ring.
  links[next].focus({ focusVisible: true });
  links[next].scrollIntoView({ block: "nearest" });
}

// ---- keys: single letters, never while somebody types; <html data-keys="off"> leaves only those with a name
document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape") {
    const menu = document.querySelector("details.menu[open]");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
    return;
  }
  const search = document.getElementById("search");
  if (root.dataset.keys === "off" || typing(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/" && search) (search.focus(), search.select());
  else if (event.key === "?" && document.getElementById("keys")) document.getElementById("keys").showModal();
  else if (event.key === "j" && !event.shiftKey) walk(1);
  else if (event.key === "k" && !event.shiftKey) walk(-1);
  else return;
  event.preventDefault();
});

// ---- work that goes on: an element is fetched again until the answer no longer asks for it
function refreshing(element) {
  const again = () => setTimeout(step, Math.max(1, Number(element.dataset.refresh) || 2) * 1000);
  const step = async () => {
    if (document.hidden) return void again();
    try {
      const address = new URL(location.href);
      address.searchParams.set("fragment", "1");
      const body = await fragment(address);
      const fresh = (element.id && body.querySelector(`#${CSS.escape(element.id)}`)) || body.firstElementChild;
      if (!fresh) return void again();
      if (fresh.dataset.go) return location.replace(fresh.dataset.go);
      element.replaceChildren(...fresh.childNodes);
      if (fresh.dataset.refresh === undefined) return void delete element.dataset.refresh;
      element.dataset.refresh = fresh.dataset.refresh;
    } catch {
      // The server may be busy or restarting: what is shown stays, and the next turn asks again.
    }
    again();
  };
  again();
}

// ---- seconds that run out: the page says the time in words as well, and asks again by itself
function running(element) {
  const ends = Date.now() + 1000 * Number(element.dataset.countdown);
  const tick = () => {
    const left = Math.max(0, Math.ceil((ends - Date.now()) / 1000));
    element.textContent = String(left);
    if (left > 0) setTimeout(tick, 250);
  };
  tick();
}

// ---- begin
document.querySelectorAll("form[data-search]").forEach(searching);
document.querySelectorAll("form[data-guard]").forEach((form) => guarded.set(form, unsent(form)));
document.querySelectorAll("[data-repeat]").forEach(repeating);
document.querySelectorAll("[data-refresh]").forEach(refreshing);
document.querySelectorAll("[data-countdown]").forEach(running);
document.querySelectorAll("[data-open]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.open)?.showModal());
});
document.addEventListener("click", (event) => {
  const menu = document.querySelector("details.menu[open]");
  if (menu && !menu.contains(event.target)) menu.open = false;
});
document.querySelector("[data-focus]")?.focus();
