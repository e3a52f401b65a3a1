/** The page of a run in the notebook: its name, the person's notes on it, and what was set otherwise than in the run before. */
import { useId, useState } from 'react';
import { differences, runBefore, type Value } from '../../state/run-difference.ts';
import type { RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatFigures } from '../format.ts';
import type { Language } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { TextField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { fieldLabel } from './field-label.ts';
import { runTitle } from './run-title.ts';

const noRuns: RunRecord[] = [];

export function RunNotebook({ run }: { run: RunRecord }) {
  const m = useMessages();
  const { training } = useStores();
  const notesId = useId();
  const [name, setName] = useState(run.name);
  const [notes, setNotes] = useState(run.notes);
  const save = () => {
    const words = { name: name.trim(), notes };
    if (words.name !== run.name || words.notes !== run.notes) void training.annotate(run.id, words);
  };
  return (
    <Section title={m.train.notebook.title} testId="run-notebook">
      <div className="grid items-start gap-x-12 gap-y-6 lg:grid-cols-2">
        <form
          className="flex flex-col gap-4"
          onBlur={save}
          onSubmit={(event) => {
            event.preventDefault();
            save();
          }}
        >
          <TextField
            label={m.train.notebook.name}
            value={name}
            onChange={setName}
            testId="run-name"
            placeholder={runTitle({ ...run, name: '' }, m)}
          />
          <div className="field">
            <label htmlFor={notesId} className="text-sm text-soft">
              {m.train.notebook.notes}
            </label>
            <textarea
              id={notesId}
              data-testid="run-notes"
              rows={3}
              className="w-full rounded-md border border-line bg-raised px-2 py-1.5 text-base text-ink"
              placeholder={m.train.notebook.notesHint}
              value={notes}
              onChange={(event) => setNotes(event.target.value)}
            />
          </div>
        </form>
        <Changes run={run} />
      </div>
    </Section>
  );
}

function Changes({ run }: { run: RunRecord }) {
  const m = useMessages();
  const language = useLanguage();
  const runs = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const before = runBefore(run, runs);
  if (!before) return <p className="text-soft text-sm">{m.train.notebook.first}</p>;
  const changed = differences(run, before);
  const title = runTitle(before, m);
  if (changed.length === 0) return <p className="text-soft text-sm">{m.train.notebook.same(title)}</p>;
  return (
    <table className="w-full text-sm">
      <caption className="mb-1 text-left text-soft">{m.train.notebook.changed(title)}</caption>
      <tbody>
        {changed.map(({ field, from, to }) => (
          <tr key={field} className="border-b last:border-b-0">
            <th scope="row" className="py-1.5 pr-3 text-left font-normal">
              {fieldLabel(field, m)}
            </th>
            <td className="py-1.5 pl-3 text-right text-soft">{shown(from, language)}</td>
            <td className="py-1.5 pl-3 text-right">{shown(to, language)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function shown(value: Value | undefined, language: Language): string {
  const { notebook } = language.messages.train;
  if (value === undefined || value === '') return '–';
  if (typeof value === 'number') return formatFigures(value, language, 6);
  if (typeof value === 'boolean') return value ? notebook.on : notebook.off;
  return value;
}
