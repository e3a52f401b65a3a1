/**
 * From (config, batch shape, kernels, limits) to a step plan. Three phases share memory because they never interleave:
 *   training    `train` (forward + backward of a micro-batch) and `update` (clip + AdamW or Muon); `mean` and `swap` where a mean of
 *               the weights is kept
 *   evaluation  `evaluate` (loss of a batch without gradients), the same tokens in shorter rows where they are asked for
 *   generation  `prefill` (a chunk of the prompt into the KV cache) and `decode` (one token), both giving `logits`
 */
import { OcaqError } from '../errors.ts';
import type { ModelConfig } from '../formats/hf-config.ts';
import { scatterLength } from '../ops/embedding.ts';
import { Graph, joinRows, type MomentsFormat, type Tensor } from '../ops/operator.ts';
import { selectRow } from '../ops/select-row.ts';
import { WORDS_BYTES } from '../ops/step-words.ts';
import { type Arena, type Frozen, layOutParameters, type ParameterLayout } from '../plan/parameters.ts';
import type { RecomputePolicy } from '../plan/recompute.ts';
import {
  arenaElementBytes,
  buildPlan,
  momentsOf,
  type ProgramRecipe,
  type StepPlan,
  weightsType,
} from '../plan/step-plan.ts';
import type { LayerCache } from './families/family.ts';
import { familyOf } from './families/table.ts';
import { HEADS, type Objective } from './heads/table.ts';
import { adaptersOf, type LoraConfig, lowRankOf } from './lora.ts';
import type { Parameter } from './parameters.ts';
import { type Declarations, declarations } from './plan-tensors.ts';
import { type UpdateRequest, updateLaunches } from './plan-update.ts';

export interface PlanRequest extends UpdateRequest {
  readonly config: ModelConfig;
  /** What the model is trained for: it chooses head and loss. The next token unless given. */
  readonly objective?: Objective | undefined;
  /** Most bytes that the adapter binds at once. */
  readonly bindingBytes: number;
  /** Micro-batch: rows of `seq` tokens. null for a plan that only generates. */
  readonly batch: { readonly rows: number; readonly seq: number } | null;
  /** Lengths of shorter rows in which evaluation can have the tokens of a micro-batch too; each divides them. None unless given. */
  readonly shorterRows?: readonly number[] | undefined;
  /** Rows hold several documents each, which positions tell apart, and no token sees another document's. */
  readonly packed?: boolean | undefined;
  /** Targets count by weights that come with the batch; all alike unless given. */
  readonly weighted?: boolean | undefined;
  /** The share of what the layers get that training drops, another one in each micro-batch; 0 unless given. */
  readonly embeddingDropout?: number | undefined;
  /** With gradients, moments and the training programs. */
  readonly training: boolean;
  /** Positions of the KV cache; 0 leaves generation out. */
  readonly generate: number;
  /** Parameters that are not trained; none unless given. Frozen ones may be stored otherwise than the rest. */
  readonly frozen?: Frozen | undefined;
  /** Adapters beside the weights; none unless given. Their parameters come after those of the model. */
  readonly adapter?: LoraConfig | undefined;
  /** What is kept for the backward pass, everything unless given; changes no bit of the result. */
  readonly recompute?: RecomputePolicy | undefined;
  /** A program `logits` that writes the logits of the whole micro-batch; for checking. */
  readonly logits?: boolean;
}

export interface ModelPlan extends StepPlan {
  readonly config: ModelConfig;
  readonly table: readonly Parameter[];
  readonly layout: ParameterLayout;
  /** Adapters beside the weights; null where there are none. */
  readonly adapter: LoraConfig | null;
  readonly batch: PlanRequest['batch'];
  /** Tokens of the rows that evaluation can be run over, see `evaluationOf`; the longest first, none without a micro-batch. */
  readonly rowLengths: readonly number[];
  readonly isTraining: boolean;
  /** Batches bring positions, and weights of their targets. */
  readonly isPacked: boolean;
  readonly isWeighted: boolean;
  /** A step may have several micro-batches. */
  readonly accumulates: boolean;
  /** Holds the mean of the weights beside them. */
  readonly hasMean: boolean;
  /** Prompt tokens of one `prefill`; 0 without generation. */
  readonly prefillRows: number;
  readonly cacheCapacity: number;
}

const PREFILL_ROWS = 64;
/** Tokens. Beyond this no activation fits a buffer, and the plan itself would take minutes. */
const MAX_MICRO_BATCH = 2 ** 22;
/** In plans that learn positions: see `ModelInputs.positionScatter`. */
export const POSITION_SCATTER = 'position_scatter';
/** In plans with dropout: the seed of a micro-batch, u32. */
export const DROPOUT_SEED = 'dropout_seed';
/** Bytes moved at a time when weights are read back. */
const TRANSFER_BYTES = 4 * 2 ** 20;
/** Steps whose metrics may be on their way back at once. */
export const METRICS_SLOTS = 3;

export function planModel(request: PlanRequest): ModelPlan {
  const { config, batch, packed = false, weighted = false } = request;
  if (batch) checkMicroBatch(batch.rows, batch.seq);
  const rowLengths = batch ? [batch.seq, ...(request.shorterRows ?? [])] : [];
  const family = familyOf(config);
  const { adapter } = request;
  const { adapters, table, layout } = parametersOf(request);
  const { storage, moments = 'f32' } = request;
  const declare = declarations(storage);
  const slices = [...layout.slices];
  const weights = new Map(
    slices.map(([id, s]) => {
      const type = weightsType(layout.arenas[s.arena] as Arena, storage);
      return [id, declare.detached(`weight.${id}`, s.rows, s.cols, type)];
    }),
  );
  const gradients = new Map(slices.map(([id, s]) => [id, declare.detached(gradientOf(id), s.rows, s.cols, 'f32')]));
  const stored = (id: string): Tensor => {
    const parts = (layout.parts.get(id) ?? []).map((part) => weights.get(part) as Tensor);
    return joinRows(`weight.${id}`, parts);
  };
  const { embeddingDropout = 0 } = request;
  const adapterDropout = adapter?.dropout ?? 0;
  const dropoutSeed =
    (adapterDropout > 0 || embeddingDropout > 0) && request.training
      ? declare.persistent(DROPOUT_SEED, 4, 1, 'u32', 'storage')
      : null;
  const lowRanks = new Map(
    adapters.map((each, site) => [
      each.base,
      lowRankOf(each, stored, adapterDropout > 0 && dropoutSeed ? { seed: dropoutSeed, site } : null),
    ]),
  );
  const weight = (id: string): Tensor => {
    const lowRank = lowRanks.get(id);
    return lowRank ? { ...stored(id), lowRank } : stored(id);
  };
  const head = HEADS[request.objective ?? 'next-token'];
  const context = { config, weight, bindingBytes: request.bindingBytes };

  const step = declare.persistent('step', 16, 1, 'f32', 'uniform');
  const metrics = declare.persistent('metrics', 16, 1, 'f32', 'storage');
  const scaler = declare.persistent('scaler', 16, 1, 'f32', 'storage');
  const longest = Math.max(batch?.seq ?? 0, request.generate);
  const constants = new Map(
    family.constants(config).map(({ id, cols }) => [id, declare.persistent(id, longest, cols, 'f32', 'storage')]),
  );
  const shared = { constant: (id: string) => constants.get(id) as Tensor, step };
  const programs: ProgramRecipe[] = [];
  const { accumulates = true } = request;

  if (batch) {
    const rows = batch.rows * batch.seq;
    const tokens = declare.persistent('tokens', rows, 1, 'i32', 'storage');
    const positions = declare.persistent('positions', rows, 1, 'i32', 'storage');
    const targets = declare.persistent('targets', rows, 1, 'i32', 'storage');
    const weights = weighted ? declare.persistent('target_weights', rows, 1, 'f32', 'storage') : null;
    const positionScatter =
      request.training && family.learnsPositions
        ? declare.persistent(POSITION_SCATTER, scatterLength(rows), 1, 'u32', 'storage')
        : null;
    const recipe = (
      name: string,
      training: boolean,
      scatter: Tensor | null,
      end: (graph: Graph, x: Tensor) => void,
      seq = batch.seq,
    ): ProgramRecipe => {
      const graph = new Graph(storage);
      const segments = graph.in(name, () => {
        const order = { scatter, positionScatter: scatter && positionScatter };
        const dropped = training && embeddingDropout > 0 ? dropoutSeed : null;
        const inputs = {
          ...{ tokens, positions, ...order, documents: packed, seq, caches: null, ...shared },
          embeddingDropout: dropped && { rate: embeddingDropout, seed: dropped, site: adapters.length },
        };
        const { x, layers } = family.calls(graph, config, weight, inputs);
        end(graph, x);
        return layers;
      });
      return { name, phase: name, graph, training, segments, whole: [] };
    };
    const loss = (graph: Graph, x: Tensor) => head.loss(graph, context, { x, targets, weights, metrics, scaler, step });
    if (request.training)
      programs.push(
        recipe('train', true, declare.persistent('scatter', scatterLength(rows), 1, 'u32', 'storage'), loss),
      );
    for (const length of rowLengths) programs.push(recipe(evaluationOf(batch, length), false, null, loss, length));
    if (request.logits)
      programs.push(recipe('logits', false, null, (graph, x) => head.logits(graph, context, x, 'all')));
  }

  const prefillRows = Math.min(PREFILL_ROWS, request.generate);
  if (request.generate > 0) {
    const caches = layerCaches(config, request.generate, declare);
    const whole = caches.flatMap((cache) => [cache.keys, cache.values]);
    for (const [name, rows] of [
      ['prefill', prefillRows],
      ['decode', 1],
    ] as const) {
      const graph = new Graph(storage);
      const tokens = declare.persistent(`${name}_tokens`, rows, 1, 'i32', 'storage');
      const positions = declare.persistent(`${name}_positions`, rows, 1, 'i32', 'storage');
      graph.in(name, () => {
        const order = { scatter: null, positionScatter: null };
        const inputs = {
          ...{ tokens, positions, ...order, documents: false, seq: rows, caches, ...shared },
          embeddingDropout: null,
        };
        const { x } = family.calls(graph, config, weight, inputs);
        head.logits(graph, context, rows === 1 ? x : selectRow(graph, x, step, 'last'), 'logits');
      });
      programs.push({ name, phase: 'generation', graph, training: false, segments: [], whole });
    }
  }

  const { update, copy, mean } = request.training
    ? updateLaunches(layout, table, request, declare, gradients, { metrics, scaler, step })
    : { update: { launches: [], scratch: [] }, copy: [], mean: null };
  const staging: Record<string, number> = {
    transfer: Math.min(TRANSFER_BYTES, Math.max(...layout.arenas.map((a) => a.elements * 4))),
  };
  if (batch) for (let slot = 0; slot < METRICS_SLOTS; slot++) staging[`metrics.${slot}`] = WORDS_BYTES;
  const plan = buildPlan({
    programs,
    parameters: layout,
    weights,
    gradients: keyed(gradients),
    accumulates,
    persistent: declare.list,
    update,
    copy,
    mean,
    kernels: request.kernels,
    storage,
    moments,
    recompute: request.recompute ?? 'none',
    staging,
  });
  return {
    ...plan,
    config,
    table,
    layout,
    adapter: adapter ?? null,
    batch,
    rowLengths,
    isTraining: request.training,
    isPacked: packed,
    isWeighted: weighted,
    accumulates,
    hasMean: mean !== null,
    prefillRows,
    cacheCapacity: request.generate,
  };
}

/** Parameters of a model and its adapters, and where they lie. */
function parametersOf({ config, adapter, training, muon, bindingBytes, frozen }: PlanRequest) {
  const base = familyOf(config).parameters(config);
  const adapters = adapter ? adaptersOf(base, adapter) : [];
  const table = [...base, ...adapters.flatMap(({ a, b }) => [a, b])];
  const optimizer = training && muon ? 'muon' : 'adamw';
  return { adapters, table, layout: layOutParameters(table, bindingBytes, frozen ?? null, optimizer) };
}

/** Bytes of what a training plan would hold of the optimizer with moments of a format, the mean of the weights apart. */
export function momentBytes(request: PlanRequest, moments: MomentsFormat): number {
  const formats = { storage: request.storage, moments };
  const { arenas } = parametersOf(request).layout;
  const bytesOf = (arena: Arena) =>
    [...momentsOf(arena), 'scales' as const].reduce((sum, set) => sum + arenaElementBytes(set, formats, arena), 0);
  return arenas.reduce((sum, arena) => sum + (arena.frozen ? 0 : arena.elements * bytesOf(arena)), 0);
}

function checkMicroBatch(rows: number, seq: number): void {
  if (rows * seq <= MAX_MICRO_BATCH) return;
  throw new OcaqError(
    'batch-too-large',
    `A micro-batch of ${rows} × ${seq} tokens is more than any adapter holds. Choose a smaller batch, and accumulate more of them.`,
    { rows, seq },
  );
}

/** Gradients are found both by slice id (to place them) and by the weight tensor's id (to derive them). */
function keyed(bySlice: ReadonlyMap<string, Tensor>): Map<string, Tensor> {
  return new Map([...bySlice].flatMap(([id, tensor]) => [[id, tensor] as const, [`weight.${id}`, tensor] as const]));
}

function layerCaches(config: ModelConfig, capacity: number, declare: Declarations): LayerCache[] {
  return Array.from({ length: config.layers }, (_, layer) => ({
    keys: declare.detached(`cache.${layer}.keys`, capacity, config.kvHeads * config.headSize),
    values: declare.detached(`cache.${layer}.values`, capacity, config.kvHeads * config.headSize),
  }));
}

/** The id of the gradient of a parameter's slice, f32, times the loss scale: from `train` on, until something else runs than `update`. */
export const gradientOf = (slice: string): string => `gradient.${slice}`;

/** The id of the logits that a generation or checking program writes, as the plan names them. */
export const logitsOf = (program: 'prefill' | 'decode' | 'logits'): string =>
  program === 'logits' ? 'logits.all' : `${program}.logits`;

/** The program that evaluates a micro-batch in rows of so many tokens. @param length one of the plan's `rowLengths` */
export const evaluationOf = ({ seq }: { readonly seq: number }, length: number): string =>
  length === seq ? 'evaluate' : `evaluate${length}`;

/**
 * The id of the losses of the rows of an evaluation, f32 [rows · seq, 1]: in nats, times the weight of the target, 0 where none
 * counts. They lie there until something else runs.
 * @param program see `evaluationOf`
 */
export const rowLossesOf = (program: string): string => `${program}.loss.rowLoss`;
