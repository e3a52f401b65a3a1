/**
 * The first import of every worker that only answers: takes from it, before anything else runs there, what begins other workers,
 * reaches what is stored, or asks somebody else. The page's policy forbids the last already; templates and patterns of strangers
 * run in such workers.
 */
const TAKEN = [
  ...['Worker', 'SharedWorker', 'BroadcastChannel', 'indexedDB', 'caches'],
  ...['fetch', 'XMLHttpRequest', 'WebSocket', 'WebTransport', 'EventSource'],
];
for (const name of TAKEN) Reflect.deleteProperty(globalThis, name);
