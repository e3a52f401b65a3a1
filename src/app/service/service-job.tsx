/** Stored work that a service does: how far it is, what it has cost, and what can be done with it. */
import { Download, Pause, Play, Trash2 } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { OcaqError } from '../../errors.ts';
import { mayAsk } from '../../state/hosts.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { HostPermission } from '../parts/host-permission.tsx';
import { Bar } from '../parts/progress.tsx';
import { saveFile } from '../parts/save-file.ts';

interface ServiceJobProps {
  title: string;
  /** Of the bar. */
  label: string;
  /** Empty ones are passed over. */
  figures: readonly string[];
  /** Items that are settled, of how many. */
  settled: number;
  items: number;
  /** Whether there are results. */
  hasResults: boolean;
  isWorking: boolean;
  /** null: nobody is asked over the network. */
  origin: string | null;
  leaves: (hosts: string) => string;
  removal: { label: string; title: string; lead: string; action: string };
  /** Why it stopped; null: it did not, or was resumed since. */
  failure: OcaqError | null;
  isShown: boolean;
  testId: 'translation' | 'self-instruct';
  onShow: (isShown: boolean) => void;
  onResume: () => Promise<void>;
  onPause: () => void;
  /** Resolves to the name of the set; null where none was made. */
  onSave: () => Promise<string | null>;
  onExport: () => Promise<{ fileName: string; file: Blob } | null>;
  onDelete: () => Promise<void>;
  /** What is shown of the items. */
  children: ReactNode;
}

export function ServiceJob(props: ServiceJobProps) {
  const { title, figures, settled, items, hasResults, isWorking, origin, removal, isShown, testId } = props;
  const m = useMessages();
  const [isPausing, setPausing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const isOver = settled === items;
  const isAllowed = origin === null || mayAsk(origin);

  async function save(): Promise<void> {
    setSaving(true);
    setSaved(await props.onSave());
    setSaving(false);
  }

  async function download(): Promise<void> {
    const exported = await props.onExport();
    if (exported) saveFile(exported.file, exported.fileName);
  }

  return (
    <li className="flex flex-col gap-2 border-b py-3 last:border-b-0" data-testid={`${testId}-item`}>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="min-w-0 flex-1 basis-40 truncate font-medium">{title}</span>
        <span className="text-sm text-soft" data-testid={`${testId}-figures`}>
          {figures.filter(Boolean).join('; ')}
        </span>
      </div>
      <Bar share={items === 0 ? 1 : settled / items} label={props.label} alive={isWorking} />
      {props.failure && <ErrorNote error={props.failure} />}
      {!isOver && !isAllowed && <HostPermission origins={[origin]} place={testId} leaves={props.leaves} />}
      <div className="flex flex-wrap items-center gap-2">
        {!isOver && !isWorking && (
          <Button
            size="small"
            data-testid={`${testId}-resume`}
            unavailable={isAllowed ? null : m.hosts.notAllowed(new URL(origin).host)}
            onClick={() => {
              setPausing(false);
              void props.onResume();
            }}
          >
            <Play className="size-4" aria-hidden="true" />
            {m.service.resume}
          </Button>
        )}
        {isWorking && (
          <Button
            size="small"
            disabled={isPausing}
            onClick={() => {
              setPausing(true);
              props.onPause();
            }}
          >
            <Pause className="size-4" aria-hidden="true" />
            {m.service.pause}
          </Button>
        )}
        {isWorking && isPausing && <span className="text-sm text-soft">{m.service.pausing}</span>}
        {settled > 0 && (
          <Button
            size="small"
            data-testid={`${testId}-look`}
            aria-expanded={isShown}
            onClick={() => props.onShow(!isShown)}
          >
            {isShown ? m.service.hide : m.service.rows}
          </Button>
        )}
        {hasResults && (
          <Button size="small" data-testid={`${testId}-save`} disabled={isSaving} onClick={() => void save()}>
            {m.service.save}
          </Button>
        )}
        {hasResults && (
          <Button size="small" data-testid={`${testId}-export`} onClick={() => void download()}>
            <Download className="size-4" aria-hidden="true" />
            {m.service.download}
          </Button>
        )}
        {!isWorking && (
          <IconButton label={removal.label} onClick={() => setAsking(true)}>
            <Trash2 className="size-4" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {saved !== null && (
        <p role="status" className="text-sm">
          {m.service.saved(saved)}
        </p>
      )}
      {isShown && props.children}
      <Ask
        open={isAsking}
        onOpenChange={setAsking}
        title={removal.title}
        lead={removal.lead}
        action={removal.action}
        onConfirm={props.onDelete}
      />
    </li>
  );
}
