/** How the records of a set are read: its shape, and which field holds what, each to be changed; and what is not used. */
import { useState } from 'react';
import { fieldsFor, firstMapping, possibleShapes, remapped, unusedFields } from '../../data/instruct/mapping.ts';
import { shapeOf } from '../../data/instruct/shapes/table.ts';
import type { InstructionSetRecord, Reading } from '../../worker/api.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { CheckField, SelectField } from '../parts/fields.tsx';

/** Columns that are named at a glance where they are not used; the fields below show all. */
const NAMED_UNUSED = 8;

export function SetFields({ set }: { set: InstructionSetRecord }) {
  const m = useMessages();
  const { instruct } = useStores();
  const [busy, setBusy] = useState(false);
  const { shape, mapping, fields, joinLists = false } = set;
  const shapes = possibleShapes(fields);
  const unused = unusedFields(fields, mapping);
  const hasLists = shapeOf(shape).roles.some(
    ({ id, holds }) => holds === 'text' && fields.some(({ name, lists = 0 }) => name === mapping[id] && lists > 0),
  );
  const named = unused.slice(0, NAMED_UNUSED).join(', ');

  async function read(reading: Reading): Promise<void> {
    setBusy(true);
    await instruct.mapSet(set.id, reading);
    setBusy(false);
  }

  return (
    <details className="mt-1 ml-6 text-sm" data-testid="set-fields" open={set.records === 0}>
      <summary className="w-fit">
        {m.instruct.fields}
        {unused.length > 0 && (
          <span className="text-soft">
            {' '}
            · {m.instruct.unusedFields(unused.length > NAMED_UNUSED ? `${named}, …` : named)}
          </span>
        )}
      </summary>
      <div className="mt-2 grid grid-cols-[repeat(auto-fill,minmax(11rem,1fr))] gap-x-6 gap-y-3">
        {shapes.length > 1 && (
          <SelectField
            label={m.instruct.shape}
            value={shape}
            disabled={busy}
            options={shapes.map(({ id }) => ({ value: id, label: m.instruct.shapes[id] }))}
            onChange={(next) => {
              const first = firstMapping(shapeOf(next), fields);
              if (first) void read({ shape: next, mapping: first, joinLists });
            }}
          />
        )}
        {shapeOf(shape).roles.map((role) => {
          const names = fieldsFor(role, fields);
          const field = mapping[role.id] ?? '';
          if (names.length === 0) return null;
          return (
            <SelectField
              key={role.id}
              label={m.instruct.roles[role.id]}
              value={field}
              disabled={busy}
              options={[
                ...(role.isRequired ? [] : [{ value: '', label: m.instruct.noField }]),
                ...names.map((name) => ({ value: name, label: name })),
              ]}
              onChange={(next) =>
                void read({ shape, mapping: remapped(mapping, role.id, next === '' ? null : next), joinLists })
              }
            />
          );
        })}
      </div>
      {hasLists && (
        <CheckField
          label={m.instruct.joinLists}
          checked={joinLists}
          disabled={busy}
          onChange={(next) => void read({ shape, mapping, joinLists: next })}
        />
      )}
    </details>
  );
}
