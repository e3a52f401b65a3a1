/**
 * The RoPE part of a `config.json`: the base and a scaling of the frequencies, in both styles (`rope_theta` and
 * `rope_scaling` up to transformers 4, `rope_parameters` from 5). Scalings other than `linear` (Chen et al. 2023,
 * arXiv:2306.15595) and `llama3` (Llama 3.1) are refused by name.
 */
import { OcaqError } from '../../errors.ts';
import { type ConfigFields, checkRange, type ModelConfig, optional, show } from '../../formats/hf-config.ts';

export type RopeScaling =
  | { readonly type: 'linear'; readonly factor: number }
  | {
      readonly type: 'llama3';
      readonly factor: number;
      /** Turns within the original context up to which a frequency is scaled in full, and from which on not at all. */
      readonly lowFrequencyFactor: number;
      readonly highFrequencyFactor: number;
      readonly originalContextLength: number;
    };

export interface RopeConfig extends ModelConfig {
  ropeTheta: number;
  /** Absent: frequencies as the base gives them. */
  ropeScaling?: RopeScaling;
}

/** @throws `config-unsupported`, `config-rope-scaling`, `config-rope-theta-conflict`, `config-field-type` */
export function readRope(fields: ConfigFields, defaultTheta: number): Pick<RopeConfig, 'ropeTheta' | 'ropeScaling'> {
  fields.expect('partial_rotary_factor', [1], 'positions rotated in part of each head');
  return { ropeTheta: readTheta(fields, defaultTheta), ...optional('ropeScaling', readScaling(fields)) };
}

function readTheta(fields: ConfigFields, defaultTheta: number): number {
  const { file } = fields;
  const inside = (fields.within('rope_parameters') ?? fields.within('rope_scaling'))?.given('rope_theta');
  const outside = fields.given('rope_theta');
  if (inside !== undefined && outside !== undefined && inside !== outside)
    throw new OcaqError(
      'config-rope-theta-conflict',
      `"${file}" states two different RoPE bases: rope_theta ${show(outside)} and rope_parameters.rope_theta ${show(inside)}. Remove the wrong one.`,
      { file, outside: show(outside), inside: show(inside) },
    );
  const theta = inside ?? outside ?? defaultTheta;
  if (typeof theta !== 'number') throw fields.wrongType('rope_theta', theta, 'a number');
  return theta;
}

/** Where a file has both objects, they say the same or one says nothing. */
function readScaling(fields: ConfigFields): RopeScaling | undefined {
  const stated = ['rope_scaling', 'rope_parameters'].flatMap((field) => scalingOf(fields, field) ?? []);
  const [first, second] = stated;
  if (first && second && JSON.stringify(first) !== JSON.stringify(second))
    throw new OcaqError(
      'config-rope-scaling',
      `"${fields.file}" states two different RoPE scalings: rope_scaling ${show(first)} and rope_parameters ${show(second)}. Remove the wrong one.`,
      { file: fields.file },
    );
  return first;
}

function scalingOf(fields: ConfigFields, field: string): RopeScaling | undefined {
  const rope = fields.within(field);
  if (!rope) return undefined;
  const number = (name: string): number => {
    if (rope.given(name) === undefined)
      throw new OcaqError(
        'config-rope-scaling',
        `"${fields.file}" asks for RoPE scaling (${field}: ${show(fields.given(field))}) without ${name}: the model would give wrong answers. Add it from the original config.`,
        { file: fields.file, field: `${field}.${name}` },
      );
    return rope.number(name, 0);
  };
  const type: unknown = rope.given('rope_type') ?? rope.given('type') ?? 'default';
  if ((rope.given('partial_rotary_factor') ?? 1) !== 1)
    throw fields.unsupported(field, 'another scheme than plain RoPE');
  switch (type) {
    case 'default':
      return undefined;
    case 'linear':
      return { type, factor: number('factor') };
    case 'llama3':
      return {
        type,
        factor: number('factor'),
        lowFrequencyFactor: number('low_freq_factor'),
        highFrequencyFactor: number('high_freq_factor'),
        originalContextLength: number('original_max_position_embeddings'),
      };
    default:
      throw fields.unsupported(field, 'a RoPE scaling other than "linear" and "llama3"');
  }
}

/** @throws `config-number-out-of-range` */
export function checkRope({ ropeScaling }: RopeConfig): void {
  if (!ropeScaling) return;
  // A factor of 1 scales nothing, and is written by some.
  checkRange('ropeScaling.factor', 'RoPE scaling factor', ropeScaling.factor, 0.99, 1e6);
  if (ropeScaling.type === 'linear') return;
  const { lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = ropeScaling;
  checkRange('ropeScaling.lowFrequencyFactor', 'low frequency factor of RoPE', low, 0, 1e6);
  checkRange('ropeScaling.highFrequencyFactor', 'high frequency factor of RoPE', high, low, 1e6);
  checkRange('ropeScaling.originalContextLength', 'original context length of RoPE', originalContextLength, 0, 2 ** 24);
}

/** Both styles at once, each as its readers know it. */
export function ropeFields({ ropeTheta, ropeScaling }: RopeConfig): object {
  if (!ropeScaling) return { rope_theta: ropeTheta, rope_parameters: { rope_theta: ropeTheta, rope_type: 'default' } };
  const scaling = {
    rope_type: ropeScaling.type,
    factor: ropeScaling.factor,
    ...(ropeScaling.type === 'llama3' && {
      low_freq_factor: ropeScaling.lowFrequencyFactor,
      high_freq_factor: ropeScaling.highFrequencyFactor,
      original_max_position_embeddings: ropeScaling.originalContextLength,
    }),
  };
  return {
    rope_theta: ropeTheta,
    rope_scaling: { ...scaling, type: ropeScaling.type },
    rope_parameters: { ...scaling, rope_theta: ropeTheta },
  };
}

/** What a scaling makes of a frequency in radians a position. */
export function scaledFrequency(frequency: number, scaling: RopeScaling | undefined): number {
  switch (scaling?.type) {
    case undefined:
      return frequency;
    case 'linear':
      return frequency / scaling.factor;
    case 'llama3': {
      const { factor, lowFrequencyFactor: low, highFrequencyFactor: high, originalContextLength } = scaling;
      const turns = (originalContextLength * frequency) / (2 * Math.PI);
      const kept = Math.min(1, Math.max(0, (turns - low) / (high - low)));
      return kept * frequency + ((1 - kept) * frequency) / factor;
    }
    default:
      return scaling satisfies never;
  }
}
