/** A source on its way in: what its files hold, format by format, how they would be read, and what would be passed over. */
import type { FilePreview, ReadOptions } from '../../data/readers/read.ts';
import { type MemberGroup, suggestedReading } from '../../data/readers/source.ts';
import { READERS, readerOf } from '../../data/readers/table.ts';
import type { TableHeader } from '../../data/rows/delimited.ts';
import type { PendingSource } from '../../state/corpus.ts';
import type { DocumentSplit, SourceFiles, SourcePreview } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { CheckField, SelectField } from '../parts/fields.tsx';
import { withPlaces } from '../parts/places.ts';
import { Bar } from '../parts/progress.tsx';
import { EncodingNote } from './encoding-note.tsx';
import { LicenceField } from './licence-field.tsx';
import { SkippedFiles } from './skipped-files.tsx';

export const bytesOf = ({ files }: SourceFiles): number => files.reduce((sum, { file }) => sum + (file?.size ?? 0), 0);

export function SourceDetails({ entry }: { entry: PendingSource }) {
  const m = useMessages();
  const language = useLanguage();
  const { corpus } = useStores();
  const { preview, source } = entry;
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <h3 className="min-w-0 truncate font-semibold">{source.name}</h3>
        <span className="text-soft text-sm">{formatBytes(bytesOf(source), language)}</span>
        <Button className="ml-auto" size="small" look="quiet" onClick={() => corpus.dismiss(entry.id)}>
          {m.corpus.dialog.leaveOut}
        </Button>
      </div>
      {entry.error && <ErrorNote error={entry.error} />}
      {!preview && !entry.error && (
        <div role="status" className="flex flex-col gap-2 text-soft">
          {m.corpus.dialog.reading}
          <Bar share={null} label={m.corpus.dialog.reading} />
        </div>
      )}
      {preview && <Instructions entry={entry} preview={preview} />}
      {preview?.groups.map((group) => (
        <Group key={group.format} entry={entry} group={group} isOne={isOneFile(preview)} />
      ))}
      {preview && entry.use === 'corpus' && (
        <LicenceField
          label={m.corpus.licence.label}
          licence={entry.licence}
          disabled={entry.importing}
          onChange={(licence) => corpus.setLicence(entry.id, licence)}
        />
      )}
      {preview && <SkippedFiles files={preview.skipped} count={preview.skipped.length} />}
      {preview && !preview.isWhole && <p className="text-soft text-sm">{m.corpus.dialog.notWhole}</p>}
    </div>
  );
}

const isOneFile = ({ groups, skipped }: SourcePreview): boolean =>
  groups.length === 1 && groups[0]?.count === 1 && skipped.length === 0;

/** Of a file that holds nothing but records of instructions. */
function Instructions({ entry, preview }: { entry: PendingSource; preview: SourcePreview }) {
  const m = useMessages();
  const { corpus } = useStores();
  if (!isOneFile(preview) || preview.groups[0]?.preview.kind !== 'instructions') return null;
  return (
    <div className="flex flex-col gap-2 rounded-lg bg-sunken px-4 py-3">
      <p className="font-medium">{m.corpus.dialog.instructions}</p>
      <p className="text-soft">{m.corpus.dialog.instructionsLead}</p>
      <CheckField
        label={m.corpus.dialog.anyway}
        checked={entry.use === 'corpus'}
        disabled={entry.importing}
        onChange={(isText) => corpus.setUse(entry.id, isText ? 'corpus' : 'instructions')}
      />
    </div>
  );
}

function Group({ entry, group, isOne }: { entry: PendingSource; group: MemberGroup; isOne: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { corpus } = useStores();
  const { format, preview, count, files } = group;
  const reading = entry.readings[format] ?? null;
  return (
    <section
      className={`flex min-w-0 flex-col gap-3 ${isOne ? '' : 'border-t pt-4'}`}
      aria-label={m.corpus.dialog.formats[format]}
    >
      {!isOne && (
        <div>
          <CheckField
            label={`${m.corpus.dialog.formats[format]}: ${m.corpus.dialog.filesOf(formatNumber(count, language), count)}`}
            checked={reading !== null}
            disabled={entry.importing}
            onChange={(isRead) => void corpus.setReading(entry.id, format, isRead ? suggestedReading(preview) : null)}
            {...(preview.kind === 'instructions' ? { hint: m.corpus.dialog.instructions } : {})}
          />
          <p className="truncate pl-6 text-soft text-sm" title={files.join('\n')}>
            {files.slice(0, 3).join(', ')}
            {count > 3 ? ', …' : ''}
          </p>
        </div>
      )}
      {reading && entry.use === 'corpus' && <Options entry={entry} group={group} reading={reading} />}
      {preview.badRows && <BadRows rows={preview.badRows} />}
      {reading && (
        <div>
          <h4 className="mb-2 text-sm text-soft">{m.corpus.dialog.first}</h4>
          {preview.sample.length === 0 && <p>{m.corpus.dialog.empty}</p>}
          {entry.use === 'corpus' && <EncodingNote texts={preview.sample} />}
          <ol className="flex flex-col gap-2">
            {withPlaces(preview.sample.slice(0, isOne ? preview.sample.length : 2)).map(({ place, item: document }) => (
              <li key={place} className="whitespace-pre-wrap break-words border-line border-l-2 pl-3 text-sm">
                {document}
              </li>
            ))}
          </ol>
        </div>
      )}
    </section>
  );
}

const NAMED_ROWS = 3;

function BadRows({ rows }: { rows: NonNullable<FilePreview['badRows']> }) {
  const m = useMessages();
  const language = useLanguage();
  const number = (value: number) => formatNumber(value, language);
  return (
    <div className="text-sm" data-testid="preview-bad-rows">
      <p>{m.corpus.dialog.badRows(number(rows.length), rows.length)}</p>
      <ul className="text-soft">
        {rows.slice(0, NAMED_ROWS).map(({ row, reason }) => (
          <li key={row}>{m.input.leftOut.row(number(row), m.input.rows[reason] ?? reason)}</li>
        ))}
        {rows.length > NAMED_ROWS && <li>{m.corpus.dialog.moreBadRows}</li>}
      </ul>
    </div>
  );
}

function Options({ entry, group, reading }: { entry: PendingSource; group: MemberGroup; reading: ReadOptions }) {
  const m = useMessages();
  const { corpus } = useStores();
  const { preview } = group;
  const set = (change: Partial<ReadOptions>) =>
    void corpus.setReading(entry.id, group.format, { ...reading, ...change });
  const { asks, hasHeader } = readerOf(reading.format);
  const whole = m.corpus.dialog.documentsOf[reading.format];
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <SelectField
        label={m.corpus.dialog.format}
        value={reading.format}
        disabled={entry.importing}
        options={READERS.map(({ id }) => ({ value: id, label: m.corpus.dialog.formats[id] }))}
        onChange={(format) => set({ format })}
      />
      {hasHeader && (
        <SelectField
          label={m.corpus.dialog.header}
          value={reading.header ?? 'auto'}
          disabled={entry.importing}
          options={(['auto', 'yes', 'no'] satisfies TableHeader[]).map((value) => ({
            value,
            label: m.corpus.dialog.headers[value],
          }))}
          onChange={(header) => set({ header })}
          testId="reading-header"
        />
      )}
      {asks === 'field' && <FieldChoice entry={entry} preview={preview} reading={reading} set={set} />}
      {asks === 'split' && (
        <SelectField
          label={m.corpus.dialog.split}
          value={reading.split ?? 'auto'}
          disabled={entry.importing}
          options={(['auto', 'blank-line', 'line', 'file'] satisfies DocumentSplit[]).map((value) => ({
            value,
            label: m.corpus.dialog.splits[value],
          }))}
          onChange={(split) => set({ split })}
        />
      )}
      {whole && <p className="text-soft text-sm sm:col-span-2">{whole}</p>}
    </div>
  );
}

function FieldChoice({
  entry,
  preview,
  reading,
  set,
}: {
  entry: PendingSource;
  preview: FilePreview;
  reading: ReadOptions;
  set: (change: Partial<ReadOptions>) => void;
}) {
  const m = useMessages();
  const { field, join = [], scores = [] } = reading;
  const example = preview.fields.find(({ name }) => name === field)?.example;
  const used = [field, ...join, ...scores];
  const unused = preview.fields.filter(({ name }) => !used.includes(name)).map(({ name }) => name);
  // Of several between bars the first that a record has is the text: the others are no more of it.
  const texts = preview.fields.filter(
    ({ name, kind }) => kind === 'text' && name !== field && !name.includes('|') && !field?.split('|').includes(name),
  );
  const numbers = preview.fields.filter(({ kind }) => kind === 'number');
  return (
    <>
      <SelectField
        label={m.corpus.dialog.field}
        value={field ?? ''}
        placeholder={m.corpus.dialog.noField}
        disabled={entry.importing}
        options={preview.fields.map(({ name, kind }) => ({ value: name, label: `${name} (${kind})` }))}
        onChange={(name) => set({ field: name })}
        {...(example ? { hint: `${m.corpus.dialog.example} “${example.slice(0, 120)}”` } : {})}
      />
      <NameChoice
        title={m.corpus.dialog.join}
        names={texts.map(({ name }) => name)}
        chosen={join}
        disabled={entry.importing}
        onChange={(names) => set({ join: names })}
      />
      <NameChoice
        title={m.corpus.dialog.scores}
        names={numbers.map(({ name }) => name)}
        chosen={scores}
        disabled={entry.importing}
        onChange={(names) => set({ scores: names })}
      />
      {unused.length > 0 && (
        <p className="text-soft text-sm sm:col-span-2">{m.corpus.dialog.unused(unused.join(', '))}</p>
      )}
    </>
  );
}

/** Any of several columns, in the order in which they were chosen. */
function NameChoice(props: {
  title: string;
  names: readonly string[];
  chosen: readonly string[];
  disabled: boolean;
  onChange: (chosen: readonly string[]) => void;
}) {
  const { title, names, chosen, disabled, onChange } = props;
  if (names.length === 0) return null;
  return (
    <fieldset className="sm:col-span-2">
      <legend className="text-sm">{title}</legend>
      <div className="flex flex-wrap gap-x-5 gap-y-1">
        {names.map((name) => (
          <CheckField
            key={name}
            label={name}
            checked={chosen.includes(name)}
            disabled={disabled}
            onChange={(on) => onChange(on ? [...chosen, name] : chosen.filter((one) => one !== name))}
          />
        ))}
      </div>
    </fieldset>
  );
}
