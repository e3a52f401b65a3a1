/** A server of one folder that a test can stop: the built site under a path of its own, nothing else. */
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.webmanifest': 'application/manifest+json',
};

export interface SiteServer {
  /** With a slash at its end. */
  readonly address: string;
  /** Ends every connection; nothing is answered from then on. */
  stop(): Promise<void>;
}

export async function serveSite(folder: string, base = '/a/path/'): Promise<SiteServer> {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '', 'http://localhost');
    const file = path.join(folder, pathname.slice(base.length) || 'index.html');
    const found = await stat(file).catch(() => null);
    if (!pathname.startsWith(base) || !found?.isFile()) response.writeHead(404).end();
    else {
      response.writeHead(200, { 'content-type': types[path.extname(file)] ?? 'application/octet-stream' });
      createReadStream(file).pipe(response);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}${base}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
