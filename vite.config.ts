import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { writeServiceWorker } from './src/app/offline/write-service-worker.ts';

// What the page may do is written into the built page itself: code from its own address only. Styles may be inline because
// the dialogs and charts set them on elements. Which addresses it may ask is narrowed by the one inline script that there is,
// allowed by its hash, because it depends on what the person has turned on. The development server needs inline scripts and
// is left out.
const connectPolicy = readFileSync(new URL('src/app/connect-policy.js', import.meta.url), 'utf8');
const connectPolicyHash = createHash('sha256').update(connectPolicy).digest('base64');
const policy = [
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

const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: policy }, injectTo: 'head-prepend' },
    { tag: 'script', children: connectPolicy, injectTo: 'head-prepend' },
  ],
};

const serviceWorker: Plugin = {
  name: 'service-worker',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    handler: ({ dir }) => writeServiceWorker(dir!),
  },
};

// `base: './'` lets the built site be hosted under any path by any web server.
export default defineConfig({
  base: './',
  plugins: [react(), tailwindcss(), contentSecurityPolicy, serviceWorker],
  worker: { format: 'es' },
  build: { target: 'es2023', sourcemap: true, chunkSizeWarningLimit: 1200 },
});
