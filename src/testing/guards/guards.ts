/**
 * Guards against faults, each with a test that fails without it. `npm run test:guards` takes one after the other out, as the
 * module is loaded and in no file, and shows that its test does fail. A guard's text stands exactly once in its file.
 */

export interface Guard {
  readonly name: string;
  readonly file: string;
  /** As it is written in the file. */
  readonly guard: string;
  /** What stands in its place while it is out. */
  readonly without: string;
  /** The file of the test, then its name as it is written there, below those of the groups that it is in. */
  readonly test: string;
}

export const GUARDS: readonly Guard[] = [
  {
    name: 'checkpoint-hash',
    file: 'src/storage/checkpoints.ts',
    guard: 'bytes?.length !== chunk.bytes || (await sha256(bytes)) !== chunk.sha256',
    without: 'bytes?.length !== chunk.bytes',
    test: 'src/storage/checkpoints.test.ts › damage › of any single byte is named, and the previous checkpoint is used',
  },
  {
    name: 'checkpoint-read-back',
    file: 'src/storage/checkpoints.ts',
    guard: `  try {
    for (const tensor of manifest.tensors) await readTensor(database, manifest, tensor, true);`,
    without: '  try {',
    test: 'src/storage/checkpoints.test.ts › saving and loading › does not call saved what the disk changed on the way',
  },
  {
    name: 'pointer-last',
    file: 'src/storage/checkpoints.ts',
    guard: 'if (chunks !== expected) throw',
    without: 'if (chunks < 0) throw',
    test: 'src/storage/checkpoints.test.ts › chunks that vanish while a save finishes › are missed in the transaction that would make it the latest',
  },
  {
    name: 'quota-named',
    file: 'src/storage/database.ts',
    guard: `    case 'QuotaExceededError':
      return storageFull(error);`,
    without: '',
    test: 'src/storage/database.test.ts › transact › tells a transaction that finds no room only at its end',
  },
  {
    name: 'header-within-file',
    file: 'src/formats/safetensors.ts',
    guard: 'if (dataStart > source.size) {',
    without: 'if (dataStart < 0) {',
    test: 'src/formats/safetensors.test.ts › reading › refuses with %s',
  },
  {
    name: 'contiguous-offsets',
    file: 'src/formats/safetensors.ts',
    guard: '  checkContiguous(source, entries, dataStart);',
    without: '',
    test: 'src/formats/safetensors.test.ts › reading › refuses with %s',
  },
  {
    name: 'zip-bomb',
    file: 'src/data/containers/limits.ts',
    guard: 'if (this.#unpacked <= this.#unpackedLimit) return;',
    without: 'if (this.#unpackedLimit >= 0) return;',
    test: 'src/data/containers/open-members.test.ts › limits › end %s that unpacks out of proportion',
  },
  {
    name: 'template-time',
    file: 'src/formats/chat-renderer.ts',
    guard: 'timer = setTimeout(() => resolve(null));',
    without: 'timer = undefined;',
    test: 'src/cli/render-thread.test.ts › a thread that renders chat templates › answers again after one was ended, and in the same thread before',
  },
  {
    name: 'special-tokens-of-tokenizer',
    file: 'src/cli/special-tokens.ts',
    guard: 'return { ...Object.fromEntries(own), ...given };',
    without: 'return given;',
    test: 'src/cli/special-tokens.test.ts › special tokens of a new model › are %s',
  },
  {
    name: 'nothing-to-resume',
    file: 'src/cli/training-run.ts',
    guard: `  if (saved) return saved;
  const advice`,
    without: `  if (saved ?? from) return saved as SavedRun;
  const advice`,
    test: 'src/cli/commands/train.test.ts › train › has nothing to resume in a folder that %s, and says so',
  },
  {
    name: 'torn-pointer',
    file: 'src/cli/checkpoint-folder.ts',
    guard: "['file-unreadable', 'json-invalid'].includes(error.code)",
    without: "error.code === 'file-unreadable'",
    test: 'src/cli/checkpoint-folder.test.ts › the checkpoint to resume from › is the newest that was written whole where latest.json %s',
  },
  {
    name: 'torn-log',
    file: 'src/cli/run-log.ts',
    guard: 'return read !== null && ',
    without: 'return ',
    test: 'src/cli/run-log.test.ts › the log of a run › of a run that is resumed may be %s',
  },
  {
    name: 'context-overflow',
    file: 'src/inference/generate.ts',
    guard: 'if (prompt.length >= capacity)',
    without: 'if (capacity < 0)',
    test: 'src/inference/generate.test.ts › a prompt › that leaves no room for a token in the context is refused',
  },
  {
    name: 'nan-evaluation',
    file: 'src/evaluation/evaluate.ts',
    guard: 'if (Number.isFinite(loss)) return;',
    without: 'if (Number.isFinite(loss) || loss !== 0) return;',
    test: 'src/evaluation/evaluate.test.ts › what was measured of a model › is refused where its loss is %f',
  },
  {
    name: 'overflow-seen',
    file: 'src/training/session.ts',
    guard: '    await checkBits(model);',
    without: '',
    test: 'src/training/overflow.gpu.test.ts › a run in 16 bits begins on a card that notices what is not finite, and is refused on one that does not',
  },
  {
    name: 'non-finite-step',
    file: 'src/training/divergence.ts',
    guard: "verdict: trouble.skipped > limits.skipped ? 'not-finite' : 'skipped'",
    without: "verdict: 'skipped'",
    test: 'src/training/divergence.test.ts › steps that are not finite › in %s may be %i in a row',
  },
  {
    name: 'dead-worker',
    file: 'src/worker/supervisor.ts',
    guard: `      this.deaths.push(Date.now());
      this.replace(line);`,
    without: '',
    test: 'src/worker/supervisor.test.ts › a worker that is gone: that is said before its calls fail, and later ones go to the next worker',
  },
  {
    name: 'one-trains-at-a-time',
    file: 'src/worker/runs/training-lock.ts',
    guard: 'if (!training) throw runElsewhere();',
    without: 'if (!training) return { announce: async () => undefined, release: async () => undefined };',
    test: 'src/worker/runs/training-lock.test.ts › one trains at a time, and every tab can tell which run',
  },
  {
    name: 'good-state',
    file: 'src/training/good-state.ts',
    guard: 'if (wrong !== undefined) throw',
    without: 'if (wrong === null) throw',
    test: 'src/training/good-state.gpu.test.ts › a state › with one weight that is %f is not',
  },
  {
    name: 'device-loss-told',
    file: 'src/gpu/device.ts',
    guard: `    async explain(rejection) {
      await throwIfLostSoon();`,
    without: '    async explain(rejection) {',
    test: 'src/cli/commands/faults.gpu.test.ts › a device lost in the middle › ends the command with that, and the run resumes from its checkpoint to the same weights',
  },
];
