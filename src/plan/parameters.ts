/**
 * Where parameters lie: in a few arenas, each no larger than the adapter lets one kernel bind, so that one fused AdamW
 * launch serves a whole arena (Muon takes matrix after matrix of an arena, each of which lies in one). Weights, gradients and both moments have the same layout. Within an arena the groups that
 * the optimizer treats differently lie one after the other: where an element lies says what group it is of. Parameters
 * whose moments may be held in 8 bits have arenas of their own, and so have frozen ones, which lie there as kernels read
 * them and have no gradients or moments. A table that no binding can hold is cut into parts of whole rows.
 */
import { OcaqError } from '../errors.ts';
import { type QuantisedType, roundUp, type StorageType, type WeightsType, weightElements } from '../ops/operator.ts';
import { PARAMETER_GROUPS, type ParameterGroup } from '../ops/optimizer.ts';

export interface ParameterShape {
  readonly id: string;
  readonly rows: number;
  readonly cols: number;
  readonly group: ParameterGroup;
  /** Its moments may be held in 8 bits: a matrix within a layer, not a table and not a vector. */
  readonly isCompact?: boolean;
  /** Its rows may lie in several parts, because all operators that read it take it so: the embedding table, the head. */
  readonly isTable?: boolean;
}

/** What updates the matrices within layers; all else is AdamW's. */
export type Optimizer = 'adamw' | 'muon';

/** Parameters that are not trained, by their ids, and how they are stored. */
export interface Frozen {
  readonly parameters: ReadonlySet<string>;
  readonly storage: StorageType;
  /** Given where matrices within layers are quantised. */
  readonly matrices?: QuantisedType | undefined;
}

export interface ParameterSlice {
  readonly arena: number;
  /** Elements from the start of the arena; a multiple of 256, so that a binding may start there whatever the type. */
  readonly offset: number;
  readonly rows: number;
  readonly cols: number;
  readonly stride: number;
}

export interface Arena {
  /** Elements, padding included; of quantised matrices the words that they take. */
  readonly elements: number;
  /** Elements before this one are of tables, those from there to the next of matrices, the rest of vectors. */
  readonly tablesEnd: number;
  readonly matricesEnd: number;
  /** Holds compact parameters, and nothing else. */
  readonly isCompact: boolean;
  /** Holds frozen parameters, and nothing else, in this type; null where they are trained. */
  readonly frozen: WeightsType | null;
  /** What updates it: Muon compact parameters alone. */
  readonly optimizer: Optimizer;
}

export interface ParameterLayout {
  /** Frozen ones last. */
  readonly arenas: readonly Arena[];
  /** By the id of a parameter, or of a part of one. */
  readonly slices: ReadonlyMap<string, ParameterSlice>;
  /** By the id of a parameter: the ids of the slices that hold its rows, in order. Its own alone unless it was cut. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
}

/** Elements. A binding starts at a multiple of 256 bytes: 256 elements of one byte, and more of any other type. */
const ALIGNMENT = 256;
/**
 * Parts of a table hold a multiple of so many rows, but for the last. Their rows are columns of the logits, which are then
 * bound from a multiple of 256 bytes on, in 16 bits too.
 */
const PART_ROWS = 128;

/**
 * @param bindingBytes most bytes that one binding may span
 * @throws OcaqError('parameter-beyond-binding') at a matrix that none could hold and that cannot be cut
 */
export function layOutParameters(
  parameters: readonly ParameterShape[],
  bindingBytes: number,
  frozen: Frozen | null = null,
  optimizer: Optimizer = 'adamw',
): ParameterLayout {
  const limit = Math.floor(bindingBytes / 4);
  const slices = new Map<string, ParameterSlice>();
  const frozenAs = ({ id, isCompact }: ParameterShape): WeightsType | null => {
    if (!frozen?.parameters.has(id)) return null;
    return (isCompact && frozen.matrices) || frozen.storage;
  };
  const cut = parameters.map((parameter) => {
    const type = frozenAs(parameter);
    return { id: parameter.id, type, parts: cutRows(parameter, type, limit) };
  });
  const partsOf = (wanted: WeightsType | null) => cut.flatMap(({ type, parts }) => (type === wanted ? parts : []));
  const trained = partsOf(null);
  const kinds = [
    { isCompact: false, frozen: null, optimizer: 'adamw' as const, members: trained.filter((p) => !p.isCompact) },
    { isCompact: true, frozen: null, optimizer, members: trained.filter((p) => p.isCompact) },
    ...(frozen ? [frozen.storage, ...(frozen.matrices ? [frozen.matrices] : [])] : []).map((type) => ({
      isCompact: false,
      frozen: type,
      optimizer: 'adamw' as const,
      members: partsOf(type),
    })),
  ];
  const arenas = kinds.flatMap(({ members, ...kind }) =>
    filled(members, kind.frozen, limit).map((arena) => ({ ...kind, members: arena })),
  );
  return {
    arenas: arenas.map(({ members, ...kind }, index) => {
      let offset = 0;
      const [tablesEnd, matricesEnd] = PARAMETER_GROUPS.map((group) => {
        for (const parameter of members.filter((p) => p.group === group)) {
          const { rows, cols } = parameter;
          slices.set(parameter.id, { arena: index, offset, rows, cols, stride: roundUp(cols, 4) });
          offset += sliceElements(parameter, kind.frozen);
        }
        return offset;
      }) as [number, number, number];
      return { ...kind, elements: offset, tablesEnd, matricesEnd };
    }),
    slices,
    parts: new Map(cut.map(({ id, parts }) => [id, parts.map((part) => part.id)])),
  };
}

/** Whether a parameter is frozen. */
export const isFrozen = (layout: ParameterLayout, id: string): boolean => frozenType(layout, id) !== null;

/** What a frozen parameter is stored in; null where it is trained. */
export const frozenType = (layout: ParameterLayout, id: string): WeightsType | null => arenaOf(layout, id).frozen;

/** The arena that holds a parameter, or where it is cut its first part. */
export function arenaOf({ arenas, slices, parts }: ParameterLayout, id: string): Arena {
  const [first = id] = parts.get(id) ?? [];
  return arenas[slices.get(first)?.arena ?? 0] as Arena;
}

/** Parameters in order, in arenas of at most `limit` elements. */
function filled(parameters: readonly ParameterShape[], type: WeightsType | null, limit: number): ParameterShape[][] {
  const arenas: ParameterShape[][] = [];
  let left = 0;
  for (const parameter of parameters) {
    const elements = sliceElements(parameter, type);
    if (elements > left) {
      arenas.push([]);
      left = limit;
    }
    arenas.at(-1)?.push(parameter);
    left -= elements;
  }
  return arenas;
}

/** As few parts as there can be, each of at most `limit` elements. */
function cutRows(parameter: ParameterShape, type: WeightsType | null, limit: number): ParameterShape[] {
  const { id, rows, cols, isTable } = parameter;
  const elements = sliceElements(parameter, type);
  if (elements <= limit) return [parameter];
  const most = Math.floor(limit / (roundUp(cols, 4) * PART_ROWS)) * PART_ROWS;
  if (!isTable || most === 0)
    throw new OcaqError(
      'parameter-beyond-binding',
      `The matrix "${id}" takes ${Math.ceil((elements * 4) / 2 ** 20)} MiB, but this adapter binds at most ${Math.floor(limit / 2 ** 18)} MiB at a time. Choose a smaller hidden or feed-forward size.`,
      { parameter: id, bytes: elements * 4, limit: limit * 4 },
    );
  return Array.from({ length: Math.ceil(rows / most) }, (_, i) => ({
    ...parameter,
    id: `${id}.${i}`,
    rows: Math.min(most, rows - i * most),
  }));
}

/** @param type what a frozen parameter is stored in; null of trained ones, whose arenas hold the same elements in several types */
const sliceElements = ({ rows, cols }: ParameterShape, type: WeightsType | null): number =>
  roundUp(weightElements(type ?? 'f32', rows, roundUp(cols, 4)), ALIGNMENT);
