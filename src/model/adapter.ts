/**
 * A LoRA adapter on the model of a Hugging Face folder, as peft merges them: W + scale · B·A, transposed where the file holds
 * W so, and tensors that the adapter brings whole. The result is a folder like any other, whose tensors are computed when each
 * is read: sums in float64, rounded to f32 once, and never more than one tensor of the base in memory.
 */
import { OcaqError } from '../errors.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import type { OpenedFolder, StoredTensor } from '../formats/hf-folder.ts';
import type { AdapterFolder, LoraPair } from '../formats/peft/adapter-folder.ts';
import { readTensorF32 } from '../formats/safetensors.ts';
import { familyOf, parameterTable, validateModelConfig } from './families/table.ts';
import { addLowRank, type LowRankFactors } from './low-rank.ts';
import { partShape } from './parameters.ts';

/** What an adapter did to one tensor. */
export interface TensorChange {
  readonly tensor: string;
  readonly kind: 'merged' | 'replaced';
  /** The largest difference of any number from the base's; of a longer table over the rows that both have. */
  readonly largest: number;
}

/** A tensor of the model that comes out. */
interface Place {
  readonly name: string;
  readonly shape: readonly number[];
  /** Of what a pair can change: how it lies in the file. null for vectors. */
  readonly matrix: 'linear' | 'transposed linear' | 'table' | null;
  /** Whether "all-linear" means it. */
  readonly isInner: boolean;
}

/** An adapter by the names of the tensors that it changes. */
interface Changes {
  readonly pairs: ReadonlyMap<string, { readonly module: string; readonly pair: LoraPair }>;
  readonly whole: ReadonlyMap<string, StoredTensor>;
}

type Weights = Float32Array<ArrayBuffer>;

/**
 * The base with the adapter merged into it. A tied table becomes two where the adapter changes one of them (unless it was
 * trained to keep them one), and a vocabulary that the adapter lengthened is the model's.
 * @param onChange told of each tensor that the adapter changes, when it is read
 * @throws `adapter-*` for what the base has no place for, and shapes that contradict it or the adapter's ranks; `config-*`
 */
export function withAdapter(
  base: OpenedFolder,
  adapter: AdapterFolder,
  onChange: (change: TensorChange) => void = () => {},
): OpenedFolder {
  const changes = changesByTensor(base.config, adapter);
  const config = configAfter(base.config, adapter, changes);
  const places = placesOf(config);
  checkPlaces(base.config, adapter, changes, places);
  const weights: OpenedFolder['weights'] = new Map();
  for (const place of places) {
    const { name } = place;
    const pair = changes.pairs.get(name);
    const whole = changes.whole.get(name);
    const before = base.weights.get(name) ?? base.weights.get(familyOf(config).embeddingTable);
    if (!before) throw new Error(`the base lacks the tensor "${name}" that its config calls for`);
    checkShape(adapter, name, whole?.entry.shape ?? before.shape, place.shape, 'the rest of the model');
    const factors = pair && factorsOf(adapter, place, pair);
    const read = async (): Promise<Weights> => {
      if (!whole && !factors) return before.read();
      const values = whole ? await readTensorF32(whole.source, whole.entry) : await before.read();
      const merged = factors ? addLowRank(values, await factors.read()) : 0;
      const largest = whole ? largestDifference(values, await before.read()) : merged;
      if (!values.every(Number.isFinite)) throw notFinite(adapter, name);
      onChange({ tensor: name, kind: factors ? 'merged' : 'replaced', largest });
      return values;
    };
    weights.set(name, { shape: [...place.shape], dtype: 'F32', read });
  }
  const isLonger = config.vocabSize !== base.config.vocabSize;
  const tokenizerJson = isLonger ? (adapter.tokenizerJson ?? base.tokenizerJson) : base.tokenizerJson;
  return { config, tokenizerJson, weights };
}

function changesByTensor(config: ModelConfig, adapter: AdapterFolder): Changes {
  const family = familyOf(config);
  const pairs = new Map<string, { module: string; pair: LoraPair }>();
  for (const [module, pair] of adapter.pairs) {
    // An adapter of the bare model lacks the prefix, as the bare model's files do.
    const name = family.tensorName(`${module}.weight`) ?? module;
    if (pairs.has(name)) throw twice(adapter, name);
    pairs.set(name, { module, pair });
  }
  const whole = new Map<string, StoredTensor>();
  for (const [stored, tensor] of adapter.whole) {
    const name = family.tensorName(stored);
    if (name === null) continue;
    if (whole.has(name)) throw twice(adapter, name);
    whole.set(name, tensor);
  }
  return { pairs, whole };
}

function configAfter(config: ModelConfig, adapter: AdapterFolder, { pairs, whole }: Changes): ModelConfig {
  const { embeddingTable, outputTable } = familyOf(config);
  const isChanged = (name: string) => pairs.has(name) || whole.has(name);
  const isDivided = adapter.config.keepsTied
    ? isChanged(outputTable) && !isChanged(embeddingTable)
    : isChanged(outputTable) || isChanged(embeddingTable);
  const vocabSize = whole.get(embeddingTable)?.entry.shape[0] ?? config.vocabSize;
  const after = { ...config, vocabSize, tied: config.tied && !isDivided };
  validateModelConfig(after);
  return after;
}

function placesOf(config: ModelConfig): Place[] {
  const { outputTable } = familyOf(config);
  return parameterTable(config).flatMap((parameter) =>
    parameter.parts.map((part): Place => {
      const isTable = parameter.group === 'tables' && part.name !== outputTable;
      const linear = part.isTransposed ? 'transposed linear' : 'linear';
      return {
        name: part.name,
        shape: partShape(parameter, part),
        matrix: parameter.isVector ? null : isTable ? 'table' : linear,
        isInner: parameter.group === 'matrices',
      };
    }),
  );
}

/** That everything the adapter holds has a place, and is what its config says it holds. */
function checkPlaces(
  base: ModelConfig,
  adapter: AdapterFolder,
  { pairs, whole }: Changes,
  places: readonly Place[],
): void {
  const known = new Map(places.map((place) => [place.name, place]));
  const { embeddingTable, outputTable } = familyOf(base);
  const { isTarget, isSaved } = adapter.config;
  for (const [name, { module, pair }] of pairs) {
    const place = known.get(name);
    // An output table that is still the embedding table has its change from there.
    if (!place && name === outputTable) continue;
    if (!place?.matrix || pair.isTable !== (place.matrix === 'table')) throw unknownModule(adapter, module);
    if (isTarget?.(module, place.isInner) === false) throw untargeted(adapter, module);
  }
  for (const name of whole.keys()) {
    // peft saves tables unasked where their rows may have changed.
    if (name === embeddingTable || name === outputTable) continue;
    if (!known.has(name)) throw unknownModule(adapter, name);
    if (!isSaved(moduleOf(name))) throw untargeted(adapter, name);
  }
  for (const { name, matrix, isInner } of places) {
    const isPairDue = matrix !== null && isTarget?.(moduleOf(name), isInner) === true;
    if (isPairDue && !pairs.has(name)) throw missing(adapter, name);
    if (isSaved(moduleOf(name)) && !whole.has(name)) throw missing(adapter, name);
  }
}

/** The factors of a pair, their shapes checked; read when they are asked for. */
function factorsOf(
  adapter: AdapterFolder,
  { shape: [rows = 0, cols = 0], matrix }: Place,
  { module, pair: { a, b } }: { readonly module: string; readonly pair: LoraPair },
): { read(): Promise<LowRankFactors> } {
  const isTransposed = matrix !== 'linear';
  const [inputs, outputs] = isTransposed ? [rows, cols] : [cols, rows];
  const rank = adapter.config.rank(module);
  const whose = `its rank of ${rank} and the base`;
  checkShape(adapter, a.entry.name, a.entry.shape, [rank, inputs], whose);
  checkShape(adapter, b.entry.name, b.entry.shape, [outputs, rank], whose);
  const scale = adapter.config.scale(module);
  return {
    read: async () => ({
      ...{ rank, scale, isTransposed },
      a: await readTensorF32(a.source, a.entry),
      b: await readTensorF32(b.source, b.entry),
    }),
  };
}

function checkShape(
  adapter: AdapterFolder,
  tensor: string,
  got: readonly number[],
  expected: readonly number[],
  whose: string,
): void {
  if (got.length === expected.length && got.every((size, i) => size === expected[i])) return;
  const [want, has] = [expected.join(' × '), got.join(' × ')];
  throw new OcaqError(
    'adapter-tensor-shape',
    `With the adapter in "${adapter.name}" the tensor "${tensor}" has the shape ${has}, but ${whose} call for ${want}. It belongs to another model, or its config was changed: choose the model that it was trained on.`,
    { folder: adapter.name, tensor, expected: want, got: has },
  );
}

function largestDifference(a: Weights, b: Weights): number {
  const shared = a.subarray(0, b.length);
  return shared.reduce((largest, value, i) => Math.max(largest, Math.abs(value - (b[i] as number))), 0);
}

const moduleOf = (tensor: string): string => tensor.slice(0, tensor.lastIndexOf('.'));

function unknownModule(adapter: AdapterFolder, module: string): OcaqError {
  return new OcaqError(
    'adapter-module-unknown',
    `The adapter in "${adapter.name}" changes "${module}", for which this model has no place. It was trained on another model${named(adapter)}: choose that one.`,
    { folder: adapter.name, module },
  );
}

function twice(adapter: AdapterFolder, tensor: string): OcaqError {
  return new OcaqError(
    'adapter-tensor-twice',
    `The adapter in "${adapter.name}" changes "${tensor}" twice, by a name with the prefix of the model and by one without, so it is unclear which of them counts. Save one adapter a folder.`,
    { folder: adapter.name, tensor },
  );
}

function untargeted(adapter: AdapterFolder, module: string): OcaqError {
  return new OcaqError(
    'adapter-untargeted',
    `The adapter in "${adapter.name}" holds a change of "${module}", which its adapter_config.json does not name (target_modules, modules_to_save). The two do not belong together: save or download the adapter again.`,
    { folder: adapter.name, module },
  );
}

function missing(adapter: AdapterFolder, tensor: string): OcaqError {
  return new OcaqError(
    'adapter-tensor-missing',
    `The adapter in "${adapter.name}" should change "${tensor}" by its adapter_config.json, but holds nothing for it. It was trained on another model${named(adapter)}, or must be downloaded again.`,
    { folder: adapter.name, tensor },
  );
}

export function notFinite(adapter: AdapterFolder, tensor: string): OcaqError {
  return new OcaqError(
    'adapter-not-finite',
    `With the adapter in "${adapter.name}" the tensor "${tensor}" has numbers that are not finite. Its training went wrong, or the file is damaged: choose another adapter.`,
    { folder: adapter.name, tensor },
  );
}

const named = ({ config }: AdapterFolder): string => (config.baseModel === '' ? '' : ` ("${config.baseModel}")`);
