/** A run at its step 3 as a cluster bundle, of numbers that no device has seen. */
import { memoryStream } from '../../data/batches.ts';
import { documentStream } from '../../data/corpus-rows.ts';
import { Random } from '../../data/random.ts';
import { bf16ToF32, f32ToBf16 } from '../../formats/half.ts';
import { blobFolder, type FolderSource, type OutputFile } from '../../formats/hf-folder.ts';
import { openArchive, zipStream } from '../../formats/zip.ts';
import { parameterTable, parseModelConfig } from '../../model/families/table.ts';
import { packParameter, partElements } from '../../model/parameters.ts';
import { encodeWords, SCALER_WORDS } from '../../ops/step-words.ts';
import type { ClusterRun } from '../../training/cluster/bundle.ts';
import type { LoopSettings } from '../../training/loop-settings.ts';
import type { LoopState } from '../../training/loop-state.ts';
import { stateAt } from '../loop-states.ts';

const VOCAB = 40;
export const LLAMA = {
  ...{ model_type: 'llama', vocab_size: VOCAB, hidden_size: 18, num_hidden_layers: 2, num_attention_heads: 3 },
  ...{ num_key_value_heads: 1, head_dim: 4, intermediate_size: 7, max_position_embeddings: 16 },
  ...{ rms_norm_eps: 1e-5, tie_word_embeddings: true },
};
export const GPT2 = { model_type: 'gpt2', vocab_size: VOCAB, n_embd: 12, n_layer: 1, n_head: 3, n_positions: 16 };

const random = new Random(7);
export const tokens = Uint32Array.from({ length: 300 }, () => random.integer(VOCAB));
const STARTS = [0, 9, 11, 30, 62, 63, 100, 121, 150, 199, 251, 290];
export const corpus = documentStream(tokens, STARTS);

export const bytesOf = async (pieces: AsyncIterable<Uint8Array> | Uint8Array): Promise<Buffer> => {
  const all: Uint8Array[] = [];
  for await (const piece of pieces instanceof Uint8Array ? [pieces] : pieces) all.push(piece);
  return Buffer.concat(all);
};

/** @param set of second moments, which are no less than 0, or another */
const madeUp = (set: string, name: string, i: number): number => {
  const value = Math.sin(i * 0.7 + set.length + name.length) / 8;
  return set === 'v' ? value ** 2 : value;
};

/** A run whose checkpoint holds other numbers in every tensor. */
export const clusterRun = (json: object, change: Partial<LoopSettings> = {}, moments: LoopState['moments'] = 'f32') => {
  const config = parseModelConfig(json);
  const state: LoopState = { ...stateAt(3, change), moments, adapter: 'card' };
  const checkpoint = new Map<string, Float32Array<ArrayBuffer>>();
  for (const parameter of parameterTable(config)) {
    const { id, isCompact, parts } = parameter;
    const isMuon = change.optimizer === 'muon' && isCompact;
    const sets = ['weights', 'm', ...(isMuon ? [] : ['v']), ...(change.averageWeights ? ['last'] : [])];
    for (const set of sets) {
      const isRounded = moments === 'bf16' && (set === 'm' || set === 'v');
      const values = packParameter(parameter, (name) => {
        const part = parts.find((one) => one.name === name) as (typeof parts)[number];
        return Float32Array.from({ length: partElements(parameter, part) }, (_, i) => madeUp(set, name, i));
      });
      checkpoint.set(`${set}/${id}`, isRounded ? bf16ToF32(f32ToBf16(values)) : values);
    }
  }
  const counted = { loss_scale: 1, good_steps: 3, count: 3, one_minus_beta1_t: 0.271, one_minus_beta2_t: 0.142625 };
  checkpoint.set('scaler', new Float32Array(encodeWords(SCALER_WORDS, counted)));
  const cluster: ClusterRun = {
    ...{ state, config, corpus, padId: 0, run: { config, corpus: 'hash' } as { config: unknown } },
    folder: { tokenizerJson: undefined, chatTemplate: '', modelCard: '# run\n' },
    heldOut: { tokens: memoryStream(tokens.slice(0, 33)), bytes: 70, given: [1] },
    async tensor(name) {
      const values = checkpoint.get(name);
      if (!values) throw new Error(`no tensor ${name}`);
      return values;
    },
  };
  return { cluster, checkpoint };
};

export const archived = async (files: AsyncIterable<OutputFile>) => {
  const blob = new Blob([new Uint8Array(await bytesOf(zipStream(files)))]);
  const { names, open } = await openArchive('run.zip', blob);
  const read = async (name: string) => {
    const source = await open(name);
    return Buffer.from(await source.read(0, source.size));
  };
  return { names, read };
};

const NAMES = 'config.json generation_config.json README.md model.safetensors optimizer.safetensors state.json';
/** Its one checkpoint. @param changed texts of files that are other ones, or more */
export const checkpointFolder = async (
  { read }: Awaited<ReturnType<typeof archived>>,
  changed: Record<string, string> = {},
): Promise<FolderSource> => {
  const files = new Map<string, Blob>();
  for (const name of NAMES.split(' '))
    files.set(name, new Blob([new Uint8Array(await read(`checkpoints/step-3/${name}`))]));
  for (const [name, text] of Object.entries(changed)) files.set(name, new Blob([text]));
  return blobFolder('step-3', files);
};
