import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';
import { writeServiceWorker } from './src/app/offline/write-service-worker.ts';
import { connectPolicy, headersFile, pagePolicy, responseHeaders } from './src/app/page-policy.ts';

// The development server needs inline scripts and is left out.
const contentSecurityPolicy: Plugin = {
  name: 'content-security-policy',
  apply: 'build',
  transformIndexHtml: () => [
    { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content: pagePolicy }, injectTo: 'head-prepend' },
    { tag: 'script', children: connectPolicy, injectTo: 'head-prepend' },
  ],
  generateBundle() {
    if (this.environment.name === 'client') this.emitFile({ type: 'asset', fileName: '_headers', source: headersFile });
  },
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
  preview: { headers: { ...responseHeaders } },
  build: { target: 'es2023', sourcemap: true, chunkSizeWarningLimit: 1200 },
});
