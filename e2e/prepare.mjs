/**
 * Makes sure that a Chromium is there: it runs the browser tests, and its SwiftShader is the graphics adapter of the GPU
 * tests. On Debian as root the package comes first, because it brings the libraries that a bare machine lacks;
 * elsewhere Playwright downloads its own. Never touches a machine that has one.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runnerImport } from 'vite';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

function succeeds(command, args, env = {}) {
  console.log(`> ${command} ${args.join(' ')}`);
  const shell = process.platform === 'win32';
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', shell, env: { ...process.env, ...env } }).status === 0;
}

function isDebian() {
  try {
    return /^ID=["']?debian["']?$/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false; // not a Linux with os-release: no package of this name to install
  }
}

function installPackage() {
  const quiet = { DEBIAN_FRONTEND: 'noninteractive' };
  return (
    succeeds('apt-get', ['update', '-qq'], quiet) &&
    succeeds('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quiet)
  );
}

function installDownload(isRoot) {
  const libraries = process.platform === 'linux' && isRoot ? ['--with-deps'] : [];
  return succeeds('npx', ['playwright', 'install', '--no-shell', ...libraries, 'chromium']);
}

/** @returns {Promise<string>} the path of a Chromium that was there or has been installed */
export async function prepare() {
  const { module } = await runnerImport(path.join(root, 'e2e/chromium.ts'), { root, configFile: false });
  const there = module.findChromium();
  if (there) return there;

  const isRoot = process.getuid?.() === 0;
  console.log('No Chromium found; installing one.');
  const installed = (isRoot && isDebian() && installPackage()) || installDownload(isRoot);
  const found = installed ? module.findChromium() : null;
  if (!found)
    throw new Error(
      'No Chromium could be installed here: install Chromium, Chrome or Edge yourself (on Debian "apt-get install chromium" as root), or set OCAQ_CHROMIUM to the path of one.',
    );
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    console.log(`Chromium: ${await prepare()}`);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
