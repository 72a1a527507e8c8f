// The review of a document by keyboard: proposals beside their sentences, edited in place and saved while typing,
// words selected in the text, repairs looked at one after another. Every step also works as plain links and forms.
(() => {
  "use strict";
  const root = document.querySelector("[data-review]");
  if (!root) return;
  const say = root.dataset;
  const may = root.hasAttribute("data-may");
  const words = root.querySelector("[data-words]");
  const list = root.querySelector("[data-cards]");
  const cards = () => [...list.querySelectorAll(".card-p")];
  const card = (id) => document.getElementById(`card-${id}`);
  let here = null;

  // -- where one is ---------------------------------------------------------------------------------------------
  const shown = (name) => { const pane = document.getElementById(name); if (pane) pane.checked = true; };
  const stand = (next, { scrollText = true, scrollCard = true } = {}) => {
    if (!next) return;
    here?.classList.remove("here");
    root.querySelectorAll(".said.here").forEach((each) => each.classList.remove("here"));
    here = next;
    here.classList.add("here");
    const pieces = words.querySelectorAll(`.said[data-card="${here.dataset.p}"]`);
    pieces.forEach((each) => each.classList.add("here"));
    const first = document.getElementById(`s${here.dataset.p}`) ?? pieces[0];
    if (scrollText) first?.scrollIntoView({ block: "center" });
    if (scrollCard) here.scrollIntoView({ block: "nearest" });
  };
  const step = (by) => {
    const all = cards();
    if (!all.length) return;
    const at = here ? all.indexOf(here) : -1;
    stand(all[Math.max(0, Math.min(all.length - 1, at + by))]);
    enter(here);
  };
  // What was put aside has no title to press.
  const enter = (mine) => (mine.querySelector("h3 a") ?? mine.querySelector(".card-number")).focus({ preventScroll: true });
  words.addEventListener("click", (event) => {
    const number = event.target.closest(".ref");
    if (number) event.preventDefault();
    if (!String(getSelection()).trim()) {
      const fix = event.target.closest("[data-fix]");
      if (fix && may && (fix.matches(".fix-unsure, .fix-person, .cut") || !fix.closest(".said"))) return look(fix);
    }
    const said = event.target.closest("[data-card]");
    if (said && !String(getSelection()).trim()) {
      shown("pane-list");
      stand(card(said.dataset.card), { scrollText: false });
    }
  });
  list.addEventListener("click", (event) => {
    const mine = event.target.closest(".card-p");
    if (!mine) return;
    // In a long document the sentence may stand in another part: then the link leads there.
    if (event.target.closest(".card-number") && document.getElementById(`s${mine.dataset.p}`)) { event.preventDefault(); shown("pane-text"); return stand(mine, { scrollCard: false }); }
    if (event.target.closest("[data-fold]")) { event.preventDefault(); return fold(mine); }
    if (event.target.closest("[data-edit]") && !event.ctrlKey && !event.metaKey) { event.preventDefault(); stand(mine, { scrollCard: false }); return unfold(mine); }
    if (mine !== here && !event.target.closest("input, a, button")) stand(mine, { scrollCard: false });
  });

  // -- editing in place -------------------------------------------------------------------------------------------
  const forms = new Map(); // proposal id → {form, timer, sending, again, dirty}
  const tell = (entry, text, bad = false) => {
    const mark = entry.form.querySelector("[data-saved-mark]");
    if (mark) { mark.textContent = text; mark.classList.toggle("bad", bad); }
  };
  const unfold = async (mine) => {
    const place = mine.querySelector("[data-form]");
    const id = mine.dataset.p;
    if (!place || mine.dataset.state !== "open") return;
    if (!place.hidden) { place.querySelector("textarea, input:not([type=hidden])")?.focus(); return; }
    try {
      const answer = await fetch(say.proposal + id, { headers: { "X-Part": "1" }, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(answer.status);
      place.innerHTML = await answer.text();
    } catch { location.href = say.proposal + id; return; }
    place.hidden = false;
    window.duban.enrich(place);
    const form = place.querySelector("form");
    const entry = { id, form, timer: 0, sending: false, again: false, dirty: false };
    forms.set(id, entry);
    const later = (wait) => { entry.dirty = true; clearTimeout(entry.timer); entry.timer = setTimeout(() => save(entry), wait); };
    form.addEventListener("input", (event) => { if (!event.target.closest(".pick")) later(900); });
    form.addEventListener("change", () => later(250));
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (await save(entry, true)) fold(mine);
    });
    (form.querySelector("textarea, input:not([type=hidden])"))?.focus();
    mine.scrollIntoView({ block: "nearest" });
  };
  const fold = async (mine) => {
    const entry = forms.get(mine.dataset.p);
    if (entry?.dirty && !(await save(entry))) return;
    forms.delete(mine.dataset.p);
    const place = document.getElementById(mine.id)?.querySelector("[data-form]");
    if (place) { place.innerHTML = ""; place.hidden = true; }
    document.getElementById(mine.id)?.querySelector("h3 a")?.focus({ preventScroll: true });
  };
  const save = async (entry, force = false) => {
    clearTimeout(entry.timer);
    if (entry.sending) { entry.again = true; return entry.sending.then(() => save(entry, force)); }
    if (!entry.dirty && !force) return true;
    entry.dirty = false;
    tell(entry, say.saving);
    entry.sending = send(entry);
    const good = await entry.sending;
    entry.sending = false;
    if (entry.again) { entry.again = false; }
    return good;
  };
  const send = async (entry) => {
    const { form } = entry;
    // Logging in again in another window gives out a new token.
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];
    if (token) form.elements.csrfmiddlewaretoken.value = token;
    const posted = new FormData(form);
    let answer, told;
    try {
      answer = await fetch(form.action, { method: "POST", body: posted, headers: { "X-Autosave": "1" }, credentials: "same-origin" });
      told = await answer.json();
    } catch {
      // The line is down, the answer was lost, or somebody has to log in again; what was typed stays here and is sent again.
      entry.dirty = true;
      tell(entry, answer?.redirected && answer.url.includes("/accounts/") ? say.login : say.unsaved, true);
      entry.timer = setTimeout(() => save(entry), 4000);
      return false;
    }
    form.querySelectorAll(".autosave-error, .clash").forEach((each) => each.remove());
    if (answer.ok) {
      const kept = told.fresh.length ? await refresh(entry, told.fresh, posted) : [];
      // What the form does not show yet was not seen: it must not look as if this person had put the old value back.
      const [seen, now] = [JSON.parse(form.elements.was.value), JSON.parse(told.was)];
      form.elements.was.value = JSON.stringify({ ...now, ...Object.fromEntries(kept.map((name) => [name, seen[name]])) });
      tell(entry, `${say.saved} ${told.at}`);
      replace(entry.id, told.card);
      for (const [name, value] of Object.entries(told.tally)) root.querySelectorAll(`[data-tally="${name}"]`).forEach((each) => { each.textContent = value; });
      for (const [id, version] of Object.entries(told.versions)) {
        const other = card(id);
        if (id !== entry.id && other && other.dataset.version !== String(version) && !forms.has(id)) renew(id);
      }
      return true;
    }
    tell(entry, "");
    if (answer.status === 409) { entry.dirty = true; clash(entry, told); return false; }
    for (const [name, errors] of Object.entries(told.errors ?? {})) {
      const field = form.querySelector(`[id$="_${CSS.escape(name)}"]`)?.closest(".field") ?? form.querySelector(".form-acts");
      const note = document.createElement("div");
      note.className = "invalid-feedback d-block autosave-error";
      note.textContent = errors.join(" ");
      field.append(note);
    }
    entry.dirty = true;
    if (told.gone) renew(entry.id);
    return false;
  };
  // Fields that changed beside what was typed here: their present values are fetched and put in their places. Gives the
  // names of those that are left as they are, because somebody stands in them or has typed on.
  const refresh = async (entry, names, posted) => {
    const kept = new Set(names);
    try {
      const answer = await fetch(say.proposal + entry.id, { headers: { "X-Part": "1" }, credentials: "same-origin" });
      const part = document.createElement("div");
      part.innerHTML = answer.ok && !answer.redirected ? await answer.text() : "";
      for (const name of names) {
        const id = `p${entry.id}_${name}`;
        const old = entry.form.querySelector(`#${id}`)?.closest(".field");
        const fresh = part.querySelector(`#${id}`)?.closest(".field");
        if (!old || !fresh || old.contains(document.activeElement)) continue;
        const typed = new FormData(entry.form);
        const inside = [...old.querySelectorAll("[name]")].map((each) => each.name);
        if (inside.some((each) => String(typed.getAll(each)) !== String(posted.getAll(each)))) continue;
        old.replaceWith(fresh);
        window.duban.enrich(fresh);
        kept.delete(name);
      }
    } catch { /* the next save tells again */ }
    return [...kept];
  };
  const clash = (entry, told) => {
    const box = document.createElement("div");
    box.className = "clash";
    box.setAttribute("role", "alert");
    const head = document.createElement("strong");
    head.textContent = `${say.clash}: ${told.clash_by} ${told.clash_at}`;
    box.append(head);
    for (const each of Object.values(told.clash)) {
      const line = document.createElement("div");
      line.textContent = `${each.label}: ${each.value}`;
      box.append(line);
    }
    const mine = document.createElement("button");
    const theirs = document.createElement("button");
    mine.type = theirs.type = "button";
    mine.className = theirs.className = "btn";
    mine.textContent = say.mine;
    theirs.textContent = say.theirs;
    mine.addEventListener("click", () => { entry.form.elements.was.value = told.was_now; box.remove(); save(entry, true); });
    theirs.addEventListener("click", async () => {
      entry.dirty = false;
      const own = card(entry.id);
      forms.delete(entry.id);
      own.querySelector("[data-form]").hidden = true;
      await renew(entry.id);
      unfold(card(entry.id));
    });
    box.append(mine, theirs);
    entry.form.querySelector(".form-acts").before(box);
    box.scrollIntoView({ block: "nearest" });
  };
  // The card's words are new, its form is not touched: somebody is typing in it.
  const replace = (id, html) => {
    const old = card(id);
    if (!old) return;
    const frame = document.createElement("div");
    frame.innerHTML = html;
    const fresh = frame.firstElementChild;
    const form = old.querySelector("[data-form]");
    const focused = document.activeElement;
    const ticked = old.querySelector(".row-tick")?.checked;
    for (const each of [...old.children]) if (each !== form) each.remove();
    for (const each of [...fresh.children]) if (!each.matches("[data-form]")) form.before(each);
    for (const name of ["data-version", "data-state"]) old.setAttribute(name, fresh.getAttribute(name));
    const tick = old.querySelector(".row-tick");
    if (tick) tick.checked = ticked;
    if (focused?.isConnected) focused.focus({ preventScroll: true });
  };
  const renew = async (id) => {
    try {
      const answer = await fetch(`${say.proposal}${id}/card`, { credentials: "same-origin" });
      if (answer.ok) replace(id, await answer.text());
    } catch { /* it will be seen at the next look */ }
  };
  window.addEventListener("beforeunload", (event) => {
    if ([...forms.values()].some((each) => each.dirty || each.sending)) event.preventDefault();
  });

  // -- words selected in the text -----------------------------------------------------------------------------------
  const tools = root.querySelector("[data-picked-tools]");
  const points = (text) => [...text].length;
  const offset = (node, at) => {
    const holder = (node.nodeType === 3 ? node.parentElement : node)?.closest?.("[data-s]");
    if (!holder || !words.contains(holder)) return null;
    if (node.nodeType === 3) return Number(holder.dataset.s) + points(node.data.slice(0, at));
    return Number(holder.dataset.s) + (at ? points(holder.textContent) : 0);
  };
  const selected = () => {
    const choice = getSelection();
    if (!choice.rangeCount || choice.isCollapsed) return null;
    const range = choice.getRangeAt(0);
    if (!words.contains(range.commonAncestorContainer)) return null;
    const inside = [...words.querySelectorAll("[data-s]")].filter((each) => range.intersectsNode(each) && each.textContent);
    if (!inside.length) return null;
    const first = offset(range.startContainer, range.startOffset) ?? Number(inside[0].dataset.s);
    const last = offset(range.endContainer, range.endOffset) ?? Number(inside.at(-1).dataset.s) + points(inside.at(-1).textContent);
    const seen = inside.map((each) => {
      const start = Number(each.dataset.s);
      return [...each.textContent].slice(Math.max(first - start, 0), Math.max(last - start, 0)).join("");
    }).join("");
    return last > first && seen.trim() ? { first, last, seen, box: range.getBoundingClientRect() } : null;
  };
  const offer = () => {
    if (!tools) return;
    const found = selected();
    tools.hidden = !found;
    if (!found) return;
    const form = tools.querySelector("form");
    form.elements.start.value = found.first;
    form.elements.end.value = found.last;
    form.elements.seen.value = found.seen;
    tools.querySelector("a").href = `${say.correct}?start=${found.first}&end=${found.last}`;
    tools.style.left = `${Math.max(8, Math.min(found.box.left, innerWidth - 300))}px`;
    tools.style.top = `${Math.min(found.box.bottom + 8, innerHeight - 60)}px`;
  };
  document.addEventListener("selectionchange", () => { clearTimeout(offer.timer); offer.timer = setTimeout(offer, 150); });

  // -- repairs ------------------------------------------------------------------------------------------------------
  const link = document.createElement("a");
  link.hidden = true;
  link.setAttribute("data-sheet", "");
  document.body.append(link);
  const look = (fix) => { link.href = `${say.correct}?raw=${fix.dataset.fix}`; link.click(); };
  const nextFix = () => {
    const all = [...words.querySelectorAll("[data-fix].fix-unsure")];
    if (!all.length) return;
    const at = all.findIndex((each) => each.classList.contains("now"));
    all[at]?.classList.remove("now");
    const next = all[(at + 1) % all.length];
    next.classList.add("now");
    next.scrollIntoView({ block: "center" });
    look(next);
  };

  // -- the keyboard ---------------------------------------------------------------------------------------------------
  const press = (selector) => here?.querySelector(selector)?.click();
  const keys = {
    j: () => step(1),
    k: () => step(-1),
    e: () => here && unfold(here),
    Enter: () => here && unfold(here),
    x: () => here?.querySelector(".row-tick")?.click(),
    m: () => document.getElementById("merge")?.requestSubmit(),
    s: () => press('[data-act="s"]'),
    d: () => press('[data-act="d"]'),
    l: () => press('[data-act="l"]'),
    u: () => press('[data-act="u"]'),
    // Nothing is selected, perhaps for want of a mouse: then the words are typed.
    a: () => tools && (tools.hidden ? document.querySelector("[data-add]")?.click() : tools.querySelector("form").requestSubmit()),
    t: () => tools && !tools.hidden && tools.querySelector("a").click(),
    f: nextFix,
  };
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-autosave]");
    if (form) {
      const mine = form.closest(".card-p");
      if (event.key === "Escape" && mine && !event.defaultPrevented) { event.preventDefault(); fold(mine); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && mine) {
        event.preventDefault();
        const all = cards();
        const next = all.slice(all.indexOf(mine) + 1).find((each) => each.dataset.state === "open");
        const entry = forms.get(mine.dataset.p);
        Promise.resolve(entry ? save(entry) : true).then((good) => good && fold(mine)).then(() => next && !forms.has(mine.dataset.p) && (stand(next), unfold(next)));
      }
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input:not([type=checkbox]), textarea, select, dialog")) return;
    if (event.key === "Enter" && event.target.closest?.("a, button, summary") && !event.target.closest("h3")) return;
    const other = document.querySelector(`[data-review-key="${CSS.escape(event.key)}"]`);
    const act = keys[event.key] ?? (other && (() => other.click()));
    if (!act) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    act();
  }, true);

  // -- coming from elsewhere: ?at=12 or #card-12 ------------------------------------------------------------------------
  const asked = new URLSearchParams(location.search).get("at") ?? location.hash.match(/^#(?:card-|s)(\d+)$/)?.[1];
  if (asked && card(asked)) { if (location.hash.startsWith("#card-")) shown("pane-list"); stand(card(asked)); }
  // Only now: going to its #place, a browser lets go of what had the focus.
  if (here) window.addEventListener("load", () => document.activeElement === document.body && enter(here));
})();
