#!/usr/bin/env node
/**
 * `npx ocaq <command>`, or `npm run -s ocaq -- <command>`: builds the headless engine when its sources are newer than the last build, then runs
 * it in a process whose environment names the machine's Vulkan drivers (the loader reads them at its start).
 */
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const out = path.join(root, '.cache/cli');
const entry = path.join(out, 'main.js');

const modified = (file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newest(folder) {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((file) => file.isFile())
    .reduce((latest, file) => Math.max(latest, modified(path.join(file.parentPath, file.name))), 0);
}

const rooms = [
  'cli',
  'evaluation',
  'training',
  'inference',
  'tuning',
  'engine',
  'model',
  'plan',
  'ops',
  'gpu',
  'data',
  'formats',
  'remote',
].map((room) => path.join(root, 'src', room));
const sources = Math.max(
  ...[...rooms, path.join(root, 'shaders')].map(newest),
  modified(path.join(root, 'package-lock.json')),
);
if (modified(entry) < sources) {
  await build({
    root,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: true,
      outDir: out,
      emptyOutDir: true,
      target: 'node20',
      rollupOptions: {
        input: {
          main: path.join(root, 'src/cli/main.ts'),
          cleaner: path.join(root, 'src/cli/cleaner-entry.ts'),
          encoder: path.join(root, 'src/cli/encoder-entry.ts'),
          vulkan: path.join(root, 'src/cli/vulkan.ts'),
        },
      },
    },
  });
}

const { vulkanEnvironment } = await import(pathToFileURL(path.join(out, 'vulkan.js')).href);
const child = spawn(process.execPath, [entry, ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: { ...process.env, ...vulkanEnvironment() },
});
child.on('exit', (code, signal) => {
  process.exitCode = code ?? (signal === 'SIGINT' ? 130 : 1);
});
