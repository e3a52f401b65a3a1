/** How likely a token was, in four levels: each has a shade and a line under the text, so that colour alone says nothing. */

export interface ChanceLevel {
  id: 'likely' | 'possible' | 'unlikely' | 'rare';
  /** Lowest probability of the level. */
  from: number;
  look: string;
}

/** The likeliest first. */
export const CHANCE_LEVELS: readonly ChanceLevel[] = [
  { id: 'likely', from: 0.5, look: '' },
  { id: 'possible', from: 0.2, look: 'bg-[color-mix(in_oklch,var(--ember)_12%,var(--paper))] underline decoration-1' },
  {
    id: 'unlikely',
    from: 0.05,
    look: 'bg-[color-mix(in_oklch,var(--ember)_26%,var(--paper))] underline decoration-dashed decoration-1',
  },
  {
    id: 'rare',
    from: 0,
    look: 'bg-[color-mix(in_oklch,var(--ember)_42%,var(--paper))] underline decoration-double decoration-1',
  },
];

export function levelOf(probability: number): ChanceLevel {
  return CHANCE_LEVELS.find(({ from }) => probability >= from) ?? (CHANCE_LEVELS.at(-1) as ChanceLevel);
}
