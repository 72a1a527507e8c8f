// Keeps the field pages open without a network: a page that was opened once can be opened again, with everything it needs. For
// any other there is one of our own that says so, and what can be done meanwhile.
// Nothing is ever answered from here that the server could answer itself; what was answered is kept by the outbox, not here.
"use strict";
const PAGES = "duban-pages-1", PARTS = "duban-parts-1";
// Under this address, which is no page, stands whose pages are kept.
const OWNER = "/field/owner", OFFLINE = "/offline", OUTBOX = "/field/outbox";
const isField = (url) => /^\/field(\/(\d+|outbox|begin\/[a-z_-]+\/\d+))?$/.test(url.pathname);

self.addEventListener("install", (event) => { self.skipWaiting(); event.waitUntil(keepOffline().catch(() => { /* with the next page */ })); });
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  for (const name of await caches.keys()) if (name !== PAGES && name !== PARTS) await caches.delete(name);
  await self.clients.claim();
})()));

// A page is taken from the network; only when that is away, from what was kept.
const page = async (request, url) => {
  const kept = await caches.open(PAGES);
  try {
    const answer = await fetch(request);
    if (answer.ok && !answer.redirected) await kept.put(url.pathname, answer.clone());
    // A server that is just being restarted answers through what stands before it: 502, 503.
    return answer.status >= 502 ? (await kept.match(url.pathname)) ?? answer : answer;
  } catch (error) {
    return (await kept.match(url.pathname)) ?? without(error);
  }
};
const without = async (error) => {
  const instead = await (await caches.open(PARTS)).match(OFFLINE);
  if (instead) return instead;
  throw error;
};
// Style sheets and scripts: kept while their name is the same, refreshed in the background.
const part = async (request) => {
  const kept = await caches.open(PARTS);
  const before = await kept.match(request);
  const fresh = fetch(request).then(async (answer) => {
    if (answer.ok) await kept.put(request, answer.clone());
    return answer;
  });
  if (!before) return fresh;
  fresh.catch(() => { /* away */ });
  return before;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (request.mode === "navigate") event.respondWith(isField(url) ? page(request, url) : fetch(request).catch(without));
  else if (url.pathname.startsWith("/static/")) event.respondWith(part(request));
});

// What a page needs, read from the page itself.
const partsOf = (html) => new Set([...html.matchAll(/(?:href|src|data-picker|data-outbox|data-upload)="(\/static\/[^"]+)"/g)].map((found) => found[1]));

// The page goes last: once it is there, all that it needs is.
const keepParts = async (html) => {
  const parts = await caches.open(PARTS);
  for (const each of partsOf(html)) if (!(await parts.match(each))) await parts.add(each);
  return parts;
};
const keepOffline = async () => {
  const answer = await fetch(OFFLINE, { credentials: "same-origin" });
  if (answer.ok) await (await keepParts(await answer.clone().text())).put(OFFLINE, answer);
};
// In the language in which Duban is read now.
const offlineIn = async (language) => {
  const before = await (await caches.open(PARTS)).match(OFFLINE);
  if (language && before?.headers.get("Content-Language") !== language) await keepOffline();
};

// What was kept for somebody who did not log out is nothing for the next person. One after the other: two pages that say at
// once who is here must not throw away each other's.
let turn = Promise.resolve();
const mine = (person) => turn = turn.catch(() => {}).then(async () => {
  const kept = await caches.open(PAGES);
  const before = await (await kept.match(OWNER))?.text();
  if (!person || before === String(person)) return kept;
  if (before) for (const each of await kept.keys()) await kept.delete(each);
  await kept.put(OWNER, new Response(String(person)));
  return kept;
});

const take = async (kept, path) => {
  const answer = await fetch(path, { credentials: "same-origin" });
  // What is no longer there to be begun, or has been begun by others, is not offered without a network either.
  if (answer.ok && !answer.redirected) {
    await keepParts(await answer.clone().text());
    await kept.put(path, answer);
  } else if (answer.status === 404 || answer.redirected) await kept.delete(path);
};

self.addEventListener("message", (event) => {
  if (event.data?.language) event.waitUntil(offlineIn(event.data.language).catch(() => { /* away */ }));
  if (event.data?.person && !event.data.keep) event.waitUntil(mine(event.data.person));
  // A field page that was open before this worker took over asks to be kept.
  if (event.data?.keep) {
    event.waitUntil((async () => {
      const kept = await mine(event.data.person);
      const url = new URL(event.data.keep, location.origin);
      if (isField(url)) {
        await take(kept, url.pathname);
        // Where answers can be given without a network, one can look at what waits and save it to a file.
        if (!(await kept.match(OUTBOX))) await take(kept, OUTBOX);
      }
      event.source?.postMessage({ kept: event.data.keep });
    })());
  }
  // Whoever logs out leaves no page behind on this device.
  if (event.data?.forget) event.waitUntil(caches.delete(PAGES));
});
