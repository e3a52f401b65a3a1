/**
 * The cluster bundle: everything with which one readable script of PyTorch, train.py, goes on with a run on one or many
 * graphics cards and writes checkpoints that come back (checkpoint.ts). No tokenizer and no text is needed there.
 *   README.md, train.py, accelerate.yaml
 *   run.json                 what holds for the whole run: settings, parameters, what the files of data are
 *   data/                    tokens, rows in their order and learning rates (data-files.ts); held-out tokens
 *   checkpoints/step-N/      where the run is
 * Runs of texts in which every weight is trained; nothing of a model but one tensor is held at a time.
 */
import { memoryStream, type TokenStream } from '../../data/batches.ts';
import { corpusRows, type DocumentStream } from '../../data/corpus-rows.ts';
import type { ModelConfig } from '../../formats/hf-config.ts';
import { type FolderInput, modelFolderFiles, type OutputFile } from '../../formats/hf-folder.ts';
import { familyOf, parameterTable } from '../../model/families/table.ts';
import { folderModel } from '../../model/folder.ts';
import { unpackPart } from '../../model/parameters.ts';
import type { LoopState } from '../loop-state.ts';
import { EPSILON } from '../optimizer-step.ts';
import ACCELERATE from './accelerate.yaml?raw';
import {
  CHECKPOINT_FORMAT,
  type Identity,
  optimizerFile,
  readScaler,
  stateFile,
  trainedTensors,
} from './checkpoint.ts';
import { rateBytes, rowsPerStep, spanBytes, tokenBytes, tokenType } from './data-files.ts';
import SCRIPT from './train.py?raw';

export interface ClusterRun {
  readonly state: LoopState;
  readonly config: ModelConfig;
  readonly run: Identity;
  /** Tensors of the run's checkpoint by name, f32 (engine/state-tensors.ts). */
  readonly tensor: (name: string) => Promise<Float32Array>;
  readonly folder: Pick<FolderInput, 'tokenizerJson' | 'chatTemplate' | 'modelCard'>;
  readonly corpus: DocumentStream;
  /** What fills the rest of a row. */
  readonly padId: number;
  readonly heldOut: HeldOut | null;
}

export interface HeldOut {
  readonly tokens: TokenStream;
  /** UTF-8, of the documents. */
  readonly bytes: number;
  /** Ids that begin a document, and are not predicted. */
  readonly given: readonly number[];
}

/** @throws OcaqError `corpus-too-short`, and what the tensors and streams throw */
export async function* bundleFiles(cluster: ClusterRun): AsyncGenerator<OutputFile> {
  const { state, config, corpus, padId, heldOut } = cluster;
  const { settings } = state;
  const rows = await corpusRows(corpus, { ...settings, shift: settings.shiftWindows, padId });
  yield textFile('README.md', README);
  yield textFile('train.py', SCRIPT);
  yield textFile('accelerate.yaml', ACCELERATE);
  yield textFile('run.json', `${JSON.stringify(runFile(cluster), null, 1)}\n`);
  yield { name: 'data/rates.bin', content: rateBytes(state) };
  yield { name: 'data/heldout.bin', content: tokenBytes(heldOut?.tokens ?? NOTHING, config.vocabSize) };
  yield { name: 'data/spans.bin', content: spanBytes(state, rows) };
  yield { name: 'data/train.bin', content: tokenBytes(corpus, config.vocabSize) };
  for await (const { name, content } of checkpointFiles(cluster, rows.count))
    yield { name: `checkpoints/step-${state.step}/${name}`, content };
}

const NOTHING = memoryStream(new Uint16Array());

async function* checkpointFiles(
  { state, config, run, tensor, folder }: ClusterRun,
  rowsPerPass: number,
): AsyncGenerator<OutputFile> {
  const { step, adapter: device } = state;
  const scaler = readScaler(await tensor('scaler'));
  yield stateFile({ format: CHECKPOINT_FORMAT, step, updates: 0, device, begun: state, scaler, rowsPerPass, run });
  const parts = parameterTable(config).flatMap((parameter) => parameter.parts.map((part) => ({ parameter, part })));
  yield* modelFolderFiles({
    ...folder,
    model: folderModel(config),
    async tensor(name) {
      const found = parts.find(({ part }) => part.name === name);
      if (!found) throw new Error(`no parameter holds the tensor "${name}"`);
      return unpackPart(found.parameter, found.part, await tensor(`weights/${found.parameter.id}`));
    },
  });
  yield optimizerFile(config, state, tensor);
}

/** What train.py reads of run.json. */
function runFile({ state, config, padId, heldOut }: ClusterRun): object {
  const { settings, step, averagedFrom } = state;
  return {
    format: CHECKPOINT_FORMAT,
    family: familyOf(config).name,
    settings,
    epsilon: EPSILON,
    firstStep: step,
    rowsPerStep: rowsPerStep(settings),
    averagedFrom,
    tokens: tokenType(config.vocabSize),
    padId,
    heldOut: heldOut && { bytes: heldOut.bytes, given: heldOut.given },
    parameters: trainedTensors(config, state).map(({ parameter: { group }, part, optimizer }) => ({
      ...{ name: part.name, group, optimizer },
      transposed: part.isTransposed === true,
    })),
  };
}

const README = `Goes on with the run on all cards of this machine: \`pip install torch transformers safetensors && torchrun --nproc_per_node=gpu train.py\` (\`--fsdp\` where a model does not fit one card; one process, without a card: \`python train.py\`).
Bring \`checkpoints/step-…\` back in the studio, under Model, as a folder; or with \`ocaq import checkpoints/step-… --out RUN\`, and resume with \`ocaq train --resume --out RUN …\`.
`;

const textFile = (name: string, text: string): OutputFile => ({ name, content: new TextEncoder().encode(text) });
