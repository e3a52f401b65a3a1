import { expect, it } from 'vitest';
import { isProjectFile, PROJECT_MARK } from './project-mark.ts';
import { storedZip } from './stored-zip.ts';

async function archive(name: string, content: string): Promise<Uint8Array<ArrayBuffer>> {
  const files = (async function* () {
    yield { name, bytes: new TextEncoder().encode(content) };
  })();
  const pieces: Uint8Array[] = [];
  for await (const piece of storedZip(files)) pieces.push(piece);
  return Uint8Array.from(Buffer.concat(pieces));
}

it('the file of a project is known by its beginning', async () => {
  const whole = await archive(PROJECT_MARK.name, PROJECT_MARK.content);
  expect(await isProjectFile(new Blob([whole]))).toBe(true);
  const others = [
    whole.slice(1),
    whole.slice(0, 60),
    new Uint8Array(0),
    await archive('mimetype', 'application/epub+zip'),
    await archive('manifest.json', PROJECT_MARK.content),
  ];
  for (const other of others) expect(await isProjectFile(new Blob([other]))).toBe(false);
});
