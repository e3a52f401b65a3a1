/**
 * Low-rank adapters of a model (LoRA, Hu et al. 2021, arXiv:2106.09685; rsLoRA: Kalajdzievski 2023, arXiv:2312.03732): which
 * modules of the base have one, and the parameters that come with it. A module is what Hugging Face calls so (q_proj, c_attn):
 * of a parameter that holds several side by side, each has its own A and B.
 *   delta = scale · x · Aᵀ · Bᵀ,  A [rank, in], B [out, rank];  scale = alpha / rank, or alpha / √rank (rsLoRA)
 */
import { OcaqError } from '../errors.ts';
import { blockDiagonal } from '../ops/block-diagonal.ts';
import { type Block, type Dropout, type LowRank, roundUp, type Tensor } from '../ops/operator.ts';
import type { Parameter, ParameterPart } from './parameters.ts';
import { checkSetting } from './setting-range.ts';

export interface LoraConfig {
  readonly rank: number;
  readonly alpha: number;
  /** Share of the elements of x that an adapter does not see in training, 0 … 1, without 1. */
  readonly dropout: number;
  /** Names of modules, whole or their ends, as peft reads them (target_modules); or every matrix within layers. */
  readonly targets: readonly string[] | 'all-linear';
  /** Whether the scale is alpha / √rank. */
  readonly rsLora: boolean;
}

export const loraScale = ({ rank, alpha, rsLora }: LoraConfig): number => alpha / (rsLora ? Math.sqrt(rank) : rank);

/** The adapters of the modules that lie in one parameter. */
export interface ParameterAdapter {
  /** The parameter's id. */
  readonly base: string;
  /** A of each module, one under the other from a multiple of 4 on, and B of each beside its rows of the parameter. */
  readonly a: Parameter;
  readonly b: Parameter;
  /** Of every module of the parameter; null where it is one alone. */
  readonly blocks: readonly Block[] | null;
  readonly scale: number;
  /** The share of its input that is dropped in training. */
  readonly dropout: number;
}

const WEIGHT = '.weight';

/** A module by the name of its weight. */
export const moduleName = (weight: string): string => weight.slice(0, -WEIGHT.length);

/** What a factor is called in files: as peft calls it. */
export const factorName = (module: string, factor: 'A' | 'B'): string =>
  `base_model.model.${module}.lora_${factor}${WEIGHT}`;

/**
 * @param table parameters of the base
 * @throws OcaqError `setting-out-of-range`, `adapter-targets` where a name means no module
 */
export function adaptersOf(table: readonly Parameter[], lora: LoraConfig): ParameterAdapter[] {
  checkLora(lora);
  const adaptable = table.filter(({ group }) => group === 'matrices');
  checkTargets(adaptable, lora);
  return adaptable.flatMap((parameter) => adapterOf(parameter, lora) ?? []);
}

function adapterOf(parameter: Parameter, lora: LoraConfig): ParameterAdapter | null {
  const { rank, targets, dropout } = lora;
  const { id, rows, cols, parts } = parameter;
  const targeted = parts.filter((part) => isTarget(moduleOf(part), targets));
  if (targeted.length === 0) return null;
  const width = roundUp(rank, 4);
  const common = { group: 'matrices', isAdapter: true } as const;
  return {
    base: id,
    scale: loraScale(lora),
    dropout,
    a: {
      ...common,
      id: `${id}.lora_a`,
      rows: (targeted.length - 1) * width + rank,
      cols,
      // kaiming_uniform with a = √5, as torch initialises linear layers and peft A.
      init: { kind: 'uniform', bound: 1 / Math.sqrt(cols) },
      parts: targeted.map((part, i) => ({ name: factorName(moduleOf(part), 'A'), from: i * width, count: rank })),
    },
    b: {
      ...common,
      id: `${id}.lora_b`,
      rows,
      cols: rank,
      init: { kind: 'zeros' },
      parts: targeted.map(({ isTransposed: _, ...part }) => ({ ...part, name: factorName(moduleOf(part), 'B') })),
    },
    blocks:
      parts.length === 1
        ? null
        : parts.map((part) => {
            const place = targeted.indexOf(part);
            return { row: part.from, column: place < 0 ? null : place * width };
          }),
  };
}

/**
 * What products with the parameter add.
 * @param weight the tensor of a parameter
 * @param place the seed and the place of its dropout; null outside of training
 */
export function lowRankOf(
  { a, b, blocks, scale, dropout }: ParameterAdapter,
  weight: (id: string) => Tensor,
  place: Pick<Dropout, 'seed' | 'site'> | null,
): LowRank {
  const stored = weight(b.id);
  return {
    a: weight(a.id),
    b: blocks ? blockDiagonal(stored, a.rows, blocks) : stored,
    scale,
    dropout: place && { rate: dropout, ...place },
  };
}

/** Modules by the last part of their names, each once: what target_modules of an adapter's config says. */
export function targetNames(table: readonly Parameter[], targets: LoraConfig['targets']): string[] {
  if (targets !== 'all-linear') return [...targets];
  const modules = table.filter(({ group }) => group === 'matrices').flatMap(({ parts }) => parts.map(moduleOf));
  return [...new Set(modules.map((module) => module.slice(module.lastIndexOf('.') + 1)))];
}

const moduleOf = ({ name }: ParameterPart): string => moduleName(name);

const isTarget = (module: string, targets: LoraConfig['targets']): boolean =>
  targets === 'all-linear' || targets.some((name) => means(name, module));

const means = (name: string, module: string): boolean => `.${module}`.endsWith(`.${name}`);

function checkLora({ rank, alpha, dropout }: LoraConfig): void {
  checkSetting('rank', 'count-from-1', rank);
  checkSetting('dropout', 'below-1', dropout);
  checkSetting('alpha', 'above-0', alpha);
}

function checkTargets(adaptable: readonly Parameter[], { targets }: LoraConfig): void {
  if (targets === 'all-linear') return;
  const modules = adaptable.flatMap(({ parts }) => parts.map(moduleOf));
  const unknown = targets.find((name) => !modules.some((module) => means(name, module)));
  if (unknown === undefined && targets.length > 0) return;
  const names = targetNames(adaptable, 'all-linear');
  throw new OcaqError(
    'adapter-targets',
    `The model has no layer "${unknown ?? ''}" that an adapter could change. Choose among ${names.join(', ')}, or "all-linear" for all of them.`,
    { target: unknown ?? '', names: names.join(', ') },
  );
}
