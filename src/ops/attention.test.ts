import { describe, expect, it } from 'vitest';
import { expectClose } from '../testing/compare.ts';
import { checkGradients } from '../testing/finite-differences.ts';
import { randomValues } from '../testing/operator-check.ts';
import { attentionBackward, attentionForward, joinColumns, splitColumns } from './attention.reference.ts';
import { attention } from './attention.ts';
import { CAUSAL } from './attention-mask.ts';
import { DIRECT, Graph, type KernelChoice, type Launch, TILED } from './operator.ts';

const SHAPE = { heads: 4, kvHeads: 2, headSize: 4, seq: 3, keys: 3, position: 0 };
const BATCH = 2;
const COLS = (SHAPE.heads + 2 * SHAPE.kvHeads) * SHAPE.headSize;

describe('attention reference', () => {
  it('gradients equal finite differences, with shared heads and two sequences', () => {
    checkGradients(
      { qkv: randomValues(BATCH * SHAPE.seq * COLS, 1) },
      ({ qkv }) => attentionForward(splitColumns(qkv!, SHAPE), SHAPE),
      ({ qkv }, dO) => ({ qkv: joinColumns(attentionBackward(splitColumns(qkv!, SHAPE), SHAPE, dO), SHAPE) }),
    );
  });

  it('the first row of a sequence is its value, and no row sees a later one', () => {
    const qkv = randomValues(SHAPE.seq * COLS, 2);
    const width = SHAPE.heads * SHAPE.headSize;
    const o = attentionForward(splitColumns(qkv, SHAPE), SHAPE);
    const { v } = splitColumns(qkv, SHAPE);
    const repeated = Array.from({ length: width }, (_, i) => v[Math.floor(i / 8) * 4 + (i % 4)]!);
    expectClose(o.subarray(0, width), repeated, 1e-15, 'first row');
    const changed = qkv.map((x, i) => (i < 2 * COLS ? x : x + 1));
    expectClose(
      attentionForward(splitColumns(changed, SHAPE), SHAPE).subarray(0, 2 * width),
      o.subarray(0, 2 * width),
      0,
      'rows before the change',
    );
  });

  it('taking columns apart and joining them gives the matrix back', () => {
    const qkv = randomValues(2 * COLS, 3);
    expect(joinColumns(splitColumns(qkv, SHAPE), SHAPE)).toEqual(qkv);
  });
});

describe('attention', () => {
  const build = (changed: { cols?: number; positions?: number; window?: number } & Partial<typeof SHAPE> = {}) => {
    const graph = new Graph('f32');
    const qkv = graph.matrix('qkv', BATCH * SHAPE.seq, changed.cols ?? COLS);
    const positions = graph.scalars('positions', changed.positions ?? qkv.rows, 1, 'i32');
    const mask = { ...CAUSAL, window: changed.window ?? 0 };
    attention(graph, qkv, { ...SHAPE, ...changed }, mask, positions, 'o');
    return graph;
  };

  it.each([
    ['heads of odd sizes', { headSize: 6 }, /headSize should be a multiple of 4, but is 6/],
    ['other columns', { cols: 36 }, /qkv \("qkv"\) should be \[6, 32\], but is \[6, 36\]/],
    ['heads that cannot be shared', { kvHeads: 3 }, /heads should be a multiple of kvHeads 3, but is 4/],
    ['half a sequence', { seq: 4 }, /rows of qkv should be a multiple of seq 4, but is 6/],
    ['positions of one sequence', { positions: 3 }, /positions \("positions"\) should be \[6, 1\], but is \[3, 1\]/],
    ['a negative window', { window: -1 }, /window should be a whole number from 0 on, but is -1/],
  ])('refuses %s', (_name, changed, message) => {
    expect(() => build(changed)).toThrow(message);
  });

  const launchesOf = (graph: Graph, kernels: KernelChoice): Launch[] => {
    const tensor = graph.tensors.get('qkv')!;
    const gradients = {
      of: () => tensor,
      into: () => ({ tensor, accumulate: false }),
      share: () => undefined,
      scratch: () => tensor,
      wants: () => true,
    };
    const context = { kernels, training: true } as const;
    return graph.calls.flatMap((call) => [...call.forward(context), ...call.backward(gradients, context)]);
  };
  const ofHeads = (headSize: number) => launchesOf(build({ headSize, cols: 8 * headSize }), TILED);

  it('binds no more than eight buffers, and counts the pairs that its mask lets see each other', () => {
    const launches = (window: number) => launchesOf(build({ window }), DIRECT);
    for (const { bindings } of launches(0)) expect(bindings.length).toBeLessThanOrEqual(8);
    // Two sequences of 3 rows: 1 + 2 + 3 pairs each, and 1 + 2 + 2 in a window of 2, of 4 heads of 4 elements.
    expect(launches(0)[0]?.flops).toBe(2 * 6 * 4 * 4 * 4);
    expect(launches(2)[0]?.flops).toBe(2 * 5 * 4 * 4 * 4);
  });

  it.each([
    // Of 4 heads and 2 · 6 pairs each: two products of 4 elements forward. By tiles the second is one of 32, padded; of 12 loads
    // 32 pairs share, and of 16 those of four rows with a key; of the tiles' 64 rows three are read. Direct: 12 loads for 4×4 pairs.
    [
      'tiled',
      TILED,
      { multiplyAdds: (4 + 32) * 48, storageLoads: (3 * 48) / 64, workgroupLoads: (12 / 32 + 16 / 4) * 48 },
    ],
    ['direct', DIRECT, { multiplyAdds: 2 * 4 * 48, storageLoads: (12 / 16) * 48, workgroupLoads: 0 }],
  ] as const)('counts what it issues: %s', (_name, kernels, budget) => {
    const [call] = build().calls;
    expect(call?.forward({ kernels, training: true })[0]?.budget).toEqual(budget);
  });

  it.each([4, 64, 80, 96, 100, 128, 188, 192])(
    'stays within 16 KiB of workgroup memory by tiles of heads of %i',
    (headSize) => {
      const launches = ofHeads(headSize);
      expect(launches.map(({ slots }) => slots.METHOD)).toEqual(['tiled', 'tiled', 'tiled']);
      const fixed = [
        { pairs: 1, beside: 16 },
        { pairs: 2, beside: 0 },
        { pairs: 2, beside: 0 },
      ];
      fixed.forEach(({ pairs, beside }, i) => {
        const { HEAD4 = 0, ACROSS = 0, SCORES = 0, PIECE = 0 } = launches[i]?.constants ?? {};
        const chunks = pairs * 5 * (64 + SCORES * ACROSS) + beside * ACROSS;
        const piece = PIECE * (16 + HEAD4) + Math.ceil(HEAD4 / ACROSS) * ACROSS - HEAD4;
        expect(16 * Math.max(chunks, piece)).toBeLessThanOrEqual(16_384);
        expect(PIECE).toBeGreaterThanOrEqual(ACROSS);
      });
    },
  );

  it('takes larger heads straight from storage', () => {
    expect(ofHeads(256).map(({ slots }) => slots.METHOD)).toEqual(['direct', 'direct', 'direct']);
  });

  it('refuses to add to a gradient', () => {
    const graph = build();
    const tensor = graph.tensors.get('qkv')!;
    const gradients = {
      of: () => tensor,
      into: () => ({ tensor, accumulate: true }),
      share: () => undefined,
      scratch: () => tensor,
      wants: () => true,
    };
    expect(() => graph.calls[0]?.backward(gradients, { kernels: DIRECT, training: true })).toThrow(
      /something else reads it too/,
    );
  });
});
