/**
 * Finds Vulkan drivers for Dawn under Node. Dawn loads libvulkan, libvulkan reads VK_ICD_FILENAMES: with every manifest
 * of the machine in it, one process can choose between its adapters by name. SwiftShader comes with Chromium, lavapipe
 * with Mesa (25 or later; Dawn refuses older ones).
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';

const CHROMIUM_FOLDERS = [
  ...(process.env.OCAQ_CHROMIUM ? [path.dirname(process.env.OCAQ_CHROMIUM)] : []),
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/opt/google/chrome',
  '/opt/microsoft/msedge',
  ...playwrightFolders(),
];
const MANIFEST_FOLDERS = ['/usr/share/vulkan/icd.d', '/etc/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

/** Adapter name as tests and the CLI call it → the text that Dawn's `adapter=` switch matches. */
export const SOFTWARE_ADAPTERS = { swiftshader: 'SwiftShader', lavapipe: 'llvmpipe' } as const;
type SoftwareAdapter = keyof typeof SOFTWARE_ADAPTERS;

/** Where Playwright keeps the browsers that it downloaded. */
function playwrightFolders(): string[] {
  const cache = process.env.PLAYWRIGHT_BROWSERS_PATH ?? path.join(homedir(), '.cache/ms-playwright');
  if (!existsSync(cache)) return [];
  return readdirSync(cache)
    .filter((name) => name.startsWith('chromium-'))
    .flatMap((name) => ['chrome-linux', 'chrome-linux64'].map((folder) => path.join(cache, name, folder)));
}

const swiftshaderFolder = () => CHROMIUM_FOLDERS.find((f) => existsSync(path.join(f, 'vk_swiftshader_icd.json')));

function systemManifests(): string[] {
  return MANIFEST_FOLDERS.filter((f) => existsSync(f)).flatMap((folder) =>
    readdirSync(folder)
      .filter((file) => file.endsWith('.json'))
      .map((file) => path.join(folder, file)),
  );
}

/** Which software adapters this machine has. lavapipe comes first: it has f16, and keeps compiled kernels for later runs. */
export function softwareAdapters(): SoftwareAdapter[] {
  const found: SoftwareAdapter[] = [];
  if (systemManifests().some(isUsableLavapipe)) found.push('lavapipe');
  if (swiftshaderFolder()) found.push('swiftshader');
  return found;
}

/** Mesa 25 speaks Vulkan 1.4; Dawn refuses the lavapipe of older ones. */
function isUsableLavapipe(manifest: string): boolean {
  if (!path.basename(manifest).startsWith('lvp_icd')) return false;
  const { ICD } = JSON.parse(readFileSync(manifest, 'utf8')) as { ICD: { api_version: string } };
  const [major = 0, minor = 0] = ICD.api_version.split('.').map(Number);
  return major > 1 || minor >= 4;
}

/**
 * Environment that makes Dawn see every driver of the machine, for a process that is about to start.
 * A VK_ICD_FILENAMES or VK_DRIVER_FILES of the user's own wins.
 */
export function vulkanEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const add: Record<string, string> = {};
  if (!env.XDG_RUNTIME_DIR) add.XDG_RUNTIME_DIR = tmpdir();
  const chromium = swiftshaderFolder();
  if (!env.VK_ICD_FILENAMES && !env.VK_DRIVER_FILES) {
    const manifests = systemManifests();
    if (chromium) manifests.push(path.join(chromium, 'vk_swiftshader_icd.json'));
    if (manifests.length > 0) add.VK_ICD_FILENAMES = manifests.join(':');
  }
  if (chromium) add.LD_LIBRARY_PATH = [env.LD_LIBRARY_PATH, chromium].filter(Boolean).join(':');
  return add;
}

/**
 * The adapters that the GPU suites run on. OCAQ_ADAPTERS (comma-separated) is a promise: all of them must be there.
 * Without it, the first software adapter found is used, which keeps a developer's run short; CI promises all of them.
 * None at all is an error: a GPU suite never passes by not running.
 */
export function adaptersForTests(env: NodeJS.ProcessEnv = process.env): string[] {
  Object.assign(env, vulkanEnvironment(env));
  const found = softwareAdapters();
  const promised = (env.OCAQ_ADAPTERS ?? '').split(',').filter(Boolean);
  const missing = promised.filter((name) => name !== 'default' && !found.some((f) => f === name));
  if (missing.length > 0)
    throw new Error(
      `OCAQ_ADAPTERS promises ${missing.join(', ')}, but this machine has only: ${found.join(', ') || 'none'}`,
    );
  const adapters = promised.length > 0 ? promised : found.slice(0, 1);
  if (adapters.length === 0)
    throw new Error(
      'No WebGPU adapter for the GPU tests: install Chromium (brings SwiftShader) or Mesa ≥ 25 (brings lavapipe).',
    );
  return adapters;
}
