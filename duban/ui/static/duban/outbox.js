// What a device has not yet handed in: kept in the browser's own database, sent when there is a network, dropped only after
// the server's receipt. Every record carries the number this device gave it, so sending again changes nothing.
(() => {
  "use strict";
  if (window.duban?.outbox) return;
  const WORDS = {
    "zh-hans": { empty: "文件是空的", large: "文件过大", picture: "不是图片，请重新拍照或选择", waiting: "待发", refused: "未被接受", off: "没有网络，作答存于本机", on: "", sending: "正在发送…", login: "登录已失效，请重新登录；待发内容仍在本机", away: "服务器暂未响应，稍后自动重发", lost: "浏览器数据曾被清除：{n} 条未送达的作答已不在本机", leave: "待发箱中还有 {n} 条未送达。退出后仍存于本机，须由您本人再次登录后才能发送。确定退出？", none: "没有待发内容。", read: "已读入 {n} 条。", bad: "不是待发箱保存的文件。", others: "另有 {n} 条为他人在本机的作答，由其本人登录后发送。", kept: "已收到", pass: "合格", fail: "不合格", open: "待发箱", finish: "完成检查", again: "重试", clock: "本机时钟偏差 {n} 分钟，送达时已注明", stale: "该版本已停止施行，作答照收", full: "本机存储已满，无法保存作答", begin: "开始检查", drop: "删除", sure: "该条未被接受。删除后无法找回，建议先导出文件。确定删除？", files: "附件{n}个", none_received: "本机尚无回执。", see: "查看检查", take: "带到现场", taken: "已在本机", rounds: "本机已开始：" },
    "zh-hant": { empty: "檔案是空的", large: "檔案過大", picture: "不是圖片，請重新拍照或選擇", waiting: "待發", refused: "未被接受", off: "沒有網路，作答存於本機", on: "", sending: "正在發送…", login: "登入已失效，請重新登入；待發內容仍在本機", away: "伺服器暫未回應，稍後自動重發", lost: "瀏覽器資料曾被清除：{n} 條未送達的作答已不在本機", leave: "待發箱中還有 {n} 條未送達。登出後仍存於本機，須由您本人再次登入後才能發送。確定登出？", none: "沒有待發內容。", read: "已讀入 {n} 條。", bad: "不是待發箱保存的檔案。", others: "另有 {n} 條為他人在本機的作答，由其本人登入後發送。", kept: "已收到", pass: "合格", fail: "不合格", open: "待發箱", finish: "完成檢查", again: "重試", clock: "本機時鐘偏差 {n} 分鐘，送達時已註明", stale: "該版本已停止施行，作答照收", full: "本機儲存已滿，無法保存作答", begin: "開始檢查", drop: "刪除", sure: "該條未被接受。刪除後無法找回，建議先匯出檔案。確定刪除？", files: "附件{n}個", none_received: "本機尚無回執。", see: "查看檢查", take: "帶到現場", taken: "已在本機", rounds: "本機已開始：" },
    en: { empty: "the file is empty", large: "the file is too large", picture: "this is not a picture; take another", waiting: "Waiting", refused: "Not accepted", off: "No network; answers stay on this device", on: "", sending: "Sending…", login: "You are logged out; log in again. What waits is still on this device", away: "The server does not answer; it is tried again", lost: "The browser's data was cleared: {n} answers that were not sent are gone from this device", leave: "{n} answers are not sent yet. They stay on this device until you log in again. Log out?", none: "Nothing waits.", read: "{n} taken in.", bad: "This is not a file of an outbox.", others: "{n} more are somebody else's on this device; they send them when they log in.", kept: "Received", pass: "Pass", fail: "Fail", open: "Outbox", finish: "Finish the check", again: "Try again", clock: "This device's clock is off by {n} minutes; that is noted", stale: "That edition has ended; the answers are kept", full: "This device's storage is full; the answer could not be kept", begin: "Begin a check", drop: "Delete", sure: "This was not accepted. Deleted, it is gone for good; save it to a file first. Delete it?", files: "files: {n}", none_received: "No receipts on this device yet.", see: "See the check", take: "Take it along", taken: "On this device", rounds: "Begun on this device:" },
  };
  const words = WORDS[document.documentElement.lang.toLowerCase()] ?? WORDS.en;
  const say = (name, n) => words[name].replace("{n}", n);
  const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  const person = Number(document.body.dataset.person ?? 0);

  // -- the browser's database ----------------------------------------------------------------------------------------
  // `fresh`: nothing has been read from it since it was opened, so that a browser may have been cleared meanwhile.
  let opened, fresh = true;
  const base = () => opened ??= new Promise((done, failed) => {
    const request = indexedDB.open("duban-outbox", 2);
    request.onupgradeneeded = () => {
      for (const name of ["records", "receipts"])
        if (!request.result.objectStoreNames.contains(name)) request.result.createObjectStore(name, { keyPath: "device" });
    };
    request.onsuccess = () => {
      request.result.onversionchange = () => request.result.close();
      done(request.result);
    };
    request.onerror = () => failed(request.error);
  });
  const attempt = async (mode, act) => {
    const change = (await base()).transaction(["records", "receipts"], mode);
    return new Promise((done, failed) => {
      const request = act(change.objectStore("records"), change.objectStore("receipts"));
      change.oncomplete = () => done(request?.result);
      change.onerror = change.onabort = () => failed(change.error);
    });
  };
  // Closed under this page (its data was cleared, or another tab brought a newer version): opened anew, and done again.
  // A transaction that ends so may have no error to give.
  const run = (mode, act) => attempt(mode, act).catch(async (error) => {
    if (error && !["InvalidStateError", "AbortError"].includes(error.name)) throw error;
    opened = undefined;
    if (!fresh) {
      fresh = true;
      await changed();
    }
    return attempt(mode, act);
  });
  const all = async () => (await run("readonly", (s) => s.getAll())).sort((a, b) => a.at - b.at || a.order - b.order);
  const put = (record) => run("readwrite", (s) => s.put(record));
  const drop = (device) => run("readwrite", (s) => s.delete(device));
  // What the server confirmed stays to be seen for a while: a page kept without a network does not know of it.
  const MOST_RECEIPTS = 300;
  const received = async () => (await run("readonly", (_s, r) => r.getAll())).filter((r) => r.person === person).sort((a, b) => (a.received_at < b.received_at ? 1 : -1));
  const confirmed = async ({ files, state, why, ...record }, receipt, received_at) => {
    await run("readwrite", (s, r) => { s.delete(record.device); r.put({ ...record, verdict: receipt.verdict, response_id: receipt.response, received_at }); });
    for (const old of (await received()).slice(MOST_RECEIPTS)) await run("readwrite", (_s, r) => r.delete(old.device));
  };

  // -- the count everybody sees, and the trace by which a cleared browser is noticed ------------------------------------
  const traced = () => Number(document.cookie.match(/(?:^|; )duban_outbox=(\d+)/)?.[1] ?? 0);
  const trace = (n) => { document.cookie = `duban_outbox=${n}; path=/; max-age=${n ? 5184000 : 0}; SameSite=Lax`; };
  const badge = (n) => {
    let shown = document.querySelector(".outbox-badge");
    if (!shown && n) {
      shown = document.createElement("a");
      shown.className = "outbox-badge";
      shown.href = "/field/outbox";
      document.querySelector("header.top")?.insertBefore(shown, document.querySelector("header.top details.drop"));
    }
    if (!shown) return;
    shown.hidden = !n;
    shown.textContent = n;
    shown.setAttribute("aria-label", `${words.open} ${n}`);
    shown.title = `${words.open} ${n}`;
  };
  const listeners = new Set();
  const warnOfLost = (n) => {
    const warning = document.createElement("div");
    warning.className = "alert alert-warning";
    warning.setAttribute("role", "alert");
    warning.textContent = say("lost", n);
    document.getElementById("main")?.prepend(warning);
  };
  const changed = async () => {
    const records = await all();
    if (fresh && traced() && !records.length) warnOfLost(traced());
    fresh = false;
    trace(records.length);
    badge(records.length);
    listeners.forEach((tell) => tell(records));
    return records;
  };
  const net = (name) => document.querySelectorAll("[data-net]").forEach((e) => {
    e.textContent = name ? words[name] : "";
    e.classList.toggle("is-off", Boolean(name));
  });

  // -- sending ---------------------------------------------------------------------------------------------------------
  class Away extends Error {}
  class LoggedOut extends Error {}
  const ask = async (url, how) => {
    let answer;
    try { answer = await fetch(url, { credentials: "same-origin", ...how, headers: { "X-CSRFToken": csrf(), ...how.headers } }); }
    catch { throw new Away(); }
    if (answer.redirected || answer.status === 403) throw new LoggedOut();
    if (answer.status === 429 || (answer.status >= 500 && answer.status !== 507)) throw new Away();
    return answer;
  };
  const PIECE = 1024 * 1024;
  const TUS = { "Tus-Resumable": "1.0.0" };
  // A file goes ahead in pieces; where it stands is asked of the server, so a broken line costs one piece.
  const sendFile = async (record, file) => {
    for (let rounds = 0; ; rounds++) {
      if (rounds > 8) throw new Away(); // something between here and the server moves nothing: later
      if (!file.url) {
        const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
        const answer = await ask("/files/uploads/", { method: "POST", headers: { ...TUS, "Upload-Length": String(file.blob.size), "Upload-Metadata": `filename ${name}` } });
        if (answer.status !== 201) throw Object.assign(new Error(await answer.text()), { refused: true });
        file.url = answer.headers.get("Location");
        await put(record);
      }
      const head = await ask(file.url, { method: "HEAD", headers: TUS });
      if (head.status === 404) { file.url = ""; continue; }
      let offset = Number(head.headers.get("Upload-Offset"));
      while (offset < file.blob.size) {
        const piece = await ask(file.url, { method: "PATCH", body: await file.blob.slice(offset, offset + PIECE).arrayBuffer(), headers: { ...TUS, "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" } });
        if (piece.status === 409 || piece.status === 404) break;
        if (piece.status !== 204) throw Object.assign(new Error(await piece.text()), { refused: true });
        const now = Number(piece.headers.get("Upload-Offset"));
        if (!(now > offset)) break;
        offset = now;
      }
      if (offset >= file.blob.size) return file.url.split("/").pop();
    }
  };
  const refuse = async (record, why) => { record.state = "refused"; record.why = why; await put(record); return { state: "refused", why, record }; };
  const sendOne = async (record) => {
    const said = { sent_at: new Date().toISOString(), begun: [], answers: [], finished: [] };
    if (record.what === "begin") said.begun.push({ device: record.device, edition: record.edition, unit: record.unit, place: record.place, about: record.about, begun_at: record.answered_at });
    else if (record.what === "finish") said.finished.push({ response: record.response, at: record.answered_at });
    else {
      const uploads = [];
      try { for (const file of record.files ?? []) uploads.push(await sendFile(record, file)); }
      catch (error) { if (error.refused) return refuse(record, error.message); throw error; }
      const { device, response, item, value, na, reason, answered_at } = record;
      said.answers.push({ device, response, item, value, na, reason, answered_at, uploads });
    }
    const answer = await ask("/field/answers", { method: "POST", headers: { "Content-Type": "application/json", Accept: "application/json" }, body: JSON.stringify(said) });
    if (!answer.ok) return refuse(record, answer.status === 400 ? words.bad : String(answer.status));
    const got = await answer.json();
    const receipt = got.receipts[0];
    // The receipt is the server's word that it is kept there; nothing else takes a record out of here.
    if (receipt.state === "kept" || receipt.state === "known") { await confirmed(record, receipt, got.received_at); return { ...receipt, record, received_at: got.received_at }; }
    // A file that was sent ahead and is gone again is sent anew next time.
    for (const file of record.files ?? []) file.url = "";
    return refuse(record, receipt.why);
  };
  let sending = null, later, pause = 2;
  const receipts = new Set();
  const send = (again = false) => sending ??= (async () => {
    clearTimeout(later);
    try {
      if (!person) return;
      for (const record of await all()) {
        if (record.person !== person || (record.state === "refused" && !again)) continue;
        const receipt = await sendOne(record);
        receipts.forEach((tell) => tell(receipt));
        await changed();
      }
      net("");
      pause = 2;
    } catch (error) {
      if (error instanceof LoggedOut) net("login");
      else {
        net(navigator.onLine ? "away" : "off");
        later = setTimeout(() => send(), Math.min(pause *= 2, 60) * 1000);
      }
    } finally { sending = null; await changed(); }
  })();
  const add = async (record) => {
    const whole = { what: "answer", person, at: Date.now(), order: performance.now(), state: "waiting", why: "", files: [], ...record };
    // Asked for with the first answer that waits: without it a browser short of space may throw the outbox away.
    navigator.storage?.persist?.().catch(() => {});
    try { await put(whole); } catch { alert(words.full); throw new Error("full"); }
    await changed();
    if (navigator.onLine) await (sending ?? send()); else net("off");
    if ((await all()).some((r) => r.device === whole.device && r.state === "waiting") && navigator.onLine) send();
    return whole;
  };

  // -- to a file and back ------------------------------------------------------------------------------------------------
  const as64 = (blob) => new Promise((done, failed) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result);
    reader.onerror = () => failed(reader.error);
    reader.readAsDataURL(blob);
  });
  const exported = async () => {
    const records = [];
    // A device may be several people's: nobody carries another's answers away.
    for (const r of await all()) if (r.person === person) records.push({ ...r, files: await Promise.all((r.files ?? []).map(async (f) => ({ name: f.name, data: await as64(f.blob) }))) });
    return JSON.stringify({ duban: "outbox", version: 1, saved_at: new Date().toISOString(), records });
  };
  const blobOf = (data) => {
    const [head, body] = data.split(",");
    return new Blob([Uint8Array.from(atob(body), (c) => c.charCodeAt(0))], { type: head.slice(5).split(";")[0] });
  };
  const taken = async (text) => {
    const said = JSON.parse(text);
    if (said.duban !== "outbox" || !Array.isArray(said.records)) throw new Error("not ours");
    const here = new Set((await all()).map((r) => r.device));
    let n = 0;
    for (const r of said.records) {
      if (typeof r.device !== "string" || here.has(r.device)) continue;
      await put({ ...r, state: "waiting", files: (r.files ?? []).map((f) => ({ name: f.name, blob: blobOf(f.data), url: "" })) });
      n++;
    }
    await changed();
    return n;
  };

  // -- leaving ---------------------------------------------------------------------------------------------------------------
  let sure = false;
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.action?.includes("/accounts/logout") || sure) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const n = (await all()).length;
    if (n && !confirm(say("leave", n))) return;
    navigator.serviceWorker?.controller?.postMessage({ forget: true });
    await run("readwrite", (_s, r) => r.clear());
    sure = true;
    form.requestSubmit();
  }, true);

  window.addEventListener("online", () => { net(""); send(); });
  window.addEventListener("offline", () => net("off"));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  (async () => {
    await changed();
    if (navigator.onLine) await send(); else net("off");
  })();
  if ("serviceWorker" in navigator && window.isSecureContext) {
    navigator.serviceWorker.register("/sw.js").then(() => navigator.serviceWorker.ready).then((ready) => {
      const field = /^\/field(\/|$)/.test(location.pathname);
      if (person || field) ready.active.postMessage({ person, language: document.documentElement.lang, ...(field && { keep: location.pathname }) });
    }).catch(() => { /* no worker here: the outbox works all the same, only the page must stay open */ });
  }
  const uuid = () => crypto.randomUUID?.() ?? ([1e7] + -1e3 + -4e3 + -8e3 + -1e11).replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));
  const removed = async (device) => { await drop(device); await changed(); };
  window.duban = { ...(window.duban ?? {}), outbox: { add, all, send, words, say, net, person, uuid, received, removed, onReceipt: (tell) => receipts.add(tell), onChange: (tell) => listeners.add(tell), exported, taken } };
})();
