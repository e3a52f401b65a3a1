import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { sortAdapters } from './adapters.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-adapters-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('--adapter', () => {
  it('is a folder where it is a path, else a graphics adapter', async () => {
    expect(await sortAdapters([])).toEqual({ graphics: undefined, lora: undefined });
    expect(await sortAdapters(['Radeon RX 5600/5700'])).toEqual({
      graphics: 'Radeon RX 5600/5700',
      lora: undefined,
    });
    expect(await sortAdapters(['./tuned', 'lavapipe'])).toEqual({ graphics: 'lavapipe', lora: './tuned' });
    expect(await sortAdapters(['swiftshader', 'lavapipe'])).toEqual({ graphics: 'lavapipe', lora: undefined });
    await expect(sortAdapters(['../b', '/c/d'])).rejects.toThrow('several LoRA adapters');
  });

  it('is a folder by a name alone where that holds an adapter', async () => {
    const before = process.cwd();
    process.chdir(path.dirname(folder));
    try {
      const name = path.basename(folder);
      expect(await sortAdapters([name])).toEqual({ graphics: name, lora: undefined });
      writeFileSync(path.join(name, 'adapter_config.json'), '{}');
      expect(await sortAdapters([name])).toEqual({ graphics: undefined, lora: name });
    } finally {
      process.chdir(before);
    }
  });
});
