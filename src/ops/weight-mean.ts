/**
 * The mean of the weights over steps, kept beside them (Polyak & Juditsky 1992; as the tail of a run: Izmailov et al. 2018,
 * arXiv:1803.05407): one launch an arena that adds the weights as they are, and one that exchanges the two, so that
 * whatever reads weights reads the mean.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import {
  expectShape,
  type Launch,
  type LaunchContext,
  launch,
  reads,
  type Tensor,
  uniform,
  writes,
} from './operator.ts';

export interface WeightMeanTensors {
  /** One [1, elements] f32 matrix an arena each. */
  readonly weights: readonly Tensor[];
  readonly mean: readonly Tensor[];
  /** f32 scalars [4, 1]: the share of the newest weights, and padding. */
  readonly newest: Tensor;
}

/** @throws OcaqError('shape') */
export function weightMeanLaunches(
  { weights, mean, newest }: WeightMeanTensors,
  context: LaunchContext,
): { readonly add: Launch[]; readonly swap: Launch[] } {
  expectShape('weight mean', 'newest', newest, 4, 1);
  const pairs = weights.map((tensor, i) => {
    const own = mean[i] as Tensor;
    expectShape('weight mean', `mean[${i}]`, own, 1, tensor.cols);
    const vec4s = tensor.cols / 4;
    const shape = { overrides: { VEC4S: vec4s }, workgroups: foldWorkgroups(Math.ceil(vec4s / 64)) };
    return { tensor, own, shape };
  });
  return {
    add: pairs.map(({ tensor, own, shape }) =>
      launch(context, {
        shader: 'mean_weights',
        bindings: [writes(own), reads(tensor), uniform(newest)],
        ...shape,
        flops: 3 * tensor.cols,
      }),
    ),
    swap: pairs.map(({ tensor, own, shape }) =>
      launch(context, { shader: 'swap_weights', bindings: [writes(tensor), writes(own)], ...shape, flops: 0 }),
    ),
  };
}
