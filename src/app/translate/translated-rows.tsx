/** The rows of a translation, those to be looked at first, each beside its source. */
import { useState } from 'react';
import { useStore } from 'zustand';
import { originOf } from '../../data/translation/endpoint.ts';
import { FIELDS } from '../../data/translation/record.ts';
import { OcaqError } from '../../errors.ts';
import { mayAsk } from '../../state/hosts.ts';
import { rowsPerPage } from '../../state/service-jobs.ts';
import type { Finding, Texts, TranslatedRow, TranslationOptions } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { LinesField } from '../parts/fields.tsx';
import { ShownRows } from '../service/shown-rows.tsx';

export function TranslatedRows({ options }: { options: TranslationOptions }) {
  const m = useMessages();
  const { translation } = useStores();
  const { shown, only, from, page } = useStore(translation.store);
  if (!page) return null;
  return (
    <ShownRows
      only={only}
      from={from}
      page={page}
      perPage={rowsPerPage}
      none={m.translation.none}
      testId="translated-rows"
      onShow={(...next) => void translation.show(shown, ...next)}
    >
      {page.rows.map((row) => (
        <Row key={row.index} row={row} options={options} />
      ))}
    </ShownRows>
  );
}

function Row({ row, options }: { row: TranslatedRow; options: TranslationOptions }) {
  const m = useMessages();
  const language = useLanguage();
  const { translation } = useStores();
  const working = useStore(translation.store, (state) => state.working.length > 0);
  const [edited, setEdited] = useState<Texts | null>(null);
  const [isBusy, setBusy] = useState(false);
  const { kind, address } = options.endpoint;
  const origin = originOf(address);
  const mayRetry = (kind === 'browser' || (origin !== null && mayAsk(origin))) && !working;

  /** What was typed stays where it could not be kept. */
  async function change(work: Promise<boolean>): Promise<void> {
    setBusy(true);
    const isChanged = await work;
    setBusy(false);
    if (isChanged) setEdited(null);
  }

  return (
    <li className="flex flex-col gap-2 border-b py-3 last:border-b-0" data-testid="translated-row">
      <p className="flex flex-wrap gap-x-3 text-soft text-xs">
        <span>{m.translation.row(formatNumber(row.row, language))}</span>
        {row.accepted && <span>{m.translation.accepted}</span>}
      </p>
      {row.state === 'failed' && <p className="text-sm">{failureText(row, language)}</p>}
      {row.findings.length > 0 && (
        <ul className="flex flex-col gap-0.5 border-ink border-l-[3px] pl-3 text-sm">
          {row.findings.map((finding) => (
            <li key={JSON.stringify(finding)}>{findingText(finding, language)}</li>
          ))}
        </ul>
      )}
      {FIELDS.filter((field) => row.source[field] !== undefined).map((field) => (
        <div key={field} className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-2">
          <p className="whitespace-pre-wrap break-words text-soft" lang={options.from}>
            {row.source[field]}
          </p>
          {edited ? (
            <LinesField
              label={m.translation.fields[field]}
              value={edited[field] ?? ''}
              onChange={(text) => setEdited({ ...edited, [field]: text })}
              testId={`translated-${field}`}
            />
          ) : (
            <p className="whitespace-pre-wrap break-words" lang={options.to}>
              {row.texts?.[field] ?? (row.state === 'pending' ? m.translation.pending : '')}
            </p>
          )}
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        {edited ? (
          <>
            <Button
              size="small"
              disabled={isBusy || working}
              onClick={() => void change(translation.edit(row, edited))}
            >
              {m.translation.keep}
            </Button>
            <Button size="small" look="quiet" onClick={() => setEdited(null)}>
              {m.cancel}
            </Button>
          </>
        ) : (
          <>
            <Button size="small" look="quiet" disabled={isBusy || working} onClick={() => setEdited(row.texts ?? {})}>
              {m.translation.edit}
            </Button>
            {row.earlier > 0 && (
              <Button size="small" look="quiet" disabled={isBusy} onClick={() => void change(translation.undo(row))}>
                {m.translation.undo}
              </Button>
            )}
            {row.findings.length > 0 && (
              <Button
                size="small"
                look="quiet"
                disabled={isBusy}
                onClick={() => void change(translation.accept(row, !row.accepted))}
              >
                {row.accepted ? m.translation.unaccept : m.translation.accept}
              </Button>
            )}
            <Button
              size="small"
              look="quiet"
              disabled={isBusy || !mayRetry}
              onClick={() => void change(translation.retry(row))}
            >
              {m.translation.retry}
            </Button>
          </>
        )}
      </div>
    </li>
  );
}

function failureText({ error }: TranslatedRow, language: Language): string {
  if (error === null) return language.messages.translation.unusable;
  return errorText(new OcaqError(error.code, error.message, error.details), language);
}

function findingText(finding: Finding, language: Language): string {
  const { checks, fields } = language.messages.translation;
  const field = 'field' in finding ? fields[finding.field] : '';
  return checks[finding.check](field, detailOf(finding, language));
}

function detailOf(finding: Finding, language: Language): string {
  switch (finding.check) {
    case 'kept':
    case 'numbers':
      return [...finding.lost.map((one) => `− ${one}`), ...finding.added.map((one) => `+ ${one}`)].join(', ');
    case 'language':
      return language.messages.translation.languages[finding.found];
    case 'length':
      return formatNumber(finding.ratio, language, 1);
    default:
      return '';
  }
}
