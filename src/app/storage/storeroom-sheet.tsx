/** What takes room, project by project and kind by kind, and letting go of it. */
import { useStore } from 'zustand';
import type { ProjectStorage, StoredItem, StoredKind } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Sheet } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { storageText } from './storage-text.ts';
import { StoredRow } from './stored-row.tsx';

export function StoreroomSheet() {
  const m = useMessages();
  const language = useLanguage();
  const { storeroom } = useStores();
  const { projects, error } = useStore(storeroom.store);
  const storage = useStudio((state) => state.storage);
  const used = storage && storageText(storage, language);
  return (
    <Sheet
      open
      onOpenChange={(open) => !open && storeroom.close()}
      title={m.storeroom.title}
      lead={m.storeroom.lead}
      width="max-w-3xl"
    >
      <div data-testid="storeroom" className="flex flex-col gap-8">
        {used && <p>{used}</p>}
        {error && <ErrorNote error={error} />}
        {projects === null && !error && <p className="text-soft">{m.storeroom.reading}</p>}
        {projects?.map((project) => (
          <OfProject key={project.project.id} of={project} />
        ))}
      </div>
    </Sheet>
  );
}

function OfProject({ of }: { of: ProjectStorage }) {
  const m = useMessages();
  const language = useLanguage();
  const kinds = kindsOf(of.items);
  return (
    <section className="flex min-w-0 flex-col gap-2">
      <h3 className="flex min-w-0 items-baseline gap-3 border-b pb-1.5 font-semibold">
        <span className="min-w-0 flex-1 truncate">{of.project.name}</span>
        <span className="font-normal text-soft">{formatBytes(sum(of.items), language)}</span>
      </h3>
      {kinds.length === 0 && <p className="text-soft">{m.storeroom.empty}</p>}
      {kinds.map(({ kind, items }) => (
        <details key={kind} data-testid={`stored-${kind}`}>
          <summary>
            {m.storeroom.kinds[kind]}
            <span className="float-right text-soft">{formatBytes(sum(items), language)}</span>
          </summary>
          <ul className="mt-1 mb-3 flex flex-col">
            {items.map((item) => (
              <StoredRow key={`${item.kind} ${item.id}`} project={of} item={item} />
            ))}
          </ul>
        </details>
      ))}
    </section>
  );
}

const sum = (items: readonly StoredItem[]): number => items.reduce((total, { bytes }) => total + bytes, 0);

/** What takes most comes first. */
function kindsOf(items: readonly StoredItem[]): { kind: StoredKind; items: StoredItem[] }[] {
  const groups = new Map<StoredKind, StoredItem[]>();
  for (const item of items) groups.set(item.kind, [...(groups.get(item.kind) ?? []), item]);
  return [...groups].map(([kind, ofKind]) => ({ kind, items: ofKind })).sort((a, b) => sum(b.items) - sum(a.items));
}
