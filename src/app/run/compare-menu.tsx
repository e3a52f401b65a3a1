/** Which other runs of the project are drawn into the chart. */
import { Check, Layers } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import type { Id, RunRecord } from '../../worker/api.ts';
import { formatDate } from '../format.ts';
import { menuItem, menuSheet } from '../frame/menu.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { runTitle } from './run-title.ts';

export function CompareMenu(props: {
  runs: readonly RunRecord[];
  compared: ReadonlySet<Id>;
  /** No more can be told apart. */
  full: boolean;
  onToggle: (run: Id) => void;
}) {
  const { runs, compared, full, onToggle } = props;
  const m = useMessages();
  const language = useLanguage();
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger asChild disabled={runs.length === 0}>
        <Button size="small" look="quiet" data-testid="chart-compare">
          <Layers className="size-3.5" aria-hidden="true" />
          {m.train.chart.compare}
        </Button>
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="end" sideOffset={4} className={`${menuSheet} max-h-80 overflow-y-auto`}>
          {runs.map((run) => (
            <DropdownMenu.CheckboxItem
              key={run.id}
              className={menuItem}
              checked={compared.has(run.id)}
              disabled={full && !compared.has(run.id)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={() => onToggle(run.id)}
            >
              <span className="size-3.5">
                <DropdownMenu.ItemIndicator>
                  <Check className="size-3.5" aria-hidden="true" />
                </DropdownMenu.ItemIndicator>
              </span>
              {runTitle(run, m)}
              <span className="ml-auto pl-4 text-soft">{formatDate(run.startedAt, language)}</span>
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
