/** corpus clean on small files of every kind. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { strToU8, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { corpusFolder, lines, sentence } from '../../testing/corpus-files.ts';
import { runCommand } from '../parse-options.ts';
import { cleanCorpus } from './corpus-clean.ts';
import { reportCorpus } from './corpus-report.ts';

const { dir, at, file, readLines } = corpusFolder();
afterAll(() => rmSync(dir, { recursive: true, force: true }));

let runs = 0;
async function clean(...words: string[]) {
  const out = `out-${runs++}`;
  const result = await runCommand(cleanCorpus, [...words, '--out', at(out), '--workers', '1']);
  const report = JSON.parse(readFileSync(at(out, 'report.json'), 'utf8'));
  return { out, result, report, documents: readLines(path.join(out, 'documents.jsonl')) };
}

const warnings = (result: Record<string, unknown>) => (result.warnings as string[]).join('\n');

describe('corpus clean', () => {
  it('reads a zip of six formats, and says what it passed over', async () => {
    const members = {
      'a.txt': sentence(1),
      'b.md': `# Başlıq\n\n${sentence(2)}`,
      'c.jsonl': lines({ text: sentence(3) }, { no: 1 }),
      'd.json': JSON.stringify({ 'Birinci bağ': { text: sentence(4) } }),
      'e.csv': `ad,mətn\nbağ,"${sentence(5)}"\nçəmən,"${sentence(6)}"\n`,
      'f.html': `<html><body><main><p>${sentence(7)}</p></main></body></html>`,
      'g.bin': '\u0000\u0001\u0002',
      '.gizli': 'x',
    };
    const zip = zipSync(Object.fromEntries(Object.entries(members).map(([name, text]) => [name, strToU8(text)])));
    const { result, report, documents } = await clean('--input', file('six.zip', zip));
    expect(documents.map(({ text }) => text).filter((text) => /^\d/.test(text)).length).toBeGreaterThanOrEqual(5);
    for (let n = 1; n <= 7; n++) expect(documents.some(({ text }) => text.includes(sentence(n)))).toBe(true);
    expect(documents[0]).toEqual({ text: sentence(1), source: `${at('six.zip')}/a.txt` });
    expect(result).toMatchObject({ documents_in: documents.length, documents_out: documents.length });
    const sources = result.sources as { file: string; format: string; bad_rows: number }[];
    expect(sources.map(({ format }) => format)).toEqual(['text', 'markdown', 'jsonl', 'jsonl', 'delimited', 'html']);
    expect(sources[2]).toMatchObject({ encoding: 'utf-8', documents: 1, bad_rows: 1 });
    expect(report.passed_over).toMatchObject([{ reason: 'unreadable' }, { reason: 'hidden' }]);
    expect(warnings(result)).toContain('g.bin is not text');
  });

  it('says which rows of a half-bad file could not be used', async () => {
    const rows = Array.from({ length: 20 }, (_, n) => `{"text": "qırıq\n${JSON.stringify({ text: sentence(n) })}\n`);
    const { result, report } = await clean('--input', file('half-bad.jsonl', rows.join('')));
    expect(result).toMatchObject({ documents_out: 20, sources: [{ documents: 20, bad_rows: 20 }] });
    expect(warnings(result)).toContain('20 rows could not be used');
    expect(report.reading[0].bad_rows).toEqual({ 'not-json': 20 });
    expect(report.reading[0].bad_row_examples[0]).toMatchObject({ row: 1, excerpt: '{"text": "qırıq' });
  });

  it('reads objects keyed by title, and the encoding that text is in', async () => {
    const keyed = { 'Birinci bağ': { text: sentence(1) }, 'İkinci bağ': { text: sentence(2) } };
    const turkish = 'İstanbul’da yaşayan çocuklar ağaçların gölgesinde oynuyor, kışın da karda yürüyüş yapıyorlar. ';
    const bytes = Uint8Array.from(turkish.repeat(4), (letter) => {
      const special: Record<string, number> = { İ: 0xdd, ı: 0xfd, ş: 0xfe, ğ: 0xf0, '’': 0x92 };
      return special[letter] ?? letter.charCodeAt(0);
    });
    const { result, documents } = await clean(
      '--input',
      file('keyed.json', JSON.stringify(keyed)),
      file('turkish.txt', bytes),
    );
    expect(result).toMatchObject({
      documents_in: 3,
      sources: [
        { format: 'jsonl', documents: 2 },
        { encoding: 'windows-1254', documents: 1 },
      ],
    });
    expect(documents[2]?.text).toContain('ağaçların gölgesinde');
  });

  it('says what readers left out of pages and wikis, all of it in the report', async () => {
    const page = (n: number) =>
      `<html><body><nav>Ana səhifə</nav><main><p>${sentence(n)}</p></main><footer>Əlaqə</footer></body></html>`;
    const article = (ns: number, text: string) =>
      `<page><title>Bağ ${ns}</title><ns>${ns}</ns><revision><text>${text}</text></revision></page>`;
    const dump = `<mediawiki>${article(0, `${sentence(3)}\n\n{| \n| bir\n|}`)}${article(1, 'Müzakirə')}</mediawiki>`;
    file('left/a.html', page(1));
    file('left/b.html', page(2));
    file('left/c.xml', dump);
    const { result, report } = await clean('--input', file('left/d.jsonl', lines({ text: ' ' })), at('left'));
    expect(warnings(result)).toMatch(/Left out while reading: \d+ characters of menus, .*1 table; 1 page that is/);
    expect(warnings(result)).toContain('2 documents were empty.');
    const out = at('left.json');
    await runCommand(reportCorpus, ['--workers', '1', '--input', at('left'), '--out', out]);
    for (const { reading } of [report, JSON.parse(readFileSync(out, 'utf8'))]) {
      const of = (name: string) => reading.find((one: { file: string }) => one.file === at('left', name));
      expect(of('a.html').left_out).toEqual([
        { kind: 'page-part', name: 'nav', amount: 10 },
        { kind: 'page-part', name: 'footer', amount: 5 },
      ]);
      expect(of('d.jsonl').empty_documents).toBe(1);
    }
  });

  it('walks folders, drops what is there twice, and reads their licences', async () => {
    file('walk/README.md', '---\nlicense: cc-by-nc-4.0\n---\n# Bağlar\n');
    file('walk/x/a.txt', sentence(1));
    file('walk/b.txt', sentence(1));
    const { result, report } = await clean('--input', at('walk'));
    expect(result).toMatchObject({ documents_in: 2, documents_out: 1 });
    expect((result.steps as { id: string; removed: number }[]).find(({ id }) => id === 'exact-duplicates')).toEqual({
      id: 'exact-duplicates',
      changed: 0,
      removed: 1,
      rules: {},
    });
    expect(report).toMatchObject({
      licences: [{ licence: 'cc-by-nc-4.0' }],
      duplicates: [{ size: 2, clusters: 1 }],
      passed_over: [{ reason: 'licence' }],
    });
    expect(warnings(result)).toContain('forbids commercial use');
    const { report: stated } = await clean('--input', at('walk'), '--licence', `${at('walk')}=CC-BY-4.0`);
    expect(stated.licences).toEqual([{ input: at('walk'), licence: 'cc-by-4.0' }]);
  });

  it('follows links once, and leaves out what it writes itself', async () => {
    file('links/a.txt', sentence(1));
    file('elsewhere/b.txt', sentence(2));
    symlinkSync(at('elsewhere'), at('links', 'folder'));
    symlinkSync(at('elsewhere', 'b.txt'), at('links', 'file.txt'));
    symlinkSync('nowhere', at('links', 'gone'));
    symlinkSync('.', at('links', 'self'));
    const words = ['--input', at('links'), '--out', at('links', 'out'), '--workers', '1'];
    expect(await runCommand(cleanCorpus, words)).toMatchObject({ documents_in: 2 });
    expect(await runCommand(cleanCorpus, words)).toMatchObject({ documents_in: 2, documents_out: 2 });
    const { passed_over: passed } = JSON.parse(readFileSync(at('links', 'out', 'report.json'), 'utf8'));
    expect(
      new Map(passed.map((one: { file: string; reason: string }) => [path.basename(one.file), one.reason])),
    ).toEqual(
      new Map([
        ['out', 'output'],
        ['self', 'read-already'],
        ['gone', 'link-broken'],
        ['b.txt', 'read-already'],
      ]),
    );
  });

  it('refuses a folder that cannot be made, and texts for a step that is off', async () => {
    const text = file('refused/a.txt', sentence(1));
    const cleaned = (...words: string[]) => runCommand(cleanCorpus, ['--input', text, '--workers', '1', ...words]);
    const usage = { code: 'usage' };
    await expect(cleaned('--out', file('refused/b', 'x'))).rejects.toMatchObject(usage);
    await expect(cleaned('--out', '')).rejects.toMatchObject(usage);
    await expect(cleaned('--out', at('no'), '--evaluation', text, '--off', 'leaks')).rejects.toMatchObject(usage);
    await expect(cleaned('--out', at('no'), '--trusted', text, '--off', 'perplexity')).rejects.toMatchObject(usage);
  });

  it('warns of letters that were lost', async () => {
    const lost =
      'Bız bu gün gəldık və sızı gördük, ələm çəkmədık; nənəm dedı kı, gələn ıl yenə gələcəyık, süfrə bızımdır.';
    const { result } = await clean('--input', file('lost.txt', `${lost} ${lost}`));
    expect(warnings(result)).toContain('have "ı" in the place of "i"');
  });

  it('speaks of one document as one', async () => {
    const text = `Bakı ${sentence(1)}`;
    const { result } = await clean(
      '--input',
      file('one.jsonl', `${lines({ text }, { text: ' ' }, { text: 'Qısa.' })}`),
    );
    const said = warnings(result);
    expect(said).toContain('1 document was empty.');
    expect(said).toContain('Only 1 document is left: what is held out says little.');
    expect(said).not.toMatch(/\b1 (documents|rows|files|pages|tables|sequences|texts)\b/);
  });

  it('says which step has left nothing', async () => {
    const input = file('nothing-left.txt', 'Qısa.');
    const { result } = await clean('--input', input);
    expect(result.warnings).toContainEqual(expect.stringMatching(/^No document is left. The step "short-lines"/));
  });

  it('says what of an evaluation set could not be read', async () => {
    const input = file('read-set-input.txt', 'Bir iki üç.');
    const set = file('read-set.jsonl', `${lines({ q: 'Dörd beş altı.' })}\n{"q": "qırıq\n`);
    const { result } = await clean('--input', input, '--evaluation', set);
    expect(result.warnings).toContainEqual(expect.stringContaining('read-set.jsonl'));
  });

  it('leaves out what an evaluation set holds', async () => {
    const input = file('leak.jsonl', lines({ text: sentence(1) }, { text: `Deyirlər ki, ${sentence(2)}` }));
    const set = file('set.jsonl', lines({ question: sentence(2), answer: 'bəli' }));
    const { documents, result } = await clean('--input', input, '--evaluation', set);
    expect(documents.map(({ text }) => text)).toEqual([sentence(1)]);
    expect((result.steps as { id: string; removed: number }[]).find(({ id }) => id === 'leaks')?.removed).toBe(1);
  });

  it('looks for every text of a set: choices in lists, and rows whose first field is empty', async () => {
    const rows = [
      { hint: '', question: 'Hansı doğrudur?', choices: { text: ['Heç biri', sentence(2)], label: ['A', 'B'] } },
      { hint: '', question: sentence(3), choices: { text: ['A'], label: ['A'] } },
    ];
    const input = file('choices.jsonl', lines(...[1, 2, 3].map((n) => ({ text: `Deyirlər ki, ${sentence(n)}` }))));
    const { documents } = await clean('--input', input, '--evaluation', file('choices-set.jsonl', lines(...rows)));
    expect(documents.map(({ text }) => text)).toEqual([`Deyirlər ki, ${sentence(1)}`]);
  });

  it('leaves out what surprises a model of trusted text', async () => {
    const trusted = file('trusted.txt', Array.from({ length: 60 }, (_, n) => sentence(n)).join('\n'));
    const strange = 'Wszystkie drogi prowadzą do młyna, a młynarz opowiada dzieciom zimowe bajki przy piecu.';
    const input = file('strange.jsonl', lines({ text: sentence(70) }, { text: strange }));
    const { documents, report } = await clean('--input', input, '--trusted', trusted);
    expect(documents.map(({ text }) => text)).toEqual([sentence(70)]);
    const recipe = file('trusted.json', JSON.stringify(report));
    await expect(clean('--input', input, '--steps', recipe)).rejects.toThrow('--trusted FILE');
    await expect(clean('--input', input, '--steps', recipe, '--off', 'perplexity')).resolves.toMatchObject({
      result: { documents_out: 2 },
    });
    await expect(clean('--input', input, '--on', 'leaks')).rejects.toThrow('--evaluation FILE');
    await expect(clean('--input', input, '--trusted', file('no.txt', ''))).rejects.toMatchObject({
      code: 'file-empty',
    });
    const numbers = file('numbers.jsonl', lines({ n: 1 }));
    await expect(clean('--input', input, '--evaluation', numbers)).rejects.toMatchObject({ code: 'corpus-unreadable' });
  });

  it('takes lines out that the documents of a source share, where that is asked for', async () => {
    const pages = Array.from({ length: 12 }, (_, n) => ({ text: `Bağbanlar birliyinin səhifəsi\n${sentence(n)}` }));
    const input = file('pages.jsonl', lines(...pages));
    expect((await clean('--input', input)).documents[0]?.text).toContain('birliyinin');
    expect((await clean('--input', input, '--on', 'boilerplate')).documents[0]?.text).toBe(sentence(0));
  });

  it('takes steps from a file or from the report of a run, with the values of a profile', async () => {
    const input = file('short.txt', sentence(1));
    const { report } = await clean('--input', input, '--off', 'whitespace');
    const of = (id: string, recipe: { id: string; off?: true }[]) => recipe.find((step) => step.id === id);
    expect(of('whitespace', report.recipe)).toMatchObject({ off: true });
    const again = await clean('--input', input, '--steps', file('recipe.json', JSON.stringify(report)));
    expect(again.report.recipe).toEqual(report.recipe);
    await expect(clean('--input', input, '--profile', 'tur')).resolves.toMatchObject({
      result: { documents_in: 1, documents_out: 0 },
    });
    await expect(clean('--input', input, '--on', 'whitespaec')).rejects.toThrow('Did you mean whitespace?');
    await expect(clean('--input', input, '--steps', file('no.json', '{}'))).rejects.toThrow('not a list of steps');
  });

  it('says why nothing could be read, and writes nothing', async () => {
    mkdirSync(at('none'));
    const attempt = (...input: string[]) => runCommand(cleanCorpus, ['--input', ...input, '--out', at('never')]);
    await expect(attempt(at('none'))).rejects.toMatchObject({ code: 'corpus-unreadable' });
    const empty = file('empty.txt', '');
    const binary = file('binary.txt', new Uint8Array([1, 0, 2]));
    const rows = file('rows.jsonl', lines({ n: 1 }, { n: 2 }));
    const error = await attempt(empty, binary, rows).catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'corpus-unreadable' });
    expect(String(error)).toContain('empty.txt: ');
    expect(String(error)).toContain('NUL bytes');
    expect(String(error)).toContain('no row of it could be used (2 of 2)');
    await expect(attempt(at('missing.txt'))).rejects.toMatchObject({ code: 'file-unreadable' });
    await expect(runCommand(cleanCorpus, ['--input', at('none'), '--out', at('none')])).rejects.toMatchObject({
      code: 'usage',
    });
    expect(existsSync(at('never'))).toBe(false);
    expect(readdirSync(dir, { recursive: true }).filter((name) => String(name).endsWith('.partial'))).toEqual([]);
  });
});
