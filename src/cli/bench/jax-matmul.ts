/** jax-js's matrix product of square f32 matrices, timed as ours are: repeated in a batch, medians of rounds. */
import { median } from '../../gpu/profile-clock.ts';
import { installIteratorHelpers } from './jax-step.ts';

export async function jaxMatmul(
  sizes: readonly number[],
  repeat: number,
  batchMs: number,
): Promise<{ name: string; ms: number; gflop_per_s: number }[]> {
  installIteratorHelpers();
  const { blockUntilReady, defaultDevice, init, numpy: np } = await import('@jax-js/jax');
  await init('webgpu');
  defaultDevice('webgpu');
  const results: { name: string; ms: number; gflop_per_s: number }[] = [];
  for (const n of sizes) {
    const square = (seed: number) =>
      np.array(Float32Array.from({ length: n * n }, (_, i) => Math.sin(i * seed))).reshape([n, n]);
    const [a, b] = [square(0.37), square(0.11)];
    const run = async (times: number): Promise<number> => {
      const start = performance.now();
      const products = Array.from({ length: times }, () => np.matmul(a.ref, b.ref));
      await blockUntilReady(products);
      for (const product of products) product.dispose();
      return performance.now() - start;
    };
    await run(1);
    const times = Math.max(1, Math.ceil(batchMs / Math.max(await run(1), 0.01)));
    const rounds: number[] = [];
    for (let i = 0; i < repeat; i++) rounds.push((await run(times)) / times);
    const ms = median(rounds);
    results.push({ name: `jax-js ${n}×${n}×${n}`, ms, gflop_per_s: (2 * n ** 3) / ms / 1e6 });
  }
  return results;
}
