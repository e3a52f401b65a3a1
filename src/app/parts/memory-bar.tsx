/**
 * The parts of a memory plan as one bar, drawn to the scale of the budget, or of the plan where that is larger: what is
 * beyond the budget is then pale. A plan that takes only a sliver of it is shown once more beneath, as under a lens.
 */
import type { MemoryCategory } from '../../worker/api.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';

export const memoryCategories: readonly { category: MemoryCategory; colour: string }[] = [
  { category: 'weights', colour: 'var(--dye-indigo)' },
  { category: 'gradients', colour: 'var(--dye-sky)' },
  { category: 'optimizer', colour: 'var(--dye-sand)' },
  { category: 'activations', colour: 'var(--dye-saffron)' },
  { category: 'workspace', colour: 'var(--dye-sage)' },
  { category: 'staging', colour: 'var(--dye-walnut)' },
];

/** Share of the bar below which the lens is shown. */
const lensBelow = 0.25;

export function MemoryBar(props: { bytes: Record<MemoryCategory, number>; budgetBytes: number; label: string }) {
  const { bytes, budgetBytes, label } = props;
  const m = useMessages();
  const language = useLanguage();
  const total = memoryCategories.reduce((sum, { category }) => sum + bytes[category], 0);
  const scale = Math.max(total, budgetBytes, 1);
  const spoken = memoryCategories
    .map(({ category }) => `${m.model.categories[category]} ${formatBytes(bytes[category], language)}`)
    .join(', ');
  return (
    <div>
      <div
        role="img"
        aria-label={`${label}: ${spoken}. ${m.model.budget} ${formatBytes(budgetBytes, language)}.`}
        className="relative flex h-7 overflow-hidden rounded-sm bg-sunken"
      >
        <Parts bytes={bytes} scale={scale} />
        {total > budgetBytes && (
          <div
            className="absolute inset-y-0 right-0 border-ink border-l-2 bg-paper/65"
            style={{ left: `${(budgetBytes / scale) * 100}%` }}
            aria-hidden="true"
          />
        )}
      </div>
      {total / scale < lensBelow && total > 0 && (
        <div aria-hidden="true">
          <svg viewBox="0 0 100 10" preserveAspectRatio="none" className="block h-3 w-full" aria-hidden="true">
            <path d={`M0 0H${Math.max(0.4, (total / scale) * 100)}L100 10H0Z`} fill="var(--hairline)" />
          </svg>
          <div className="flex h-5 overflow-hidden rounded-b-sm">
            <Parts bytes={bytes} scale={total} />
          </div>
        </div>
      )}
      <div className="mt-1 flex justify-between text-soft text-xs">
        <span>0</span>
        <span>
          {total > budgetBytes ? '' : `${m.model.budget} `}
          {formatBytes(scale, language)}
        </span>
      </div>
    </div>
  );
}

function Parts({ bytes, scale }: { bytes: Record<MemoryCategory, number>; scale: number }) {
  return memoryCategories.map(({ category, colour }) => (
    <div
      key={category}
      className="h-full shadow-[inset_-1px_0_0_var(--paper)] transition-[width] duration-200 last:shadow-none"
      style={{ width: `${(bytes[category] / scale) * 100}%`, background: colour }}
    />
  ));
}
