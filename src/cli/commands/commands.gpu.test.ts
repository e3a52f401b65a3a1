/** The commands one after the other on a tiny model, as a person would run them; resuming; and what bad input does. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDevice } from '../../gpu/device.ts';
import { counted, countGpu } from '../bench/instrument.ts';
import { openDawn } from '../dawn.ts';
import { runCommand } from '../parse-options.ts';
import { bench } from './bench.ts';
import { evaluateText } from './eval.ts';
import { fit as fitBatch } from './fit.ts';
import { generateText } from './generate.ts';
import { gradients } from './gradients.ts';
import { plan } from './plan.ts';
import { trainTokenizer } from './tokenizer-train.ts';
import { train } from './train.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-commands-'));
const at = (name: string): string => path.join(folder, name);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const CORPUS = path.resolve('public/sample/corpus/hekayeler.txt');
const GOLDEN = path.resolve('src/testing/golden/gqa-tied');
const CONFIG = {
  model_type: 'llama',
  architectures: ['LlamaForCausalLM'],
  vocab_size: 300,
  hidden_size: 16,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 1,
  intermediate_size: 24,
  max_position_embeddings: 16,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: true,
  bos_token_id: 0,
  eos_token_id: 1,
  pad_token_id: 2,
};
const RUN = ['--steps', '12', '--batch', '2', '--seq', '16', '--lr', '0.01', '--save-every', '4', '--no-tune'];

const SAMPLE = ['ensiklopediya', 'xeberler', 'hekayeler', 'dialoqlar', 'nece-etmeli'];
const TEXTS = SAMPLE.map((name) => path.resolve(`public/sample/corpus/${name}.txt`));
const runIn = (out: string, ...more: string[]) =>
  runCommand(train, [
    '--corpus',
    ...TEXTS,
    '--tokenizer',
    at('tokenizer.json'),
    '--config',
    at('config.json'),
    ...RUN,
    '--out',
    at(out),
    ...more,
  ]);
const log = (out: string) =>
  readFileSync(path.join(at(out), 'log.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { step: number; loss: number; grad_norm: number })
    .map(({ step, loss, grad_norm }) => [step, loss, grad_norm]);

let whole: Record<string, unknown> = {};
beforeAll(async () => {
  writeFileSync(at('config.json'), JSON.stringify(CONFIG));
  writeFileSync(at('empty.txt'), '');
  await runCommand(trainTokenizer, ['--input', CORPUS, '--vocab', '300', '--out', at('tokenizer.json')]);
  whole = await runIn('whole');
}, 180_000);

describe('commands', () => {
  it('stopped, resumed, crashed and resumed: losses and weights are bitwise those of one run', async () => {
    expect(await runIn('parts', '--stop-at', '5')).toMatchObject({ steps: 5, finished: false });
    expect(await runIn('parts', '--stop-at', '9', '--resume')).toMatchObject({ steps: 9, finished: false });
    expect(await runIn('parts', '--resume')).toMatchObject({ steps: 12, finished: true });
    expect(log('parts')).toEqual(log('whole'));
    expect(log('whole').map(([step]) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const weights = (out: string) => readFileSync(path.join(at(out), 'model.safetensors'));
    expect(weights('parts').equals(weights('whole'))).toBe(true);
    await expect(runIn('parts', '--resume', '--beta2', '0.9')).rejects.toThrow('beta2 differ');
    await expect(runIn('parts')).rejects.toThrow('another --out');
    await expect(runIn('parts', '--init', at('parts'))).rejects.toThrow('read from');
  });

  it('the card says what the model learned from, how, by which seed, and what it came to', async () => {
    await runIn('carded', '--seed', '5', '--license', 'cc0-1.0', '--steps', '2');
    const card = readFileSync(path.join(at('carded'), 'README.md'), 'utf8');
    for (const line of [
      'license: "cc0-1.0"',
      'language:\n- "az"',
      '2 optimizer steps over 64 tokens.',
      '- xeberler.txt',
      '| learning rate, at the peak and after all steps | 0.01; 0 |',
      '| a step | 2 rows of 16 tokens × 1 |',
      '| seed | 5 |',
      '| heldout.jsonl | windows of 16 tokens without overlap;',
    ])
      expect(card).toContain(line);
  });

  it('a run that cannot be resumed as it is asked to is refused before anything is said of it', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    await expect(runIn('parts', '--resume', '--optimizer', 'muon')).rejects.toThrow('optimizer');
    expect(said.mock.calls.join('')).not.toMatch(/resuming|lengthening/);
    said.mockRestore();
  });

  it('a run on packed documents says what is padding, resumes bitwise, and takes no other rows', async () => {
    const rows = ['--packing', 'best-fit', '--document-mask', 'on'];
    const said = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    await runIn('packed', ...rows);
    const lines = said.mock.calls.join('');
    said.mockRestore();
    expect(lines).toContain('documents packed by best fit; attention within documents');
    expect(lines).toMatch(/a pass: \d+ tokens in \d+ rows of 16, \d+\.\d % padding/);
    await runIn('packed-parts', ...rows, '--stop-at', '5');
    const others = ['--packing', 'concat', '--document-mask', 'off'];
    await expect(runIn('packed-parts', '--resume', ...others)).rejects.toThrow('packing, documentMask differ');
    await runIn('packed-parts', '--resume');
    expect(log('packed-parts')).toEqual(log('packed'));
    expect(log('packed')).not.toEqual(log('whole'));
  });

  it('a run whose rows are dealt for the budget measures held-out texts, and resumes with the same options, with it or without', async () => {
    const shape = ['--seq', '16', '--batch', '1', '--accumulate', '8'];
    const { peak_bytes } = await runCommand(plan, ['--config', at('config.json'), ...shape]);
    const dealt = ['--batch', '8', '--steps', '3', '--budget', `${((peak_bytes as number) + 4096) / 2 ** 30}`];
    expect(await runIn('dealt', ...dealt, '--stop-at', '2')).toMatchObject({ steps: 2 });
    const resumed = await runIn('dealt', ...dealt.slice(0, 4), '--resume');
    const ended = await runIn('undealt', ...dealt.slice(0, 4));
    const card = readFileSync(path.join(at('dealt'), 'README.md'), 'utf8');
    expect(card).toMatch(/\| a step \| [124] rows? of 16 tokens × [248] \|/);
    const losses = (out: string) => log(out).map(([, loss]) => loss);
    for (const [i, loss] of losses('dealt').entries()) expect(loss).toBeCloseTo(losses('undealt')[i] as number, 5);
    const heldOut = (result: Record<string, unknown>) => (result.heldout as { loss: number }).loss;
    expect(heldOut(resumed)).toBeCloseTo(heldOut(ended), 5);
  });

  it('a run leaves nothing on the device', async () => {
    const { counts } = await counted(countGpu(), () => runIn('freed', '--stop-at', '1'));
    expect(counts.peakBytes).toBeGreaterThan(0);
    expect(counts.liveBytes).toBe(0);
  });

  it('a run stopped before its rate falls and lengthened is bitwise one run of as many steps', async () => {
    const hold = ['--schedule', 'hold', '--hold', '0.5', '--warmup', '1'];
    const longer = ['--steps', '16', ...hold];
    await runIn('long', ...longer);
    await runIn('lengthened', ...hold, '--stop-at', '6');
    expect(await runIn('lengthened', '--resume', ...longer)).toMatchObject({
      steps: 16,
      finished: true,
    });
    expect(log('lengthened')).toEqual(log('long'));
    await expect(runIn('lengthened', '--resume', ...hold)).rejects.toThrow('steps differ');
  }, 180_000);

  it('a checkpoint with a flipped byte is named and the one before is used', async () => {
    await runIn('damaged', '--stop-at', '9');
    const file = path.join(at('damaged'), 'checkpoints/step-9/state.safetensors');
    const bytes = readFileSync(file);
    bytes[bytes.length - 5]! ^= 1;
    writeFileSync(file, bytes);
    const written: string[] = [];
    const write = process.stderr.write.bind(process.stderr);
    process.stderr.write = (text: string | Uint8Array) => written.push(String(text)) > 0;
    try {
      await runIn('damaged', '--resume');
    } finally {
      process.stderr.write = write;
    }
    expect(written.join('')).toContain('The checkpoint of step 9');
    expect(written.join('')).toContain('is not what was saved');
    expect(log('damaged')).toEqual(log('whole'));
  });

  it.skipIf(!existsSync('/dev/full'))(
    'a checkpoint that finds no room ends no run, but the last one does',
    async () => {
      const full = (out: string, step: number) => {
        mkdirSync(path.join(at(out), 'checkpoints', `step-${step}`), { recursive: true });
        symlinkSync('/dev/full', path.join(at(out), 'checkpoints', `step-${step}`, 'state.safetensors.partial'));
      };
      full('no-room', 8);
      expect(await runIn('no-room')).toMatchObject({ steps: 12, finished: true });
      expect(log('no-room')).toEqual(log('whole'));
      full('no-room-last', 9);
      await expect(runIn('no-room-last', '--stop-at', '9')).rejects.toMatchObject({ code: 'disk-full' });
      await runIn('no-room-last', '--resume');
      expect(log('no-room-last')).toEqual(log('whole'));
    },
  );

  it('a run whose config names no special tokens has and exports those of its tokenizer', async () => {
    const { bos_token_id: _, eos_token_id: __, pad_token_id: ___, ...unnamed } = CONFIG;
    writeFileSync(at('unnamed.json'), JSON.stringify(unnamed));
    await runIn('unnamed', '--config', at('unnamed.json'));
    const exported = (name: string): unknown => JSON.parse(readFileSync(path.join(at('unnamed'), name), 'utf8'));
    const ids = { bos_token_id: 0, eos_token_id: 1, pad_token_id: 2 };
    expect(exported('config.json')).toMatchObject(ids);
    expect(exported('generation_config.json')).toMatchObject({ bos_token_id: 0, eos_token_id: 1 });
    expect(exported('tokenizer_config.json')).toMatchObject({
      bos_token: '<|bos|>',
      eos_token: '<|eos|>',
      pad_token: '<|pad|>',
    });
    expect(log('unnamed')).toEqual(log('whole'));
  });

  it('eval refuses weights that are no numbers', async () => {
    const ruined = at('ruined');
    cpSync(at('whole'), ruined, { recursive: true });
    const file = path.join(ruined, 'model.safetensors');
    const bytes = readFileSync(file);
    bytes.writeUInt32LE(0x7fc00000, bytes.length - 8);
    writeFileSync(file, bytes);
    const text = path.join(ruined, 'heldout.jsonl');
    const measured = runCommand(evaluateText, ['--model', ruined, '--no-tune', '--text', text]);
    await expect(measured).rejects.toMatchObject({ code: 'logits-not-finite' });
  });

  it('eval of the held-out documents gives what training reported, and generate continues a prompt', async () => {
    const model = ['--model', at('whole'), '--no-tune'];
    const result = await runCommand(evaluateText, [...model, '--text', path.join(at('whole'), 'heldout.jsonl')]);
    const { perplexity } = whole.heldout as { perplexity: number };
    expect(Math.abs((result.perplexity as number) - perplexity) / perplexity).toBeLessThanOrEqual(1e-5);
    const generated = await runCommand(generateText, [...model, '--prompt', 'Bir gün', '--max-tokens', '6']);
    expect(generated).toEqual({
      ...(await runCommand(generateText, [...model, '--prompt', 'Bir gün', '--max-tokens', '6'])),
      tokens_per_s: generated.tokens_per_s,
    });
    expect(generated.tokens).toBeGreaterThan(0);

    const text = generated.text as string;
    const stop = text[text.length >> 1] as string;
    const stopped = await runCommand(generateText, [
      ...[...model, '--prompt', 'Bir gün', '--max-tokens', '6', '--no-repeat-ngram', '9', '--stop', 'zzzz', stop],
    ]);
    expect(stopped).toMatchObject({ text: text.slice(0, text.indexOf(stop)), stopped: 'stop' });
    const beyond = runCommand(generateText, [...model, '--prompt', 'Bir gün '.repeat(9), '--max-tokens', '6']);
    await expect(beyond).rejects.toMatchObject({ code: 'prompt-too-long', details: { capacity: 16 } });

    const quantised = await runCommand(evaluateText, [
      ...[...model, '--text', path.join(at('whole'), 'heldout.jsonl'), '--quantise', 'nf4'],
    ]);
    const off = Math.abs((quantised.loss as number) / (result.loss as number) - 1);
    expect(off).toBeGreaterThan(0);
    expect(off).toBeLessThan(2e-2);
  });

  it('gradients and fit agree with the golden case', async () => {
    const expected = JSON.parse(readFileSync(path.join(GOLDEN, 'expected.json'), 'utf8')) as {
      loss: number;
      losses: number[];
    };
    const batch = ['--model', GOLDEN, '--batch', path.join(GOLDEN, 'batch.json'), '--no-tune'];
    const { loss } = await runCommand(gradients, [...batch, '--out', at('gradients.safetensors')]);
    expect(Math.abs((loss as number) - expected.loss)).toBeLessThanOrEqual(1e-5);
    const { losses } = await runCommand(fitBatch, [
      ...batch,
      '--optim',
      path.join(GOLDEN, 'optim.json'),
      '--steps',
      '3',
      '--out',
      at('fit'),
    ]);
    for (const [i, value] of (losses as number[]).entries())
      expect(Math.abs(value - expected.losses[i]!)).toBeLessThanOrEqual(2e-3);
  });

  it('the plan needs no GPU and names every byte by category', async () => {
    const planned = await runCommand(plan, ['--config', at('config.json'), '--seq', '16', '--batch', '2']);
    const bytes = Object.values(planned.bytes as Record<string, number>);
    expect(bytes.reduce((sum, b) => sum + b, 0)).toBe(planned.peak_bytes);
  });

  it('the plan predicts a step by the roof of a card: one twice as fast takes half the time', async () => {
    const argv = ['--config', at('config.json'), '--seq', '16', '--batch', '2', '--accumulate', '3'];
    const slow = await runCommand(plan, argv);
    const fast = await runCommand(plan, [...argv, '--roof-gflops', '10200', '--roof-gbs', '224']);
    const step = 3 * (slow.predicted_ms_per_micro_batch as number) + (slow.predicted_ms_per_update as number);
    expect(slow.predicted_tokens_per_s).toBeCloseTo((3 * 16 * 2 * 1000) / step, 5);
    expect(fast.predicted_tokens_per_s).toBeCloseTo(2 * (slow.predicted_tokens_per_s as number), 5);
    expect(fast.predicted_share_of_fma_roof).toBeCloseTo(slow.predicted_share_of_fma_roof as number, 10);
  });
});

describe('the report of a device', () => {
  it('is written as it goes, with what no longer fits left out', async () => {
    const argv = ['report', '--config', at('config.json'), '--seq', '16', '--batch', '2', '--no-tune'];
    const result = await runCommand(bench, [...argv, '--out', at('report'), '--seconds', '2']);
    const { entries } = JSON.parse(readFileSync(at('report.json'), 'utf8')) as { entries: { step: string }[] };
    expect(result).toMatchObject({ done: 0, wrong: [], failed: [], left_out: entries.map(({ step }) => step) });
    expect(readFileSync(at('report.md'), 'utf8')).toContain('| products | left out | 0.0 |  |');
  });

  it('says where it should be written', async () => {
    await expect(runCommand(bench, ['report'])).rejects.toThrow('--out is missing');
  });
});

describe('bad input', () => {
  it.each([
    ['an empty file', ['--input', at('empty.txt'), '--vocab', '300', '--out', 'x'], 'empty'],
    ['a binary file', ['--input', process.execPath, '--vocab', '300', '--out', 'x'], 'not text: it holds NUL bytes'],
    ['a vocabulary larger than the text allows', ['--input', CORPUS, '--vocab', '60000', '--out', 'x'], 'at most'],
    ['a missing option', ['--input', CORPUS], '--vocab is missing'],
    ['a number that is none', ['--input', CORPUS, '--vocab', 'many', '--out', 'x'], 'should be a number'],
  ])('tokenizer refuses %s', async (_what, argv, words) => {
    await expect(runCommand(trainTokenizer, argv)).rejects.toThrow(words);
  });

  it('train refuses heads that do not divide, and a batch beyond what the adapter allows', async () => {
    writeFileSync(at('heads.json'), JSON.stringify({ ...CONFIG, num_attention_heads: 3, num_key_value_heads: 3 }));
    await expect(runIn('x', '--config', at('heads.json'))).rejects.toThrow(
      'cannot be shared evenly by 3 attention heads',
    );
    await expect(runIn('x', '--batch', '40000000')).rejects.toMatchObject({ code: 'batch-too-large' });
    const beyond = openDevice(await openDawn(process.env.OCAQ_ADAPTER), { bufferBytes: 2 ** 40, bindingBytes: 0 });
    await expect(beyond).rejects.toMatchObject({ code: 'beyond-adapter-limits' });
  });

  it('a truncated and a lying safetensors are refused before anything is read from them', async () => {
    const source = readFileSync(path.join(GOLDEN, 'model.safetensors'));
    const broken = (name: string, bytes: Uint8Array) => {
      const dir = mkdtempSync(path.join(folder, name));
      writeFileSync(path.join(dir, 'config.json'), readFileSync(path.join(GOLDEN, 'config.json')));
      writeFileSync(path.join(dir, 'model.safetensors'), bytes);
      return runCommand(gradients, [
        '--model',
        dir,
        '--batch',
        path.join(GOLDEN, 'batch.json'),
        '--out',
        at('x.safetensors'),
      ]);
    };
    await expect(broken('short', source.subarray(0, source.length - 100))).rejects.toMatchObject({ name: 'OcaqError' });
    const lying = Buffer.from(source);
    lying.write('"shape":[256,64]', lying.indexOf('"shape":[257,64]'));
    await expect(broken('lying', lying)).rejects.toMatchObject({ name: 'OcaqError' });
  });
});
