// The outbox as a page: what waits, what was not accepted, and the server's receipts for what has arrived.
(() => {
  "use strict";
  const list = document.querySelector("[data-outbox-list]"), receipts = document.querySelector("[data-receipt-list]");
  const { outbox } = window.duban ?? {};
  if (!list || !outbox) return;
  const { words, say } = outbox;
  const quiet = (text, name = "small") => { const e = document.createElement(name); e.className = "quiet"; e.textContent = text; return e; };
  const link = (href, text) => { const a = document.createElement("a"); a.href = href; a.textContent = text; return a; };
  const title = (r) => `${r.title ?? ""} ${{ begin: words.begin, finish: words.finish }[r.what] ?? ""} ${r.shown ?? r.value ?? ""}`;
  const moment = (text) => { const d = new Date(text); return Number.isNaN(d.getTime()) ? "" : d.toLocaleString(); };

  const show = (records) => {
    list.replaceChildren(...records.map((r) => {
      const line = document.createElement("li"), state = document.createElement("span");
      state.className = r.state === "refused" ? "verdict verdict-fail" : "tag tag-yellow";
      state.textContent = words[r.state] ?? words.waiting;
      line.append(state, " ", r.page ? link(`${r.page}#${r.response}`, title(r)) : title(r), " ");
      line.append(quiet(`${moment(r.answered_at)} ${r.files?.length ? say("files", r.files.length) : ""} ${r.why ?? ""}`));
      if (r.state === "refused") {
        const drop = document.createElement("button");
        drop.type = "button";
        drop.className = "btn btn-quiet";
        drop.textContent = words.drop;
        drop.addEventListener("click", () => { if (confirm(words.sure)) outbox.removed(r.device); });
        line.append(" ", drop);
      }
      return line;
    }));
    if (!records.length) list.append(quiet(words.none, "li"));
    const others = records.filter((r) => r.person !== outbox.person).length;
    if (others) list.append(quiet(say("others", others), "li"));
    confirmed();
  };
  const confirmed = async () => {
    const rows = (await outbox.received()).slice(0, 50);
    receipts.replaceChildren(...rows.map((r) => {
      const line = document.createElement("li"), mark = document.createElement("span");
      mark.className = "verdict verdict-pass";
      mark.textContent = words.kept;
      line.append(mark, ` ${title(r)} `, quiet(moment(r.received_at)));
      if (r.response_id) line.append(" ", link(`/responses/${r.response_id}`, words.see));
      return line;
    }));
    if (!rows.length) receipts.append(quiet(words.none_received, "li"));
  };
  outbox.onChange(show);
  outbox.all().then(show);

  document.querySelector("[data-outbox-send]").addEventListener("click", () => { outbox.net("sending"); outbox.send(true); });
  document.querySelector("[data-outbox-export]").addEventListener("click", async () => {
    const save = document.createElement("a");
    save.href = URL.createObjectURL(new Blob([await outbox.exported()], { type: "application/json" }));
    save.download = `duban-outbox-${new Date().toISOString().slice(0, 16).replace(":", "")}.json`;
    save.click();
    setTimeout(() => URL.revokeObjectURL(save.href), 60000);
  });
  document.querySelector("[data-outbox-import]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    event.target.value = "";
    const told = document.querySelector("[data-net]");
    let n;
    try { n = await outbox.taken(await file.text()); } catch { told.textContent = words.bad; return; }
    await outbox.send();
    told.textContent = say("read", n);
  });
})();
