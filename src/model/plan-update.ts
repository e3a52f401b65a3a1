/** The optimizer's part of a plan: its launches over the parameters that are trained, and the tensors that they keep. */
import { OcaqError } from '../errors.ts';
import { BLOCK_ELEMENTS, type GradientSpan, ofParameter, wholeArena } from '../ops/gradient-span.ts';
import { type MuonMatrix, type MuonScratch, type MuonSettings, muonScratchSizes } from '../ops/muon.ts';
import type { ElementType, KernelChoice, MomentsFormat, StorageType, Tensor } from '../ops/operator.ts';
import { copyLaunches, GRAD_NORM_PARTS, optimizerLaunches } from '../ops/optimizer.ts';
import { weightMeanLaunches } from '../ops/weight-mean.ts';
import type { Arena, ParameterLayout } from '../plan/parameters.ts';
import { type ArenaSet, arenaMoments, arenaName, momentsOf } from '../plan/step-plan.ts';
import type { Parameter } from './parameters.ts';
import type { Declarations } from './plan-tensors.ts';

/** What of a plan's request the update depends on. */
export interface UpdateRequest {
  readonly kernels: KernelChoice;
  readonly storage: StorageType;
  /** How the optimizer's moments are held; f32 unless given. */
  readonly moments?: MomentsFormat | undefined;
  /** Given where Muon updates the matrices within layers, and AdamW the rest; else AdamW updates all. */
  readonly muon?: MuonSettings | undefined;
  /**
   * Of a training plan: micro-batches add up their gradients in arenas of their own; true unless given. Else a step is one
   * micro-batch, and each gradient lies where memory is free from where it is made to the update: where activations were.
   */
  readonly accumulates?: boolean | undefined;
  /** Of a training plan: keeps the mean of the weights, with a program `mean` to add to it and `swap` to use it. */
  readonly mean?: boolean;
}

/**
 * The launches of `update`, `copy` and, where a mean of the weights is kept, `mean`.
 * @param gradients of the parameters' slices, by their ids
 * @throws OcaqError `muon-without-matrices`
 */
export function updateLaunches(
  layout: ParameterLayout,
  table: readonly Parameter[],
  { kernels, storage, moments = 'f32', muon, mean = false, accumulates = true }: UpdateRequest,
  declare: Declarations,
  gradients: ReadonlyMap<string, Tensor>,
  shared: { metrics: Tensor; scaler: Tensor; step: Tensor },
) {
  const trained = layout.arenas.filter(({ frozen }) => frozen === null);
  if (trained.length === 0) throw new Error('A plan should train, but all parameters are frozen.');
  const arenas = (set: ArenaSet, type: ElementType = 'f32') =>
    trained.map((arena, i) => declare.detached(arenaName(set, i), 1, arena.elements, type));
  const moment = (set: 'm' | 'v', arena: Arena, i: number): Tensor =>
    declare.detached(arenaName(set, i), 1, arena.elements, arenaMoments(arena, moments));
  const scales = trained.map((arena, i) =>
    arenaMoments(arena, moments) === 'int8'
      ? declare.scalars(arenaName('scales', i), momentsOf(arena).length, arena.elements / BLOCK_ELEMENTS)
      : null,
  );
  const spans = accumulates
    ? arenas('gradients').map(wholeArena)
    : trained.map((_, i) => spansOf(i, layout, gradients));
  const parts = declare.persistent('grad_norm_parts', GRAD_NORM_PARTS * spans.flat().length, 1, 'f32', 'storage');
  const tensors = {
    weights: arenas('weights'),
    copies: storage === 'f32' ? null : arenas('copies', storage),
    gradients: spans,
    m: trained.map((arena, i) => moment('m', arena, i)),
    v: trained.map((arena, i) => (momentsOf(arena).includes('v') ? moment('v', arena, i) : null)),
    scales,
    parts,
    ...shared,
  };
  const context = { kernels, training: true };
  const meanLaunches = () => {
    const newest = declare.persistent('mean_newest', 4, 1, 'f32', 'uniform');
    return weightMeanLaunches(
      { weights: tensors.weights, mean: arenas('mean'), newest },
      { ...context, label: 'mean' },
    );
  };
  const updated = trained.map((arena, i) => ({
    ...arena,
    matrices: arena.optimizer === 'muon' ? matricesIn(i, layout, table) : null,
  }));
  const scratch =
    muon &&
    muonScratch(
      updated.flatMap(({ matrices }) => matrices ?? []),
      declare,
    );
  return {
    update: {
      launches: optimizerLaunches(updated, tensors, scratch ? { ...muon, scratch } : null, {
        ...context,
        label: 'update',
      }),
      scratch: scratch ? Object.values(scratch) : [],
    },
    copy: copyLaunches(updated, tensors, { ...context, label: 'copy' }),
    mean: mean ? meanLaunches() : null,
  };
}

/** The gradients of an arena's parameters, each in a tensor of its own. */
function spansOf(index: number, { slices }: ParameterLayout, gradients: ReadonlyMap<string, Tensor>): GradientSpan[] {
  return [...slices]
    .filter(([, { arena }]) => arena === index)
    .map(([id, { offset }]) => ofParameter(gradients.get(id) as Tensor, offset));
}

/** What an arena holds, each as a file has it: q, k and v apart. */
function matricesIn(index: number, { slices }: ParameterLayout, table: readonly Parameter[]): MuonMatrix[] {
  return table.flatMap(({ id, parts }) => {
    const slice = slices.get(id);
    if (slice?.arena !== index) return [];
    const { offset, stride, cols } = slice;
    return parts.map(({ from, count }) => ({ offset: offset + from * stride, rows: count, cols }));
  });
}

/** @throws OcaqError('muon-without-matrices') */
function muonScratch(matrices: readonly MuonMatrix[], declare: Declarations): MuonScratch {
  if (matrices.length === 0)
    throw new OcaqError(
      'muon-without-matrices',
      'Muon updates the matrices within layers, but none of them is trained here: adapters learn by AdamW. Choose AdamW.',
    );
  const sizes = muonScratchSizes(matrices);
  const scratch = (name: keyof MuonScratch) => declare.scalars(`muon.${name}`, sizes[name], 1);
  return {
    x: scratch('x'),
    next: scratch('next'),
    gram: scratch('gram'),
    polynomial: scratch('polynomial'),
    parts: scratch('parts'),
  };
}
