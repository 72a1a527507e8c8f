// A check begun on this device. The round is named in the address after the #, so that one kept page begins as many as wanted.
(() => {
  "use strict";
  const panel = document.querySelector("[data-begin]"), top = document.querySelector("[data-field]");
  const { outbox, field } = window.duban ?? {};
  if (!panel || !outbox || !field) return;
  const { edition, title, noun, nounId, device: fixed } = panel.dataset;
  const asks = document.querySelector("[data-asks]");

  const show = (begun) => {
    top.dataset.field = begun.device;
    panel.hidden = true;
    top.hidden = asks.hidden = false;
    document.querySelector("[data-where]").textContent = [begun.shown, begun.place].filter(Boolean).join(" · ");
    field.open();
  };
  const offer = (begun) => {
    panel.hidden = false;
    const list = panel.querySelector("[data-rounds]");
    list.replaceChildren(...begun.map((r) => {
      const line = document.createElement("li"), link = document.createElement("a");
      link.href = `#${r.device}`;
      link.textContent = [r.shown, r.place, new Date(r.answered_at).toLocaleString()].filter(Boolean).join(" · ");
      line.append(link);
      return line;
    }));
    if (begun.length) list.prepend(words());
  };
  const words = () => { const li = document.createElement("li"); li.className = "quiet"; li.textContent = outbox.words.rounds; return li; };

  (async () => {
    const waiting = await outbox.all(), received = await outbox.received();
    const begun = [...waiting, ...received].filter((r) => r.what === "begin" && r.person === outbox.person);
    const wanted = fixed || location.hash.slice(1);
    const round = begun.find((r) => r.device === wanted);
    if (!round) { offer(begun.filter((r) => r.page === location.pathname && !r.response_id)); return; }
    // The server knows it, and nothing waits here: its own page shows what the others answered as well.
    if (round.response_id && navigator.onLine && !waiting.some((r) => r.response === wanted)) { location.replace(`/field/${round.response_id}`); return; }
    show(round);
  })();

  panel.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const device = fixed || outbox.uuid(), chosen = panel.elements.unit;
    const record = {
      what: "begin", device, response: device, edition: Number(edition), title, page: location.pathname,
      unit: Number(chosen ? chosen.value : panel.dataset.unit), shown: chosen ? chosen.selectedOptions[0].textContent.trim() : panel.dataset.unitName,
      place: (panel.elements.place?.value ?? panel.dataset.place ?? "").trim(), answered_at: new Date().toISOString(),
    };
    if (noun) record.about = [noun, Number(nounId)];
    history.replaceState(null, "", `#${device}`);
    show(record);
    try { await outbox.add(record); } catch { /* told by the outbox */ }
  });
  outbox.onReceipt(({ record, state, why, response }) => {
    if (record.what !== "begin" || record.device !== top.dataset.field) return;
    if (state === "refused") document.querySelector("[data-net]").textContent = `${outbox.words.refused}: ${why}`;
    else if (!field.touched()) location.replace(`/field/${response}`);
  });
  window.addEventListener("hashchange", () => location.reload());
})();
