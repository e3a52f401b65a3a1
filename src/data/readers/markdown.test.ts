import { describe, expect, it } from 'vitest';
import { previewOf, readFile } from '../../testing/read-file.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('Markdown', () => {
  it('takes Markdown as one document', async () => {
    expect((await readFile('# Baş\n\nMətn\n\n- bir\n- iki\n', { format: 'markdown' })).documents).toEqual([
      '# Baş\n\nMətn\n\n- bir\n- iki',
    ]);
  });

  it('is previewed as it is read', async () => {
    expect(await previewOf('oxu.md', encode('# Baş\n\nMətn\n'))).toMatchObject({
      format: 'markdown',
      suggestedSplit: 'file',
      sample: ['# Baş\n\nMətn'],
    });
  });

  it('is split like text where that is asked for', async () => {
    const { documents } = await readFile('# Baş\n\nMətn', { format: 'markdown', split: 'blank-line' });
    expect(documents).toEqual(['# Baş', 'Mətn']);
  });
});
