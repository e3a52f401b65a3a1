/**
 * train.py at its work, on a tiny bundle and the CPU: where OCAQ_PYTHON names a Python with torch, transformers and safetensors.
 * Without it the text of the script is held to the order in which it ends: in the other one, a process may never end.
 */
import { spawn } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { blobFolder } from '../../formats/hf-folder.ts';
import { bytesOf, clusterRun, LLAMA } from '../../testing/cluster/cluster-run.ts';
import { bundleFiles } from './bundle.ts';
import { readReturned } from './checkpoint.ts';
import SCRIPT from './train.py?raw';

const PYTHON = process.env.OCAQ_PYTHON;
const dir = mkdtempSync(path.join(tmpdir(), 'ocaq-train-script-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it('lets go of DDP before the process group, and of that at the end', () => {
  const [ddp, group] = ['run.model = None', 'dist.destroy_process_group()'].map((line) => SCRIPT.lastIndexOf(line));
  expect(ddp).toBeGreaterThan(0);
  expect(group).toBeGreaterThan(ddp as number);
});

describe.runIf(PYTHON)('a bundle in PyTorch', () => {
  // 6 rows a step, which neither 4 processes nor micro-batches of 4 divide.
  const STEPS = 30;
  const { cluster } = clusterRun(LLAMA, {
    batch: 2,
    accumulate: 3,
    steps: STEPS,
    optimizer: 'muon',
    averageWeights: true,
  });

  beforeAll(async () => {
    for await (const { name, content } of bundleFiles(cluster)) {
      mkdirSync(path.dirname(path.join(dir, 'bundle', name)), { recursive: true });
      writeFileSync(path.join(dir, 'bundle', name), await bytesOf(content));
    }
    await trained(unpacked('whole'), []);
  }, 60_000);

  function unpacked(name: string): string {
    cpSync(path.join(dir, 'bundle'), path.join(dir, name), { recursive: true });
    return path.join(dir, name);
  }

  /** @param onStep what is done with the process once it has done a step; the process it is of is that of one, or the launcher */
  async function trained(folder: string, options: string[], processes = 1, onStep?: (kill: () => void) => void) {
    const launch = ['-m', 'torch.distributed.run', '--standalone', `--nproc_per_node=${processes}`];
    const words = [...(processes > 1 ? launch : []), 'train.py', ...options];
    const child = spawn(PYTHON as string, words, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
    let [said, wrong, isTold] = ['', '', false];
    child.stderr.on('data', (data: Buffer) => {
      wrong += data.toString();
    });
    child.stdout.on('data', (data: Buffer) => {
      said += data.toString();
      if (!onStep || isTold || !said.includes('"loss"')) return;
      isTold = true;
      onStep(() => child.kill('SIGTERM'));
    });
    const code = await ended;
    if (code !== 0 && !onStep) throw new Error(`${said}\n${wrong}`);
    return { code, said };
  }

  const lossesOf = (folder: string): (readonly [number, number])[] =>
    readFileSync(path.join(folder, 'log.jsonl'), 'utf8')
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as { step: number; loss?: number })
      .flatMap(({ step, loss }) => (loss === undefined ? [] : [[step, loss] as const]));
  /** How far its losses lie from those of one process that was not disturbed. */
  const worst = (folder: string): number => {
    const [own, whole] = [lossesOf(folder), lossesOf(path.join(dir, 'whole'))];
    expect(own.map(([step]) => step)).toEqual(whole.map(([step]) => step));
    return Math.max(...own.map(([, loss], i) => Math.abs(loss - (whole[i]?.[1] ?? Number.NaN))));
  };
  const returned = async (folder: string) => {
    const steps = readdirSync(path.join(folder, 'checkpoints')).map((name) => Number(name.slice('step-'.length)));
    const name = `step-${Math.max(...steps)}`;
    const at = path.join(folder, 'checkpoints', name);
    const files = readdirSync(at).map((file) => [file, new Blob([readFileSync(path.join(at, file))])] as const);
    return readReturned(blobFolder(name, new Map(files)));
  };

  it('goes on from its own checkpoint bit for bit, past those that are not whole, and comes back with its log', async () => {
    const folder = unpacked('again');
    await trained(folder, ['--save-every', '5', '--stop-at', '20']);
    const checkpoint = (step: number, file: string) => path.join(folder, `checkpoints/step-${step}`, file);
    cpSync(checkpoint(20, ''), checkpoint(25, ''), { recursive: true });
    rmSync(checkpoint(25, 'state.json'));
    truncateSync(checkpoint(20, 'model.safetensors'), 2000);
    const { said } = await trained(folder, []);
    expect(said).toMatch(/step-25 is not whole .*\n.*step-20 is not whole .*\n(.*\n)?from step 15 to 30 of 30/);
    expect(worst(folder)).toBe(0);
    const { state, log } = await returned(folder);
    expect([state.step, log.steps.length, log.heldOut.length, log.warning]).toEqual([STEPS, STEPS - 3, 3, null]);
  }, 120_000);

  it.each([1, 2])(
    'finishes its step, saves and ends when it is told to: %i processes',
    async (processes) => {
      const folder = unpacked(`told-${processes}`);
      const script = path.join(folder, 'train.py');
      const slow = SCRIPT.replace('        began = time.perf_counter()', '        time.sleep(0.2)\n$&');
      writeFileSync(script, slow);
      const { code, said } = await trained(folder, [], processes, (kill) => kill());
      // torchrun says with 1 that it was told to end.
      expect(code).toBe(processes === 1 ? 0 : 1);
      expect(said).toContain('SIGTERM: stops after this step, with a checkpoint');
      const { state, log } = await returned(folder);
      expect(said).toContain(`ends at step ${state.step} of ${STEPS}`);
      expect(state.step).toBeLessThan(10);
      expect(log).toMatchObject({ warning: null, steps: { length: state.step - 3 } });
      writeFileSync(script, SCRIPT);
      await trained(folder, []);
      expect(worst(folder)).toBeLessThan(processes === 1 ? 1e-12 : 1e-5);
    },
    120_000,
  );

  it('ends at once when it is told again', async () => {
    const folder = unpacked('twice');
    const slow = SCRIPT.replace(
      '        began = time.perf_counter()',
      '        time.sleep(1 if run.step == 3 else 30)\n$&',
    );
    writeFileSync(path.join(folder, 'train.py'), slow);
    const began = performance.now();
    const { code, said } = await trained(folder, [], 1, (kill) => {
      for (const after of [500, 1000, 4500]) setTimeout(kill, after);
    });
    expect([code, said.includes('wrote')]).toEqual([128 + 15, false]);
    expect(performance.now() - began).toBeLessThan(30_000);
  }, 120_000);

  it.each<[number, string[]]>([
    [2, ['--micro-batch', '4']],
    [4, []],
    [4, ['--fsdp', '--micro-batch', '1']],
    [8, []],
  ])(
    'has the same losses with %i processes and %j',
    async (processes, options) => {
      const folder = unpacked(`${processes}${options.join('')}`);
      await trained(folder, options, processes);
      expect(worst(folder)).toBeLessThan(1e-5);
    },
    120_000,
  );

  it('computes in bf16 near f32, and its checkpoints are f32', async () => {
    const folder = unpacked('bf16');
    await trained(folder, ['--precision', 'bf16']);
    expect(worst(folder)).toBeGreaterThan(0);
    expect(worst(folder)).toBeLessThan(0.05);
    const { state, tensors } = await returned(folder);
    expect(state.adapter).toMatch(/^torch .*, cpu, bf16$/);
    for (const { read } of tensors) await read();
    const model = readFileSync(path.join(folder, `checkpoints/step-${STEPS}/model.safetensors`), 'latin1');
    expect(model.slice(0, 4000)).not.toContain('BF16');
  }, 120_000);
});
