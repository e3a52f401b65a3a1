/**
 * Puts a Blob somewhere and tells how much of it is on its way, which `fetch` does not. For browsers; like `fetch` it rejects with
 * a TypeError where there is no answer, and with the signal's reason where it is aborted. Cookies stay behind.
 */
export function putBlob(
  url: string,
  headers: HeadersInit | undefined,
  body: Blob,
  signal: AbortSignal,
  onTheWay: (bytes: number) => void,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const request = new XMLHttpRequest();
    const abort = (): void => request.abort();
    signal.addEventListener('abort', abort, { once: true });
    request.upload.addEventListener('progress', ({ loaded }) => onTheWay(loaded));
    request.addEventListener('load', () => resolve(responseOf(request, url)));
    request.addEventListener('error', () => {
      onTheWay(0);
      reject(new TypeError('The connection was cut.'));
    });
    request.addEventListener('abort', () => reject(signal.reason));
    request.addEventListener('loadend', () => signal.removeEventListener('abort', abort));
    request.open('PUT', url);
    new Headers(headers).forEach((value, name) => {
      request.setRequestHeader(name, value);
    });
    request.send(body);
  });
}

function responseOf(request: XMLHttpRequest, url: string): Response {
  const lines = request.getAllResponseHeaders().trim().split(/\r\n/).filter(Boolean);
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':');
    return [line.slice(0, colon), line.slice(colon + 1).trim()];
  });
  const { status, responseText } = request;
  const response = new Response(responseText === '' ? null : responseText, { status, headers });
  // One that is made knows no address.
  return Object.defineProperty(response, 'url', { value: url });
}
