// The page that stands for any other without a network: what this device can do all the same, and back as soon as there is one.
(() => {
  "use strict";
  // A browser says that there is a network, not that the server answers; and may have said so before this page listened.
  const again = async () => {
    if (document.hidden) return;
    try { if ((await fetch("/healthz", { cache: "no-store" })).ok) location.reload(); } catch { /* still away */ }
  };
  addEventListener("online", again);
  document.addEventListener("visibilitychange", again);
  setInterval(again, 5000);
  // The outbox writes how many wait where every page can read it.
  const n = Number(document.cookie.match(/(?:^|; )duban_outbox=(\d+)/)?.[1] ?? 0);
  const waiting = document.querySelector("[data-waiting]");
  waiting.hidden = !n;
  waiting.querySelector("b").textContent = n;
  (async () => {
    const kept = await caches.open("duban-pages-1"), lines = [...document.querySelectorAll("[data-kept]")];
    for (const line of lines) line.hidden = !(await kept.match(line.dataset.kept));
    document.querySelector("[data-none]").hidden = lines.some((line) => !line.hidden);
  })();
})();
