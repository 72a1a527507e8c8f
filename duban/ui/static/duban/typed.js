// What was typed in a form that met the log-in page instead of an answer is put back once the same person is in again.
(() => {
  "use strict";
  const KEY = "typed", HOUR = 3600e3, me = document.body.dataset.person;
  const pathOf = (form) => new URL(form.getAttribute("action") || location.href, location.href).pathname;
  const boxes = (form) => [...form.elements].filter((f) => f.name && f.matches("textarea, select, input:not([type=hidden], [type=password], [type=file], [type=submit])"));

  const putBack = (kept) => {
    const form = [...document.forms].find((f) => f.method === "post" && pathOf(f) === kept.path);
    if (!form) return;
    const seen = {};
    for (const box of boxes(form)) {
      const turn = seen[box.name] = (seen[box.name] ?? -1) + 1;
      const was = kept.boxes[box.name]?.[turn];
      if (!was) continue;
      if (box.matches("[type=checkbox], [type=radio]")) box.checked = was[1]; else box.value = was[0];
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    const said = document.createElement("div");
    said.className = "alert alert-warning";
    said.setAttribute("role", "alert");
    said.textContent = document.querySelector("script[data-typed]").dataset.typed;
    form.prepend(said);
    said.scrollIntoView({ block: "center" });
  };

  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(KEY)); } catch { /* nothing is kept then */ }
  if (kept && !me) {
    // A page for somebody who is not in: the log-in or a step of it. There was no answer.
    sessionStorage.setItem(KEY, JSON.stringify({ ...kept, unanswered: true }));
  } else if (kept) {
    sessionStorage.removeItem(KEY);
    if (kept.unanswered && kept.person === me && Date.now() - kept.at < HOUR) putBack(kept);
  }

  document.addEventListener("submit", ({ target: form }) => {
    if (form.method !== "post" || !me || pathOf(form).startsWith("/accounts/")) return;
    const all = {};
    for (const box of boxes(form)) (all[box.name] ??= []).push([box.value, box.checked]);
    if (!Object.keys(all).length) return;
    try { sessionStorage.setItem(KEY, JSON.stringify({ person: me, path: pathOf(form), at: Date.now(), boxes: all })); } catch { /* full: not kept */ }
  }, true);
})();
