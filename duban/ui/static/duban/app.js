// What every page does beyond plain forms and links. Everything here is a convenience: pages work without it.
(() => {
  "use strict";
  const me = document.currentScript?.dataset ?? {};
  const $ = (id) => document.getElementById(id);
  const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";

  // -- extra scripts, only where a page asks for them ------------------------------------------------------------
  const loading = new Map();
  const load = (src) => {
    if (!loading.has(src)) {
      loading.set(src, new Promise((done, failed) => {
        const script = document.createElement("script");
        script.src = src;
        script.onload = done;
        script.onerror = failed;
        document.head.append(script);
      }));
    }
    return loading.get(src);
  };
  const enrich = (root) => {
    if (me.picker && root.querySelector("[data-picker]")) load(me.picker).then(() => window.duban.pickers(root));
    if (me.upload && root.querySelector("[data-upload]")) load(me.upload);
    if (me.charts && root.querySelector("[data-chart]")) {
      // Charts come after paint: the numbers are already in the page.
      requestIdleCallback?.(() => load(me.echarts).then(() => load(me.charts)).then(() => window.duban.charts(root)));
    }
    // So that one sees where one is in a bar wider than the screen.
    for (const here of root.querySelectorAll(".tabs [aria-current]")) {
      const bar = here.closest(".tabs");
      bar.scrollLeft += here.getBoundingClientRect().right + 12 - bar.getBoundingClientRect().right;
    }
    // A calendar wider than the screen opens at today.
    for (const today of root.querySelectorAll(".heat-today")) {
      const wrap = today.closest(".heat-wrap");
      if (wrap) wrap.scrollLeft = today.offsetLeft + today.offsetWidth - wrap.clientWidth;
    }
  };
  window.duban = { load, enrich, csrf };
  if (!window.requestIdleCallback) window.requestIdleCallback = (f) => setTimeout(f, 200);

  // -- menus -----------------------------------------------------------------------------------------------------
  const side = $("side");
  // The menu is longer than the screen: it opens with the entry of this page in sight.
  const entries = side?.querySelector(".side-items"), here = entries?.querySelector("[aria-current]");
  if (here) entries.scrollTop = here.offsetTop + here.offsetHeight - entries.offsetTop - entries.clientHeight + 60;
  const toggleSide = (open) => {
    side?.classList.toggle("open", open);
    document.querySelectorAll("[data-toggle=side]").forEach((b) => b.setAttribute("aria-expanded", side.classList.contains("open")));
  };
  document.addEventListener("click", (event) => {
    const target = event.target;
    if (target.closest("[data-toggle=side]")) return toggleSide();
    if (side?.classList.contains("open") && !target.closest("#side")) toggleSide(false);
    document.querySelectorAll("details.drop[open]").forEach((d) => d.contains(target) || d.removeAttribute("open"));
    const opener = target.closest("[data-open]");
    if (opener) { opener.closest("details.drop")?.removeAttribute("open"); $(opener.dataset.open)?.showModal(); }
    if (target.closest("[data-theme-toggle]")) {
      const theme = document.documentElement.dataset.bsTheme === "dark" ? "light" : "dark";
      document.documentElement.dataset.bsTheme = theme;
      try { localStorage.setItem("theme", theme); } catch { /* not kept then */ }
    }
    const copier = target.closest("[data-copy]");
    if (copier) navigator.clipboard?.writeText(copier.dataset.copy).then(() => copier.classList.add("copied"));
    if (target.closest("[data-print]")) window.print();
    const close = target.closest("[data-close]");
    if (close && close.closest("dialog")) { event.preventDefault(); closeSheet(close.closest("dialog")); }
    if (target.matches?.("dialog.sheet")) closeSheet(target); // the backdrop
  });

  // -- confirm what cannot be undone -----------------------------------------------------------------------------
  const ask = (text) => new Promise((answer) => {
    const dialog = $("confirm");
    if (!dialog?.showModal) return answer(window.confirm(text));
    $("confirm-text").textContent = text;
    dialog.returnValue = "no";
    dialog.showModal();
    dialog.addEventListener("close", () => answer(dialog.returnValue === "yes"), { once: true });
  });
  const sure = new WeakSet();
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.method === "dialog") return;
    const said = event.submitter?.dataset;
    const text = (form.elements.all?.checked && said?.confirmAll) || said?.confirm || form.dataset.confirm;
    if (text && !sure.has(form)) {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (await ask(text)) { sure.add(form); form.requestSubmit(event.submitter ?? undefined); }
      return;
    }
    sure.delete(form);
    // Whoever logged in again in another window has another token by now, and this page the old one.
    const token = form.querySelector("input[name=csrfmiddlewaretoken]");
    if (token && csrf()) token.value = csrf();
    if (form.hasAttribute("hx-post") || form.method !== "post") return;
    if (form.closest("dialog#sheet")) { event.preventDefault(); return sendFromSheet(form, event.submitter); }
    // A second click finds the button resting; the server would ignore it anyway.
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    changed.delete(form);
    setTimeout(() => {
      // A script of the page sends it by itself: the form stays, to be sent again.
      if (event.defaultPrevented) delete form.dataset.sent;
      else form.querySelectorAll("button[type=submit]").forEach((b) => { b.classList.add("is-sending"); });
    }, 0);
  }, true);
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent);
    document.querySelectorAll(".is-sending").forEach((b) => b.classList.remove("is-sending"));
  });

  // -- a form fetched into a sheet over the page -----------------------------------------------------------------
  // Loaded again after a sheet was sent, the page begins at its top: where it stood, what it says of the act was out of sight.
  window.addEventListener("load", () => setTimeout(() => { history.scrollRestoration = "auto"; }));
  const sheet = $("sheet");
  const changed = new Set();
  const show = (html) => {
    sheet.innerHTML = html;
    enrich(sheet);
    window.htmx?.process(sheet);
    if (!sheet.open) sheet.showModal();
    (sheet.querySelector(".is-invalid") ?? sheet.querySelector("[autofocus]") ?? sheet.querySelector(".sheet-body :is(input:not([type=hidden]), select, textarea)"))?.focus();
  };
  const closeSheet = async (dialog) => {
    if (dialog === sheet && [...changed].some((f) => sheet.contains(f)) && !(await ask(sheet.dataset.leave))) return;
    changed.clear();
    dialog.close("no");
  };
  // Escape is heard as a key as well: browsers let `cancel` be held back only once before they close without it. A file
  // that was not chosen after all also says `cancel`, but not of the sheet.
  const leave = (event) => { event.preventDefault(); closeSheet(sheet); };
  sheet?.addEventListener("cancel", (event) => { if (event.target === sheet) leave(event); });
  sheet?.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented && !event.isComposing) leave(event);
  });
  document.addEventListener("click", async (event) => {
    const link = event.target.closest("a[data-sheet]");
    if (!link || !sheet?.showModal || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    link.closest("details.drop")?.removeAttribute("open");
    try {
      const answer = await fetch(link.href, { headers: { "X-Sheet": "1" }, credentials: "same-origin" });
      const html = await answer.text();
      if (!answer.ok || !html.includes("sheet-body")) throw new Error(answer.status);
      show(html);
    } catch { location.href = link.href; }
  });
  const sendFromSheet = async (form, submitter) => {
    if (form.dataset.sent) return;
    form.dataset.sent = "1";
    submitter?.classList.add("is-sending");
    try {
      const answer = await fetch(submitter?.getAttribute("formaction") || form.action, {
        method: "POST",
        body: new FormData(form, submitter),
        headers: { "X-Sheet": "1" },
        credentials: "same-origin",
      });
      const next = answer.headers.get("X-Location");
      if (next || answer.redirected) {
        const url = new URL(next || answer.url, location.href);
        if (url.pathname + url.search === location.pathname + location.search) { history.scrollRestoration = "manual"; location.reload(); }
        else location.href = url.href;
        return;
      }
      const html = await answer.text();
      if (html.includes("sheet-body")) {
        show(html);
        sheet.querySelectorAll("form[method=post]").forEach((f) => changed.add(f)); // what came back is still not sent
        return;
      }
      document.open(); document.write(html); document.close();
    } catch {
      // The answer was lost. The token in the form makes sending it again harmless, and nothing typed is gone.
      delete form.dataset.sent;
      submitter?.classList.remove("is-sending");
      form.classList.add("not-sent");
    }
  };
  document.addEventListener("input", (event) => { const form = event.target.closest("form[method=post]"); if (form) changed.add(form); });

  // -- lists ------------------------------------------------------------------------------------------------------
  document.addEventListener("change", (event) => {
    const box = event.target;
    // Unfolded on a phone, a bar of filters is gone through to its end.
    if (box.matches("[data-submit]") && !box.form?.matches(".filters-fold[open] + form")) box.form?.requestSubmit();
    if (box.matches("[data-tick-all]")) {
      document.querySelectorAll(`input[name="${box.dataset.tickAll}"]`).forEach((each) => { each.checked = box.checked; });
    }
    if (box.matches("[data-tick-all], .row-tick")) {
      const n = document.querySelectorAll(".row-tick:checked").length;
      document.querySelectorAll("[data-ticked]").forEach((bar) => {
        bar.hidden = !n;
        bar.querySelector("[data-n]")?.replaceChildren(n);
        // Whoever ticks line by line means these lines.
        const all = bar.querySelector("[name=all]");
        if (all) all.checked = false;
      });
    }
  });
  let at = -1;
  const rows = () => [...document.querySelectorAll("[data-row]")];
  const go = (step) => {
    const all = rows();
    if (!all.length) return;
    all[at]?.classList.remove("row-here");
    at = Math.max(0, Math.min(all.length - 1, at + step));
    all[at].classList.add("row-here");
    all[at].scrollIntoView({ block: "nearest" });
    all[at].querySelector("a")?.focus({ preventScroll: true });
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { toggleSide(false); document.querySelectorAll("details.drop[open]").forEach((d) => d.removeAttribute("open")); }
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable], dialog")) return;
    if (event.key === "j") go(1);
    else if (event.key === "k") go(-1);
    else if (event.key === "x") rows()[at]?.querySelector(".row-tick")?.click();
    else if (event.key === "?") $("keys")?.showModal();
    else {
      const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!target) return;
      if (target.matches("input, textarea, select")) target.focus(); else target.click();
    }
    if (event.key !== "Enter") event.preventDefault();
  });

  // -- what goes stale on a page left open: asked again while somebody looks at it ---------------------------------
  let asked = Date.now();
  const refresh = () => {
    const part = document.querySelector("[data-refresh]");
    if (!part || document.hidden || Date.now() - asked < part.dataset.refresh * 1000) return;
    asked = Date.now();
    htmx.trigger(part, "refresh");
  };
  setInterval(refresh, 5000);
  document.addEventListener("visibilitychange", refresh);
  // Somebody logged out elsewhere: reloading now would throw away what is typed here.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    if (event.detail.elt.matches("[data-refresh]") && event.detail.xhr.getResponseHeader("HX-Refresh")) event.preventDefault();
  });

  // -- htmx --------------------------------------------------------------------------------------------------------
  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRFToken"] = csrf(); });
  document.addEventListener("htmx:load", (event) => enrich(event.detail.elt));
  enrich(document);
  // What waits to be sent is sent from whatever page is open, and asks before somebody logs out. Where field pages are kept,
  // logging out from any page lets go of them. Installed as an app, it says itself when there is no network.
  const app = navigator.serviceWorker?.controller || matchMedia("(display-mode: standalone)").matches;
  if (me.outbox && (app || /(?:^|; )duban_outbox=[1-9]/.test(document.cookie))) load(me.outbox);
})();
