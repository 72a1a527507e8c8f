// Answers of a field page go into the outbox first and from there to the server. Without this script the same forms are
// sent one by one.
(() => {
  "use strict";
  const top = document.querySelector("[data-field]");
  const { outbox } = window.duban ?? {};
  if (!top || !outbox || !window.indexedDB) return;
  // Which round this is: on a page to begin from it is known once it has begun.
  const round = () => top.dataset.field;
  const words = outbox.words;
  const forms = [...document.querySelectorAll("form.ask[data-item]")];
  const { uuid } = outbox;
  const numberOf = (text) => Number(String(text).trim().replace(/[，,．]/g, "."));
  const verdictOf = (form, value) => {
    const { kind, low, high } = form.dataset;
    if (kind === "yes_no") return value === "yes" ? "pass" : "fail";
    if (kind === "choice") return form.querySelector(`button[name=value][value="${CSS.escape(value)}"]`)?.dataset.fails ? "fail" : "pass";
    if (kind === "number") {
      const n = numberOf(value);
      return value.trim() === "" || Number.isNaN(n) ? "" : (low !== "" && n < Number(low)) || (high !== "" && n > Number(high)) ? "fail" : "pass";
    }
    return "pass";
  };
  const mark = (form, verdict, pressed) => {
    form.className = `ask ask-${verdict || "none"}`;
    form.dataset.answered = "1";
    form.querySelectorAll("button.key").forEach((b) => (b.value === pressed ? b.setAttribute("aria-pressed", "true") : b.removeAttribute("aria-pressed")));
    const again = form.querySelector("[data-again]");
    if (again) again.hidden = !pressed;
  };
  const state = (form, text, look) => {
    const line = form.querySelector("[data-state]");
    line.textContent = text;
    line.className = `ask-state small ${look}`;
  };
  const count = () => {
    const done = forms.filter((f) => f.hasAttribute("data-answered")).length;
    document.querySelector("[data-progress]").value = done;
    document.querySelector("[data-progress-words]").textContent = `${done}/${top.dataset.count}`;
  };
  const files = new WeakMap();

  forms.forEach((form) => {
    const chosen = [];
    files.set(form, chosen);
    // A number's verdict shows while it is typed.
    if (form.dataset.kind === "number") {
      const shown = form.querySelector("[data-verdict]"), input = form.elements.value;
      const judge = () => { const v = verdictOf(form, input.value); shown.className = v ? `verdict verdict-${v}` : ""; shown.textContent = v ? words[v] : ""; };
      input.addEventListener("input", judge);
      judge();
    }
    form.querySelector("[data-files]")?.addEventListener("change", async (event) => {
      // Read before the box is emptied: it takes the files along.
      const brought = [...event.target.files];
      event.target.value = "";
      for (const file of brought) {
        const kind = await pictureOf(file);
        const why = !file.size ? words.empty : file.size > Number(top.dataset.most) ? words.large : !kind && ["photo", "signature"].includes(form.dataset.kind) ? words.picture : "";
        if (why) { state(form, `${file.name}: ${why}`, "is-refused"); continue; }
        chosen.push({ name: named(file.name, kind), blob: file, url: "" });
        const line = document.createElement("li");
        line.textContent = file.name;
        form.querySelector("[data-file-list]").append(line);
      }
    });
    const pad = form.querySelector("[data-pad]");
    if (pad) signing(form, pad);
    const again = form.querySelector("[data-again]");
    if (again && form.querySelector(".key[aria-pressed]")) again.hidden = false;

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      event.stopPropagation();
      const button = event.submitter;
      const data = new FormData(form);
      const na = button?.name === "na";
      const kind = form.dataset.kind;
      const pressed = button?.name === "value" ? button.value : form.querySelector(".key[aria-pressed]")?.value;
      const value = na ? "" : ["yes_no", "choice"].includes(kind) ? pressed ?? "" : data.getAll("value").filter(Boolean)[0] ?? "";
      const reason = String(data.get("reason") ?? "");
      const held = [...chosen];
      if (pad?.signed && !na) held.push({ name: "signature.png", blob: await new Promise((done) => pad.toBlob(done, "image/png")), url: "" });
      const why = complaint(form, { na, value, reason, kind, held });
      if (why) { state(form, why, "is-refused"); return; }
      const record = { device: uuid(), response: round(), item: Number(form.dataset.item), value, na, reason, answered_at: new Date().toISOString(), files: held, title: form.querySelector("h3").firstChild.textContent.trim().slice(0, 60), shown: na ? "—" : button?.classList.contains("key") ? button.textContent : value };
      mark(form, na ? "na" : verdictOf(form, value), pressed);
      state(form, words.waiting, "is-waiting");
      chosen.length = 0;
      if (pad) pad.signed = false;
      count();
      try { await outbox.add(record); } catch { state(form, words.full, "is-refused"); }
    });
  });

  // What a picture is stands in its first bytes. Phones and messengers name them wrongly; nobody can put that right in the field.
  const STARTS = [["jpg jpeg jfif", /^\xff\xd8\xff/], ["png", /^\x89PNG/], ["gif", /^GIF8/], ["webp", /^RIFF.{4}WEBP/s], ["bmp", /^BM/], ["heic heif", /^.{4}ftyp(heic|heix|mif1|msf1)/s]];
  async function pictureOf(file) {
    const head = String.fromCharCode(...new Uint8Array(await file.slice(0, 16).arrayBuffer()));
    return STARTS.find(([, start]) => start.test(head))?.[0].split(" ");
  }
  function named(name, endings) {
    const ending = name.split(".").pop().toLowerCase();
    return !endings || endings.includes(ending) ? name : `${name.replace(/\.[^.]*$/, "")}.${endings[0]}`;
  }

  // Only what the server would refuse without doubt; everything else is its to judge.
  function complaint(form, { na, value, reason, kind, held }) {
    const zh = document.documentElement.lang.startsWith("zh");
    if (na && !reason.trim()) { form.querySelector(".ask-more").open = true; form.elements.reason.focus(); return zh ? "请写明不适用的理由" : "Say why this does not apply"; }
    if (na) return "";
    if (kind === "number" && verdictOf(form, value) === "") return zh ? "请填写数字" : "Write a number";
    if (["yes_no", "choice", "text", "person"].includes(kind) && !value.trim()) return zh ? "请先作答" : "Answer first";
    if (kind === "photo" && !held.length) return zh ? "请拍照" : "Take a photo";
    if (kind === "signature" && !held.length && !value.trim()) return zh ? "请签名或填写姓名" : "Sign, or write your name";
    return "";
  }

  function signing(form, pad) {
    const clear = form.querySelector("[data-pad-clear]");
    pad.hidden = clear.hidden = false;
    const pen = pad.getContext("2d");
    const fit = () => { const scale = 2; pad.width = pad.clientWidth * scale; pad.height = pad.clientHeight * scale; pen.scale(scale, scale); pen.lineWidth = 2.4; pen.lineCap = pen.lineJoin = "round"; pen.strokeStyle = "#10233f"; pen.fillStyle = "#fff"; pen.fillRect(0, 0, pad.clientWidth, pad.clientHeight); pad.signed = false; };
    fit();
    const at = (e) => { const box = pad.getBoundingClientRect(); return [e.clientX - box.left, e.clientY - box.top]; };
    let down = false;
    pad.addEventListener("pointerdown", (e) => { down = true; pad.setPointerCapture(e.pointerId); pen.beginPath(); pen.moveTo(...at(e)); e.preventDefault(); });
    pad.addEventListener("pointermove", (e) => { if (!down) return; pen.lineTo(...at(e)); pen.stroke(); pad.signed = true; });
    const up = () => { down = false; };
    pad.addEventListener("pointerup", up);
    pad.addEventListener("pointercancel", up);
    clear.addEventListener("click", fit);
  }

  // Beside the button that was pressed; it stays until it is pressed again.
  const ended = (why) => { document.querySelector("[data-finish-state]").textContent = why; };
  const formOf = (record) => forms.find((f) => Number(f.dataset.item) === record.item && record.response === round());
  outbox.onReceipt(({ record, state: became, why, verdict, clock_off, stale, received_at, response }) => {
    if (record.what === "finish" && record.response === round()) {
      if (became !== "refused") location.href = `/responses/${response}`;
      else ended(why);
      return;
    }
    const form = formOf(record);
    if (!form) return;
    if (became === "refused") return state(form, `${words.refused}: ${why}`, "is-refused");
    if (verdict) form.className = `ask ask-${verdict}`;
    const notes = [Math.abs(clock_off) >= 300 ? outbox.say("clock", Math.round(clock_off / 60)) : "", stale ? words.stale : ""].filter(Boolean);
    state(form, [`✓ ${words.kept} ${new Date(received_at).toLocaleTimeString().slice(0, 8)}`, ...notes].join(" · "), "quiet");
  });
  const filled = (form, record) => {
    if (form.elements.value && !form.querySelector(".key") && !(form.elements.value instanceof RadioNodeList)) form.elements.value.value = record.value;
    if (form.elements.reason) form.elements.reason.value = record.reason;
    mark(form, record.na ? "na" : record.verdict || verdictOf(form, String(record.value)), record.value);
    count();
  };
  // A page that was opened again shows what still waits, and what has arrived since the page was kept.
  const open = async () => {
    for (const receipt of (await outbox.received()).reverse()) {
      const form = formOf(receipt);
      if (!form || receipt.what !== "answer" || Date.parse(form.dataset.at) > Date.parse(receipt.received_at)) continue;
      filled(form, receipt);
      state(form, `✓ ${words.kept} ${new Date(receipt.received_at).toLocaleTimeString().slice(0, 8)}`, "quiet");
    }
    for (const record of await outbox.all()) {
      if (record.what === "finish" && record.response === round()) ended(record.why || words.waiting);
      const form = formOf(record);
      if (!form || record.what !== "answer") continue;
      filled(form, record);
      state(form, record.state === "refused" ? `${words.refused}: ${record.why}` : words.waiting, record.state === "refused" ? "is-refused" : "is-waiting");
    }
  };
  // Whether somebody has begun to fill it in, so that nothing is taken from under their hands.
  let used = false;
  forms.forEach((form) => form.addEventListener("input", () => { used = true; }));
  window.duban.field = { open, touched: () => used || forms.some((f) => f.hasAttribute("data-answered")) };
  if (round()) open();
  document.querySelector("[data-finish]")?.addEventListener("submit", async (event) => {
    // The end waits behind what waits in the same outbox, and what it is refused for is said here, where it can be mended.
    event.preventDefault();
    event.stopPropagation();
    // An end that was refused has done what it could: this one stands for it.
    const before = (await outbox.all()).filter((r) => r.response === round() && r.what === "finish");
    for (const old of before) await outbox.removed(old.device);
    ended(words.waiting);
    await outbox.add({ device: uuid(), what: "finish", response: round(), title: document.querySelector("h1").textContent.trim(), answered_at: new Date().toISOString() });
  });
})();
