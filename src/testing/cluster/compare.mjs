/**
 * `npm run compare:cluster -- --python FILE [--adapter NAME] [case…]`: holds train.py to the engine. A tiny model is trained
 * 20 steps here, written as a cluster bundle, and goes on for 50 steps here, and in PyTorch on the CPU with one and with two
 * processes, in f32. It prints, for each case, the largest difference of a step's loss and of the held-out loss, and of the
 * held-out loss after PyTorch's checkpoint came back and was resumed; exits 1 where one is beyond its limit. FILE is a Python
 * with torch, transformers and safetensors; it takes some minutes, and is no part of `npm test`.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');
const { values, positionals } = parseArgs({
  options: { python: { type: 'string', default: 'python3' }, adapter: { type: 'string' } },
  allowPositionals: true,
});
const LIMITS = { loss: 1e-3, heldout: 1e-3, resumed: 1e-4 };
const [LEAVES, RETURNS, STEPS] = [20, 70, 80];

const LLAMA = {
  ...{
    model_type: 'llama',
    architectures: ['LlamaForCausalLM'],
    vocab_size: 320,
    hidden_size: 32,
    num_hidden_layers: 2,
  },
  ...{ num_attention_heads: 4, num_key_value_heads: 2, intermediate_size: 48, max_position_embeddings: 32 },
  ...{ rms_norm_eps: 1e-5, tie_word_embeddings: true },
};
const GPT2 = {
  ...{ model_type: 'gpt2', architectures: ['GPT2LMHeadModel'], vocab_size: 320, n_embd: 32, n_layer: 2, n_head: 4 },
  ...{ n_positions: 32 },
};
const QWEN3 = { ...LLAMA, model_type: 'qwen3', architectures: ['Qwen3ForCausalLM'], head_dim: 8 };
const MISTRAL = { ...LLAMA, model_type: 'mistral', architectures: ['MistralForCausalLM'], sliding_window: 9 };
const MASKED = ['--packing', 'best-fit', '--document-mask', 'on'];

/** Model, options of `train`, options of train.py. */
const CASES = {
  adamw: [LLAMA, ['--optimizer', 'adamw'], []],
  muon: [LLAMA, ['--optimizer', 'muon'], []],
  'muon, FSDP2, mean of weights': [LLAMA, ['--optimizer', 'muon', '--average'], ['--fsdp']],
  'GPT-2, muon, mean of weights': [GPT2, ['--optimizer', 'muon', '--average'], []],
  'Qwen3, packed documents, masked': [QWEN3, ['--optimizer', 'muon', ...MASKED], []],
  'Mistral, windows, masked': [MISTRAL, ['--optimizer', 'adamw', '--document-mask', 'on', '--shift-windows', 'on'], []],
};

const folder = mkdtempSync(path.join(tmpdir(), 'ocaq-cluster-'));
const at = (...names) => path.join(folder, ...names);
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

function run(command, args, cwd = root) {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8', maxBuffer: 2 ** 28 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stderr}`);
  return stdout;
}
const ocaq = (...args) =>
  JSON.parse(
    run(process.execPath, ['src/cli/launch.mjs', ...args])
      .trim()
      .split('\n')
      .at(-1),
  );
const linesOf = (file) =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const lossesOf = (file) =>
  new Map(linesOf(file).flatMap(({ step, loss }) => (loss === undefined || step <= LEAVES ? [] : [[step, loss]])));

const texts = ['ensiklopediya', 'xeberler', 'hekayeler'].map((name) =>
  path.join(root, `public/sample/corpus/${name}.txt`),
);
ocaq('tokenizer', 'train', '--input', ...texts, '--vocab', '320', '--out', at('tokenizer.json'));

const wanted = Object.entries(CASES).filter(([name]) => positionals.length === 0 || positionals.includes(name));
const rows = wanted.flatMap(([name, [config, options, script]]) => {
  mkdirSync(at(name));
  writeFileSync(at(name, 'config.json'), JSON.stringify(config));
  const train = (out, ...more) => {
    const files = ['--corpus', ...texts, '--tokenizer', at('tokenizer.json'), '--config', at(name, 'config.json')];
    const sizes = ['--steps', `${STEPS}`, '--batch', '2', '--accumulate', '3', '--seq', '32', '--eval-every', '10'];
    const device = ['--no-tune', ...(values.adapter ? ['--adapter', values.adapter] : [])];
    return ocaq('train', ...files, ...sizes, ...options, ...device, '--out', at(name, out), ...more);
  };
  train('here', '--stop-at', `${LEAVES}`);
  ocaq('export', '--to', 'cluster', '--run', at(name, 'here'), '--corpus', ...texts, '--out', at(name, 'run.zip'));
  for (const copy of ['back-1', 'back-2']) cpSync(at(name, 'here'), at(name, copy), { recursive: true });
  const here = train('here', '--resume', '--stop-at', `${RETURNS}`);
  const losses = lossesOf(at(name, 'here', 'log.jsonl'));
  return [1, 2].map((processes) => {
    const there = at(name, `there-${processes}`);
    run(values.python, ['-m', 'zipfile', '-e', at(name, 'run.zip'), there]);
    const launch = ['-m', 'torch.distributed.run', '--standalone', `--nproc_per_node=${processes}`];
    run(values.python, [...launch, 'train.py', '--stop-at', `${RETURNS}`, '--precision', 'f32', ...script], there);
    const log = path.join(there, 'log.jsonl');
    const differences = [...lossesOf(log)].map(([step, loss]) => Math.abs(loss - losses.get(step)));
    if (differences.length !== RETURNS - LEAVES) throw new Error(`${differences.length} steps were done in PyTorch`);
    const heldout = linesOf(log).findLast(({ heldout_loss }) => heldout_loss !== undefined).heldout_loss;
    ocaq('import', path.join(there, `checkpoints/step-${RETURNS}`), '--out', at(name, `back-${processes}`));
    const back = train(`back-${processes}`, '--resume', '--stop-at', `${RETURNS}`);
    return {
      ...{ case: name, processes },
      loss: Math.max(...differences),
      heldout: Math.abs(heldout - here.heldout.loss),
      resumed: Math.abs(heldout - back.heldout.loss),
    };
  });
});
for (const row of rows) {
  const figures = Object.keys(LIMITS).map((name) => `${name} ${row[name].toExponential(1)}`);
  process.stdout.write(
    `${row.case}, ${row.processes} process${row.processes > 1 ? 'es' : ''}: ${figures.join(', ')}\n`,
  );
}
const isWithin = (row) => Object.entries(LIMITS).every(([name, limit]) => row[name] <= limit);
process.exitCode = rows.every(isWithin) ? 0 : 1;
