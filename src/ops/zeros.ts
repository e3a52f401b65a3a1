/**
 * Zeros for a gradient of which a kernel writes some elements alone, or to which it can but add: launched before it, where
 * nothing has been added yet.
 */
import { foldWorkgroups } from '../gpu/launch.ts';
import { type Gradients, type Launch, type LaunchContext, launch, writes } from './operator.ts';

/** @param gradient of a parameter, f32 @returns no launch where it holds a sum already */
export function zerosBefore(context: LaunchContext, { tensor, accumulate }: ReturnType<Gradients['into']>): Launch[] {
  if (accumulate) return [];
  const vec4s = (tensor.rows * tensor.stride) / 4;
  return [
    launch(context, {
      shader: 'zeros',
      bindings: [writes(tensor)],
      overrides: { VEC4S: vec4s },
      workgroups: foldWorkgroups(Math.ceil(vec4s / 64)),
      flops: 0,
    }),
  ];
}
