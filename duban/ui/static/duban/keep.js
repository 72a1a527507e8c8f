// What this device takes along. Pages marked "auto" are kept as soon as the list is seen; the others when somebody wants them.
(() => {
  "use strict";
  const { outbox } = window.duban ?? {};
  const links = [...document.querySelectorAll("a[data-take]")];
  if (!outbox || !("serviceWorker" in navigator) || !window.caches) return;
  const { words } = outbox;
  const mark = async (link) => {
    const kept = await (await caches.open("duban-pages-1")).match(new URL(link.href).pathname);
    let shown = link.nextElementSibling;
    if (!shown) link.after(shown = document.createElement(link.dataset.take === "auto" ? "span" : "button"));
    shown.className = kept ? "tag tag-green" : "btn";
    shown.textContent = kept ? `✓ ${words.taken}` : words.take;
    shown.hidden = !kept && link.dataset.take === "auto";
    if (shown.localName === "button") { shown.type = "button"; shown.disabled = Boolean(kept); shown.onclick = () => keep(link); }
    return Boolean(kept);
  };
  const keep = async (link) => (await navigator.serviceWorker.ready).active.postMessage({ keep: new URL(link.href).pathname, person: outbox.person });
  navigator.serviceWorker.addEventListener("message", ({ data }) => links.forEach((link) => { if (new URL(link.href).pathname === data?.kept) mark(link); }));
  (async () => {
    for (const link of links) {
      const kept = await mark(link);
      if (navigator.onLine && (kept || link.dataset.take === "auto")) await keep(link);
    }
    // Rounds begun on this device that the server does not know of yet.
    const rounds = document.querySelector("[data-rounds]");
    for (const r of await outbox.all()) {
      if (r.what !== "begin" || r.person !== outbox.person) continue;
      const line = document.createElement("li"), link = document.createElement("a"), name = document.createElement("b"), state = document.createElement("span");
      link.className = "take";
      link.href = `${r.page}#${r.device}`;
      name.textContent = r.title;
      state.className = "tag tag-yellow";
      state.textContent = words[r.state];
      link.append(name, ` ${[r.shown, r.place].filter(Boolean).join(" · ")} `, state);
      line.append(link);
      rounds.prepend(line);
    }
  })();
})();
