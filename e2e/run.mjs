/**
 * `npm run test:browser [-- <Playwright's arguments>]`: the site as it is published, a browser if none is there, then the
 * browser tests on it.
 */
import { spawnSync } from 'node:child_process';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { prepare } from './prepare.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

try {
  // First: finding the browser runs a module by Vite, which then builds for development.
  await build({ root, logLevel: 'warn' });
  console.log(`Chromium: ${await prepare()}`);
  const playwright = path.join(path.dirname(fileURLToPath(import.meta.resolve('playwright/package.json'))), 'cli.js');
  const { status } = spawnSync(process.execPath, [playwright, 'test', ...process.argv.slice(2)], {
    cwd: root,
    stdio: 'inherit',
  });
  process.exitCode = status ?? 1;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
