// Sends files ahead, piece by piece (tus 1.0), for <input type="file" name="x" data-upload="/files/uploads/">. A broken line is
// picked up where it broke, also after the page was closed: choose the same file again. The form then carries the numbers
// as x_uploads. Without this script the files travel with the form.
(() => {
  "use strict";
  const PIECE = 1024 * 1024; // what proxies let through unless told otherwise
  const PAUSES = [1, 2, 4, 8, 15, 30];
  const WORDS = {
    "zh-hans": { waiting: "网络中断，恢复后自动续传", remove: "移除", done: "已上传", first: "请等待文件上传完成", login: "登录已失效，请在新窗口登录后重试" },
    "zh-hant": { waiting: "網路中斷，恢復後自動續傳", remove: "移除", done: "已上傳", first: "請等待檔案上傳完成", login: "登入已失效，請在新視窗登入後重試" },
    en: { waiting: "No network; goes on when it is back", remove: "Remove", done: "Uploaded", first: "Please wait until the files have arrived", login: "You are logged out; log in in another window and try again" },
  };
  const words = WORDS[document.documentElement.lang.toLowerCase()] ?? WORDS.en;
  const csrf = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? "";
  const make = (tag, className, text) => {
    const element = document.createElement(tag);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  };
  const memory = {
    key: (file, to) => `upload ${to} ${file.name} ${file.size} ${file.lastModified}`,
    get(file, to) { try { return localStorage.getItem(this.key(file, to)); } catch { return null; } },
    set(file, to, url) { try { localStorage.setItem(this.key(file, to), url); } catch { /* then it starts anew */ } },
    drop(file, to) { try { localStorage.removeItem(this.key(file, to)); } catch { /* nothing kept */ } },
  };
  class Refused extends Error {}
  const running = new WeakMap(); // form → how many files are on their way

  // XMLHttpRequest, because fetch tells nothing of a body's progress.
  const ask = (method, url, headers, body, moved, stop) => new Promise((done, failed) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    for (const [name, value] of Object.entries({ "Tus-Resumable": "1.0.0", "X-CSRFToken": csrf(), ...headers })) request.setRequestHeader(name, value);
    if (moved) request.upload.onprogress = (event) => moved(event.loaded);
    request.onload = () => done(request);
    request.onerror = request.ontimeout = () => failed(new Error("line"));
    request.timeout = 120000;
    stop?.addEventListener("abort", () => { request.abort(); failed(new Refused()); }, { once: true });
    request.send(body ?? null);
  });
  const header = (answer, name) => Number(answer.getResponseHeader(name));
  const check = (answer, ...good) => {
    // An answer that is not tus is the login page or a proxy's.
    if (!answer.getResponseHeader("Tus-Resumable") && answer.status < 500) throw new Refused(answer.status === 413 ? answer.statusText : words.login);
    if (good.includes(answer.status)) return answer;
    if (answer.status >= 500 && answer.status !== 507) throw new Error("server");
    throw new Refused(answer.responseText || answer.statusText);
  };
  const pause = (seconds) => new Promise((go) => {
    const timer = setTimeout(go, seconds * 1000);
    window.addEventListener("online", () => { clearTimeout(timer); go(); }, { once: true });
  });

  const begin = async (file, to, stop) => {
    const known = memory.get(file, to);
    if (known) {
      const answer = await ask("HEAD", known, {}, null, null, stop);
      if (answer.status === 200 && header(answer, "Upload-Length") === file.size) return [known, header(answer, "Upload-Offset")];
      memory.drop(file, to);
    }
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(file.name)));
    const answer = check(await ask("POST", to, { "Upload-Length": String(file.size), "Upload-Metadata": `filename ${name}` }, null, null, stop), 201);
    const url = answer.getResponseHeader("Location");
    memory.set(file, to, url);
    return [url, 0];
  };

  const send = async (file, to, row, stop) => {
    let url = null, offset = 0, failures = 0;
    for (;;) {
      try {
        if (url === null) [url, offset] = await begin(file, to, stop);
        row.at(offset);
        if (offset >= file.size) return url;
        const piece = file.slice(offset, offset + PIECE);
        const headers = { "Upload-Offset": String(offset), "Content-Type": "application/offset+octet-stream" };
        const answer = await ask("PATCH", url, headers, piece, (loaded) => row.at(offset + loaded), stop);
        if (answer.status === 404 || answer.status === 409) {
          // Somewhere an answer was lost, or the upload is gone: ask where it stands.
          if (++failures > PAUSES.length) check(answer, 204);
          url = null;
          continue;
        }
        check(answer, 204);
        offset = header(answer, "Upload-Offset");
        failures = 0;
      } catch (error) {
        if (error instanceof Refused) throw error;
        row.say(words.waiting);
        await pause(PAUSES[Math.min(failures++, PAUSES.length - 1)]);
        url = null; // what arrived is asked for again, never guessed
      }
    }
  };

  const line = (list, file) => {
    const item = make("li", "upload");
    const name = make("span", "upload-name", file.name);
    const bar = make("progress", "upload-bar");
    const said = make("span", "upload-said small quiet");
    const remove = make("button", "btn btn-quiet upload-remove", "×");
    remove.type = "button";
    remove.setAttribute("aria-label", `${words.remove} ${file.name}`);
    bar.max = file.size || 1;
    bar.setAttribute("aria-label", file.name);
    item.append(name, bar, said, remove);
    list.append(item);
    return {
      item, remove,
      at(bytes) { bar.value = bytes; said.textContent = `${Math.floor((100 * bytes) / (file.size || 1))} %`; },
      say(text) { said.textContent = text; },
      done() { bar.remove(); said.textContent = words.done; item.classList.add("upload-done"); },
      failed(text) { bar.remove(); said.textContent = text; said.className = "upload-said invalid-feedback d-block"; item.classList.add("upload-failed"); },
    };
  };

  const listOf = (input) => {
    let list = input.nextElementSibling; // a form that came back brings it
    if (!list?.matches("ul.uploads")) {
      list = make("ul", "uploads");
      list.setAttribute("aria-live", "polite");
      input.after(list);
    }
    return list;
  };

  const take = (input, file) => {
    const form = input.form, to = input.dataset.upload, stop = new AbortController();
    const row = line(listOf(input), file);
    let hidden = null, url = null;
    running.set(form, (running.get(form) ?? 0) + 1);
    row.remove.addEventListener("click", () => {
      stop.abort();
      hidden?.remove();
      row.item.remove();
      memory.drop(file, to);
      if (url) ask("DELETE", url, {}).catch(() => { /* it is forgotten after a week anyway */ });
      if (input.dataset.required && !form.querySelector(`input[name="${input.name}_uploads"]`)) input.required = true;
    });
    send(file, to, row, stop.signal).then((arrived) => {
      url = arrived;
      if (stop.signal.aborted) return;
      hidden = make("input");
      hidden.type = "hidden";
      hidden.name = `${input.name}_uploads`;
      hidden.value = url.split("/").pop();
      row.item.append(hidden);
      row.done();
      if (input.required) { input.required = false; input.dataset.required = "1"; }
      form.dispatchEvent(new CustomEvent("duban:uploaded", { bubbles: true, detail: { name: file.name, number: hidden.value } }));
    }).catch((error) => { if (!stop.signal.aborted) row.failed(error.message); }).finally(() => {
      running.set(form, running.get(form) - 1);
      const waiting = form.uploadWaiting;
      if (!running.get(form) && waiting) {
        form.uploadWaiting = null;
        if (!form.querySelector(".upload-failed")) form.requestSubmit(waiting.submitter);
      }
    });
  };

  document.addEventListener("change", (event) => {
    const input = event.target;
    if (!input.matches?.('input[type="file"][data-upload]') || !input.files.length || !input.form) return;
    const files = [...input.files];
    if (!input.multiple) listOf(input).querySelectorAll(".upload-remove").forEach((button) => button.click());
    input.value = ""; // they go ahead, so they must not travel with the form as well
    files.forEach((file) => take(input, file));
  });
  // A form that came back with a fault brings what had arrived; it can be taken off here.
  document.addEventListener("click", (event) => event.target.closest?.("[data-upload-remove]")?.closest("li").remove());
  // Whoever presses the button early is not made to press it again: the form goes off when the last file is there.
  // Listened for above the document, because a sheet over the page sends its form from there.
  window.addEventListener("submit", (event) => {
    if (!running.get(event.target)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    event.target.uploadWaiting = { submitter: event.submitter };
    event.target.querySelectorAll("ul.uploads").forEach((list) => { list.title = words.first; });
  }, true);
  window.addEventListener("beforeunload", (event) => {
    if ([...document.forms].some((form) => running.get(form))) event.preventDefault();
  });
})();
