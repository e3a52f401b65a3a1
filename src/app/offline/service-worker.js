// Keeps every file of one build, so that the studio opens without a network. The build writes the list of its files into this
// script (write-service-worker.ts), and so every build has another. A file is kept under its address and its hash: what did not
// change since the last build is not asked for again, and what a server gives in the middle of being updated is not
// taken for this build's. The files of the build before stay until this one is told to take over, or no page of it is left.
// Asks for nothing but these files, of its own address.
const files = __FILES__;
const store = 'ocaq-files';
const scope = self.registration.scope;
const keyOf = (name) => `${scope}${name}?${encodeURIComponent(files[name])}`;

self.addEventListener('install', (event) => event.waitUntil(fill()));
self.addEventListener('activate', (event) => event.waitUntil(takeOver()));
self.addEventListener('message', ({ data }) => {
  if (data === 'take-over') self.skipWaiting();
});
self.addEventListener('fetch', (event) => {
  const { method, url } = event.request;
  if (method !== 'GET' || !url.startsWith(scope)) return;
  const name = nameOf(url);
  if (Object.hasOwn(files, name)) event.respondWith(answer(event.request, name));
});

/** One file after the other: whoever looks at the page now comes first. Fails as a whole, to be tried again at the next load. */
async function fill() {
  const cache = await caches.open(store);
  for (const [name, integrity] of Object.entries(files)) {
    if (await cache.match(keyOf(name))) continue;
    await cache.put(keyOf(name), await fetch(new Request(scope + name, { integrity, cache: 'no-cache' })));
  }
}

async function takeOver() {
  const cache = await caches.open(store);
  const mine = new Set(Object.keys(files).map(keyOf));
  for (const { url } of await cache.keys()) if (!mine.has(url)) await cache.delete(url);
  await self.clients.claim();
}

/** The browser may have cleared what was kept: the server is then asked as before. */
async function answer(request, name) {
  return (await caches.match(keyOf(name))) ?? fetch(request);
}

/** The page itself has no name: some hosts send those who ask for index.html elsewhere. */
function nameOf(url) {
  const name = decodeURI(new URL(url).pathname).slice(decodeURI(new URL(scope).pathname).length);
  return name === 'index.html' ? '' : name;
}
