/**
 * The build's part of the page's policy: code from its own address only. It stands in the built page itself, so that it holds on
 * any static host, and in `dist/_headers` and every answer of `npm start`, for hosts that can send it. Styles may be inline
 * because the dialogs and charts set them on elements. Which addresses may be asked is narrowed by the page's one inline script,
 * allowed by its hash, because it depends on what the person has turned on and no host can know that; of policies that come
 * from several places all must allow. Runs in Node alone.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const connectPolicy = readFileSync(new URL('connect-policy.js', import.meta.url), 'utf8');
const connectPolicyHash = createHash('sha256').update(connectPolicy).digest('base64');

export const pagePolicy = [
  "default-src 'none'",
  `script-src 'self' 'wasm-unsafe-eval' 'sha256-${connectPolicyHash}'`,
  "worker-src 'self' blob:",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self' blob: data: http: https:",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** With what a `<meta>` cannot say: that no other page may show this one in a frame. */
export const responseHeaders: Readonly<Record<string, string>> = {
  'Content-Security-Policy': `${pagePolicy}; frame-ancestors 'none'`,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

/** For every address, as Netlify and Cloudflare Pages read it. */
export const headersFile = `/*\n${Object.entries(responseHeaders)
  .map(([name, value]) => `  ${name}: ${value}\n`)
  .join('')}`;
