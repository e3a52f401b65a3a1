// What the page may ask for anything: its own address, and the services that the person has turned on. The build writes
// this script into the page, before any other, under a policy that allows it alone by its hash; here that policy is
// narrowed for good, since a policy that a page adds can only forbid more. A service that is turned on counts from the next
// load on. Workers are started so that they inherit both (src/worker/client.ts).
(() => {
  let hosts = [];
  try {
    hosts = JSON.parse(localStorage.getItem('ocaq.hosts') ?? '[]');
  } catch {
    // No storage, or not ours: nothing is turned on.
  }
  // Of names with a star only that under which the files of the Hugging Face Hub lie, on hosts that it changes at will.
  const isOrigin = (host) =>
    host === 'https://*.hf.co' || (typeof host === 'string' && /^https?:\/\/[a-z0-9.-]+(:\d+)?$/.test(host));
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = ["connect-src 'self' blob: data:", ...(Array.isArray(hosts) ? hosts.filter(isOrigin) : [])].join(' ');
  document.head.append(meta);
})();
