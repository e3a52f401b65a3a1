/** One translation: how far it is, what it has cost, and what can be done with it. */
import { Download, Pause, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useStore } from 'zustand';
import { originOf } from '../../data/translation/endpoint.ts';
import { OFFERED_LANGUAGES } from '../../data/translation/record.ts';
import { mayAsk } from '../../state/hosts.ts';
import type { TranslationRecord } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Ask } from '../parts/dialogs.tsx';
import { HostPermission } from '../parts/host-permission.tsx';
import { Bar } from '../parts/progress.tsx';
import { saveFile } from '../parts/save-file.ts';
import { amountText, costText } from './amounts.ts';
import { TranslatedRows } from './translated-rows.tsx';

export function TranslationItem({ record }: { record: TranslationRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const { translation } = useStores();
  const { working, shown } = useStore(translation.store);
  const [isPausing, setPausing] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [saved, setSaved] = useState<string | null>(null);
  const [isSaving, setSaving] = useState(false);
  const { id, source, options, records, done, failed, usage, cost } = record;
  const isWorking = working.includes(id);
  const isOver = done + failed === records;
  const origin = originOf(options.endpoint.address);
  const isAllowed = origin !== null && mayAsk(origin);
  const number = (value: number) => formatNumber(value, language);
  const known = OFFERED_LANGUAGES.find((tag) => tag === options.to);
  const figures = [
    m.translation.progress(number(done), number(records)),
    failed > 0 ? m.translation.failed(number(failed)) : '',
    amountText(usage, options.endpoint, language),
    costText(cost, language),
  ];

  async function resume(): Promise<void> {
    setPausing(false);
    await translation.resume(id);
  }

  async function save(): Promise<void> {
    setSaving(true);
    setSaved(await translation.save(id));
    setSaving(false);
  }

  return (
    <li className="flex flex-col gap-2 border-b py-3 last:border-b-0" data-testid="translation-item">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <span className="min-w-0 flex-1 basis-40 truncate font-medium">
          {source} → {known ? m.translation.languages[known] : options.to}
        </span>
        <span className="text-sm text-soft" data-testid="translation-figures">
          {figures.filter(Boolean).join('; ')}
        </span>
      </div>
      <Bar share={records === 0 ? 1 : (done + failed) / records} label={m.translation.title} alive={isWorking} />
      {!isOver && !isAllowed && origin !== null && <HostPermission origins={[origin]} leaves={m.translation.leaves} />}
      <div className="flex flex-wrap items-center gap-2">
        {!isOver && !isWorking && (
          <Button
            size="small"
            data-testid="translation-resume"
            unavailable={isAllowed || origin === null ? null : m.hosts.notAllowed(new URL(origin).host)}
            onClick={() => void resume()}
          >
            <Play className="size-4" aria-hidden="true" />
            {m.translation.resume}
          </Button>
        )}
        {isWorking && (
          <Button
            size="small"
            disabled={isPausing}
            onClick={() => {
              setPausing(true);
              void translation.pause(id);
            }}
          >
            <Pause className="size-4" aria-hidden="true" />
            {m.translation.pause}
          </Button>
        )}
        {isWorking && isPausing && <span className="text-sm text-soft">{m.translation.pausing}</span>}
        {done + failed > 0 && (
          <Button
            size="small"
            data-testid="translation-look"
            aria-expanded={shown === id}
            onClick={() => void translation.show(shown === id ? null : id)}
          >
            {shown === id ? m.translation.hide : m.translation.rows}
          </Button>
        )}
        {done > 0 && (
          <Button size="small" data-testid="translation-save" disabled={isSaving} onClick={() => void save()}>
            {m.translation.save}
          </Button>
        )}
        {done > 0 && (
          <Button
            size="small"
            data-testid="translation-export"
            onClick={async () => {
              const exported = await translation.export(id);
              if (exported) saveFile(exported.file, exported.fileName);
            }}
          >
            <Download className="size-4" aria-hidden="true" />
            {m.translation.download}
          </Button>
        )}
        {!isWorking && (
          <IconButton label={m.translation.remove(source)} onClick={() => setAsking(true)}>
            <Trash2 className="size-4" aria-hidden="true" />
          </IconButton>
        )}
      </div>
      {saved !== null && (
        <p role="status" className="text-sm">
          {m.translation.saved(saved)}
        </p>
      )}
      {shown === id && <TranslatedRows options={options} />}
      <Ask
        open={isAsking}
        onOpenChange={setAsking}
        title={m.translation.removeTitle(source)}
        lead={m.translation.removeLead}
        action={m.translation.removeDo}
        onConfirm={() => translation.delete(id)}
      />
    </li>
  );
}
