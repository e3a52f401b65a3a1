/**
 * Embedding: out[r] = table[tokens[r]]. The backward pass needs no atomics: the host sorts the rows by token
 * (scatterOrder), so that one invocation adds all rows of a token in ascending order and the sum is the same every time.
 * Of a table that lies in parts, each part has launches of its own for the tokens whose rows it holds.
 *   out [rows, cols]; tokens [rows, 1] i32, 0 ≤ token < vocab; table [vocab, cols];
 *   scatter [3·rows + 2, 1] u32, or null in a graph without a backward pass.
 */
import { OcaqError } from '../errors.ts';
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  expectShape,
  type Graph,
  launch,
  type Operator,
  type RowRange,
  reads,
  rowParts,
  stride4,
  type Tensor,
  writes,
} from './operator.ts';
import { zerosBefore } from './zeros.ts';

interface EmbeddingArguments {
  out: Tensor;
  tokens: Tensor;
  scatter: Tensor | null;
  table: Tensor;
}

const WORKGROUP_SIZE = 64;

const operator: Operator<EmbeddingArguments> = {
  name: 'embedding',

  validate({ out, tokens, scatter, table }) {
    expectShape('embedding', 'tokens', tokens, out.rows, 1);
    expectShape('embedding', 'out', out, tokens.rows, table.cols);
    if (scatter) expectShape('embedding', 'scatter', scatter, scatterLength(tokens.rows), 1);
  },

  forward({ out, tokens, table }, context) {
    return rowParts(table).map(({ tensor, rows }) =>
      launch(context, {
        shader: 'embedding_forward',
        bindings: [writes(out), reads(tokens), reads(tensor)],
        overrides: sizes(out, rows),
        workgroups: foldWorkgroups(Math.ceil((out.rows * stride4(out)) / WORKGROUP_SIZE)),
        flops: 0,
      }),
    );
  },

  backward({ out, scatter, table }, gradients, context) {
    if (!scatter)
      throw new Error(
        `The gradient of the table "${table.id}" is wanted, but its embedding was recorded without the order of its rows. Give the operator a scatter tensor.`,
      );
    return rowParts(table).flatMap(({ tensor, rows }) => {
      const dtable = gradients.into(tensor);
      return [
        ...zerosBefore(context, dtable),
        launch(context, {
          shader: 'embedding_backward',
          bindings: [writes(dtable.tensor), reads(gradients.of(out)), reads(scatter)],
          overrides: sizes(out, rows),
          workgroups: foldWorkgroups(Math.ceil((out.rows * stride4(out)) / WORKGROUP_SIZE)),
          flops: out.rows * out.cols,
        }),
      ];
    });
  },
};

/** @param held the tokens whose rows the launch has */
const sizes = (out: Tensor, held: RowRange) => ({
  ROWS: out.rows,
  STRIDE4: stride4(out),
  FIRST: held.from,
  TABLE_ROWS: held.count,
});

/** Returns out [rows, cols]. @throws when a backward pass meets a null scatter */
export function embedding(graph: Graph, tokens: Tensor, scatter: Tensor | null, table: Tensor, name: string): Tensor {
  const out = graph.matrix(name, tokens.rows, table.cols);
  graph.call(operator, { out, tokens, scatter, table });
  return out;
}

/** u32 words of the scatter tensor for a number of rows. */
export const scatterLength = (rows: number): number => 3 * rows + 2;

const DIGITS = 2 ** 16;
const digitEnds = new Uint32Array(DIGITS);

/**
 * The scatter tensor's contents for a batch: [0] = n, the number of distinct tokens; then ids[rows], ascending;
 * starts[rows + 1]; order[rows], positions sorted by token, equal tokens by position. Unused ids and starts are 0.
 * Two counting sorts of 16 bits each; with `into` (scatterLength words) nothing is allocated.
 * @throws when `into` has another length, OcaqError('token-out-of-range') at a token below 0
 */
export function scatterOrder(tokens: Int32Array, into?: Uint32Array): Uint32Array {
  const rows = tokens.length;
  const scatter = into ?? new Uint32Array(scatterLength(rows));
  if (scatter.length !== scatterLength(rows))
    throw new Error(
      `scatterOrder: into should hold ${scatterLength(rows)} words for ${rows} tokens, but holds ${scatter.length}.`,
    );
  const starts = 1 + rows;
  const order = 2 + 2 * rows;
  // The places of ids and starts are free until the end, so they hold what goes between the two sorts.
  for (let position = 0; position < rows; position++) scatter[1 + position] = position;
  sortByDigit(tokens, 0, scatter, 1, starts);
  sortByDigit(tokens, 16, scatter, starts, order);

  let distinct = 0;
  let previous = -1;
  for (let i = 0; i < rows; i++) {
    const token = tokens[scatter[order + i]!]!;
    if (token === previous) continue;
    if (token < 0)
      throw new OcaqError('token-out-of-range', `A batch holds the token ${token}, which no vocabulary has.`, {
        token,
      });
    previous = token;
    scatter[1 + distinct] = token;
    scatter[starts + distinct] = i;
    distinct++;
  }
  scatter.fill(0, 1 + distinct, starts);
  scatter.fill(0, starts + distinct, order);
  scatter[starts + distinct] = rows;
  scatter[0] = distinct;
  return scatter;
}

/** Stable counting sort of positions by 16 bits of their tokens, from scatter[from…] to scatter[to…]. */
function sortByDigit(tokens: Int32Array, shift: number, scatter: Uint32Array, from: number, to: number): void {
  digitEnds.fill(0);
  for (let i = 0; i < tokens.length; i++) digitEnds[(tokens[i]! >>> shift) & 0xffff]!++;
  let end = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    end += digitEnds[digit]!;
    digitEnds[digit] = end;
  }
  for (let i = tokens.length - 1; i >= 0; i--) {
    const position = scatter[from + i]!;
    const digit = (tokens[position]! >>> shift) & 0xffff;
    digitEnds[digit]!--;
    scatter[to + digitEnds[digit]!] = position;
  }
}
