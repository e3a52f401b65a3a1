/** The page of a run in the notebook: its name, the person's notes on it, and what was set otherwise than in the run before. */
import { useId, useState } from 'react';
import { differences, runBefore } from '../../state/run-difference.ts';
import type { RunRecord } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { TextField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { ChangeTable } from './change-table.tsx';
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
  const runs = useStudio((state) => state.snapshot?.runs ?? noRuns);
  const before = runBefore(run, runs);
  if (!before) return <p className="text-soft text-sm">{m.train.notebook.first}</p>;
  const changed = differences(run, before);
  const title = runTitle(before, m);
  if (changed.length === 0) return <p className="text-soft text-sm">{m.train.notebook.same(title)}</p>;
  return <ChangeTable caption={m.train.notebook.changed(title)} changes={changed} />;
}
