/**
 * The one place that finds a Chromium and says how it is started for the browser tests: WebGPU on SwiftShader, so that
 * the same tests run on any machine, and every way to the outside closed, so that nothing but the studio is measured.
 * WebGPU needs the full browser; Playwright's headless shell is not enough.
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium } from 'playwright/test';

const usualPlaces: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: [
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/usr/bin/microsoft-edge',
  ],
  darwin: [
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
  win32: [process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter((folder) => folder !== undefined)
    .flatMap((folder) => [
      path.join(folder, 'Chromium/Application/chrome.exe'),
      path.join(folder, 'Google/Chrome/Application/chrome.exe'),
      path.join(folder, 'Microsoft/Edge/Application/msedge.exe'),
    ]),
};

/**
 * @returns the path of a Chromium: OCAQ_CHROMIUM if set, else what the system has, else Playwright's own download;
 * null where there is none
 * @throws Error when OCAQ_CHROMIUM names a file that does not exist
 */
export function findChromium(): string | null {
  const chosen = process.env.OCAQ_CHROMIUM;
  if (chosen) {
    if (!existsSync(chosen)) throw new Error(`OCAQ_CHROMIUM names ${chosen}, and there is no such file.`);
    return chosen;
  }
  const places = [...(usualPlaces[process.platform] ?? []), chromium.executablePath()];
  return places.find((place) => existsSync(place)) ?? null;
}

const alwaysGiven = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
];
const softwareWebGpu = ['--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader'];
const withoutWebGpu = ['--disable-gpu'];
const withDyingGpu = ['--disable-gpu-process-crash-limit', '--disable-domain-blocking-for-3d-apis'];

export interface BrowserChoice {
  /** False for a browser that gives no adapter. */
  readonly webGpu: boolean;
  /** False for a browser that lets pages do what their Content-Security-Policy forbids. */
  readonly pagePolicy: boolean;
  /** True for a browser that goes on however often its GPU process dies, and gives the page a device again each time. */
  readonly gpuMayDie: boolean;
  /** True for a browser that keeps the studio for use without a network: it fetches every file of it in the background. */
  readonly keepsStudio: boolean;
}

/**
 * Starts a browser of its own on a profile folder. Closing the context ends the browser; the same folder given again
 * finds the storage as it was left.
 * @throws Error when the machine has no Chromium
 */
export function launchOnProfile(
  profile: string,
  { webGpu, pagePolicy, gpuMayDie, keepsStudio }: BrowserChoice,
): Promise<BrowserContext> {
  const executablePath = findChromium();
  if (executablePath === null) throw new Error('No Chromium on this machine: run "node e2e/prepare.mjs" first.');
  return chromium.launchPersistentContext(profile, {
    executablePath,
    headless: true,
    args: [...alwaysGiven, ...(webGpu ? softwareWebGpu : withoutWebGpu), ...(gpuMayDie ? withDyingGpu : [])],
    bypassCSP: !pagePolicy,
    serviceWorkers: keepsStudio ? 'allow' : 'block',
    // Moving pictures are painted by the processor here, which is what the tests' training runs on.
    reducedMotion: 'reduce',
  });
}
