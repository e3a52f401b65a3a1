/** The build's part of working offline: writes the service worker with the list of what was built. Runs in Node alone. */
import { createHash } from 'node:crypto';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

const script = new URL('service-worker.js', import.meta.url);
/**
 * `sw.js` is the list's own file, `_headers` is for hosts, which do not serve it, maps are for people who look for faults, and the
 * picture is for links to the site.
 */
const isKept = (name: string): boolean => !/\.map$|^sw\.js$|^_headers$|^picture\.png$/.test(name);

/** Writes `sw.js` into a folder that holds a whole build, over one that is there. */
export async function writeServiceWorker(folder: string): Promise<void> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .filter(isKept)
    .sort();
  const files: Record<string, string> = {};
  for (const name of names) {
    const hash = createHash('sha256').update(await readFile(path.join(folder, name)));
    files[name === 'index.html' ? '' : name] = `sha256-${hash.digest('base64')}`;
  }
  const text = await readFile(script, 'utf8');
  await writeFile(
    path.join(folder, 'sw.js'),
    text.replace('__FILES__', () => JSON.stringify(files)),
  );
}
