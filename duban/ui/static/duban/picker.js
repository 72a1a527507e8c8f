// Turns <input data-picker="/pick/units" data-picked='[{"id":7,"text":"…"}]' data-multiple> into chips with a list to
// choose from, by keyboard, name, pinyin or initials. Without this script the text itself is sent and resolved.
(() => {
  "use strict";
  let serial = 0;
  const make = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [key, value] of Object.entries(attributes)) if (value !== false && value != null) node.setAttribute(key, value === true ? "" : value);
    node.append(...children);
    return node;
  };
  const dress = (source) => {
    const multiple = source.hasAttribute("data-multiple");
    const name = source.name;
    const id = `pick-${++serial}`;
    let picked = [];
    try { picked = JSON.parse(source.dataset.picked || "[]"); } catch { /* then nothing is chosen */ }
    // Words that named nobody stay as typed, so that they can be mended.
    const words = picked.length ? "" : source.value;
    const chips = make("span", { class: "pick-chips" });
    const input = make("input", {
      type: "text", class: "pick-input", role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id,
      autocomplete: "off", spellcheck: "false", id: source.id, "aria-describedby": source.getAttribute("aria-describedby"),
      placeholder: source.placeholder, "aria-label": source.getAttribute("aria-label"), "aria-required": source.required ? "true" : false,
    });
    input.value = words;
    const list = make("ul", { class: "pick-list", role: "listbox", id, hidden: true });
    const box = make("div", { class: `pick form-control ${source.classList.contains("is-invalid") ? "is-invalid" : ""}` }, chips, input, list);
    const unsent = make("input", { type: "hidden" });
    box.append(unsent);
    source.removeAttribute("id");
    source.replaceWith(box);
    let found = [], here = -1, asked = 0, timer;
    let answered = null; // what the list answers; typing goes on meanwhile
    const stale = () => answered !== input.value.trim();

    const paint = () => {
      chips.replaceChildren(...picked.map((one, i) => {
        const off = make("button", { type: "button", class: "pick-off", "aria-label": `× ${one.text}` }, "×");
        off.addEventListener("click", () => { picked.splice(i, 1); paint(); input.focus(); tell(); });
        return make("span", { class: "pick-chip" }, one.text, off, make("input", { type: "hidden", name, value: one.id }));
      }));
      if (!multiple) input.hidden = false;
      input.classList.toggle("pick-full", !multiple && picked.length > 0);
      settle();
    };
    // Text that was typed but not chosen is sent too: the server resolves it or says why it can't.
    const settle = () => {
      const text = input.value.trim();
      unsent.value = text;
      if (text) unsent.name = name; else unsent.removeAttribute("name");
    };
    const tell = () => box.dispatchEvent(new Event("change", { bubbles: true }));
    const shut = () => { list.hidden = true; input.setAttribute("aria-expanded", "false"); input.removeAttribute("aria-activedescendant"); here = -1; };
    const choose = (one) => {
      if (!one) return;
      if (multiple) { if (!picked.some((p) => p.id === one.id)) picked.push({ id: one.id, text: one.text }); } else picked = [{ id: one.id, text: one.text }];
      input.value = "";
      // An answer that is still on its way would open the list again, over the next field.
      clearTimeout(timer);
      asked++;
      shut();
      paint();
      tell();
    };
    const mark = (to) => {
      here = found.length ? (to + found.length) % found.length : -1;
      [...list.children].forEach((item, i) => item.setAttribute("aria-selected", i === here ? "true" : "false"));
      const item = list.children[here];
      if (item) { input.setAttribute("aria-activedescendant", item.id); item.scrollIntoView({ block: "nearest" }); }
    };
    const ask = async () => {
      const mine = ++asked, text = input.value.trim();
      const url = new URL(source.dataset.picker, location.href);
      url.searchParams.set("q", text);
      try {
        const answer = await fetch(url, { credentials: "same-origin", headers: { Accept: "application/json" } });
        if (mine !== asked || !answer.ok) return;
        const results = (await answer.json()).results ?? [];
        if (mine !== asked) return;
        found = results;
        answered = text;
      } catch { return; }
      list.replaceChildren(...found.map((one, i) => {
        const item = make("li", { role: "option", id: `${id}-${i}`, "aria-selected": "false" }, make("span", {}, one.text));
        if (one.hint) item.append(make("small", {}, one.hint));
        item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(one); });
        return item;
      }));
      // Said where one looks for it, or nobody knows whether it is still being looked for.
      if (text && !found.length) list.append(make("li", { class: "pick-none", role: "option", "aria-disabled": "true" }, source.dataset.none));
      list.hidden = !list.children.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark(0);
    };
    input.addEventListener("input", () => { settle(); clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("focus", () => { if (!picked.length || multiple) ask(); });
    input.addEventListener("blur", () => { clearTimeout(timer); asked++; shut(); });
    input.addEventListener("keydown", async (event) => {
      if (event.isComposing) return; // an input method is still writing
      if (event.key === "ArrowDown") { event.preventDefault(); if (list.hidden) ask(); else mark(here + 1); }
      else if (event.key === "ArrowUp") { event.preventDefault(); mark(here - 1); }
      else if (event.key === "Enter" && input.value.trim() && stale()) {
        // A fast typist presses Enter before the list has caught up: what is chosen answers all that was typed.
        event.preventDefault();
        clearTimeout(timer);
        await ask();
        if (!stale()) choose(found[0]);
      }
      else if (event.key === "Enter" && !list.hidden && here >= 0) { event.preventDefault(); choose(found[here]); }
      else if (event.key === "Escape" && !list.hidden) { event.preventDefault(); event.stopPropagation(); shut(); }
      else if (event.key === "Tab" && !stale() && !list.hidden && input.value.trim() && here >= 0) choose(found[here]);
      else if (event.key === "Backspace" && !input.value && picked.length) { picked.pop(); paint(); tell(); }
    });
    box.addEventListener("click", (event) => { if (event.target === box || event.target === chips) input.focus(); });
    paint();
  };
  window.duban.pickers = (root) => root.querySelectorAll("input[data-picker]").forEach(dress);
})();
