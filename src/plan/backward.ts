/**
 * Derives the backward launches of recorded calls, last call first, from each operator's own rule. Gradients of
 * activations are temporaries named `d<tensor>`; gradients of parameters are given, and always accumulated where micro-batches
 * add up in them.
 */
import type { Call, Gradients, Graph, Launch, LaunchContext, Tensor } from '../ops/operator.ts';

/**
 * Launches of a backward pass without those from which nothing comes that is wanted: gradients of frozen parameters, and
 * of activations that lead to none but frozen ones.
 * @param isWanted whether what lies in a resource is wanted for itself
 */
export function wantedLaunches(launches: readonly Launch[], isWanted: (resource: string) => boolean): Launch[] {
  const used = new Set<string>();
  const makesWanted = ({ bindings }: Launch): boolean =>
    bindings.some(({ access, resource }) => access === 'write' && (isWanted(resource) || used.has(resource)));
  return launches
    .toReversed()
    .filter((launch) => {
      if (!makesWanted(launch)) return false;
      for (const { resource } of launch.bindings) used.add(resource);
      return true;
    })
    .toReversed();
}

/** Gradients of parameters. */
export interface ParameterGradients {
  of(id: string): Tensor | undefined;
  /** Whether they hold those of earlier micro-batches, and zeros before the first: the first call then adds too. */
  readonly accumulate: boolean;
}

/** @param isWanted as of `wantedLaunches`; everything unless given */
export function backwardLaunches(
  graph: Graph,
  calls: readonly Call[],
  context: Omit<LaunchContext, 'label'>,
  parameters: ParameterGradients,
  isWanted: (resource: string) => boolean = () => true,
): Launch[] {
  const known = new Map<string, Tensor>();
  const gradientsOf = (call: Call): Gradients => ({
    of(tensor) {
      const gradient = known.get(tensor.id);
      if (!gradient)
        throw new Error(
          `The gradient of "${tensor.id}" is asked for by "${call.label}", but no later call contributes to it.`,
        );
      return gradient;
    },
    into(tensor) {
      const present = known.get(tensor.id);
      if (present) return { tensor: present, accumulate: true };
      const parameter = parameters.of(tensor.id);
      const gradient = parameter ?? graph.matrix(`d${tensor.id}`, tensor.rows, tensor.cols);
      known.set(tensor.id, gradient);
      return { tensor: gradient, accumulate: parameter !== undefined && parameters.accumulate };
    },
    share(output, input) {
      if (known.has(input.id))
        throw new Error(
          `"${call.label}" shares the gradient of "${output.id}" with "${input.id}", which already has one from a later call. Let every other call that reads "${input.id}" come before it.`,
        );
      known.set(input.id, this.of(output));
    },
    wants(parameter) {
      const gradient = parameters.of(parameter.id);
      return gradient === undefined || isWanted(gradient.id);
    },
    scratch(name, rows, cols, type) {
      return graph.matrix(`${call.label}.${name}.${graph.tensors.size}`, rows, cols, type);
    },
  });
  return calls.toReversed().flatMap((call) => call.backward(gradientsOf(call), context));
}
