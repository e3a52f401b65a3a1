/** A form as a table: one entry for each field says how a value of T is read, limited and changed; `Form` draws them all. */

import type { Messages, TermId } from '../messages/language.ts';
import { useMessages } from '../messages/messages.ts';
import { CheckField, LinesField, NumberField, SelectField, TextField } from './fields.tsx';

interface FieldOf<T, Id extends string, V> {
  /** Its label is the message of this name. */
  id: Id;
  read(of: T): V;
  /** What changes when the field gets another value: dependent values move with it. */
  write(value: V, of: T): Partial<T>;
  term?: TermId;
  /** Fields that a value of T does not have are left out. */
  shown?(of: T): boolean;
  testId?: string;
}

export type FieldEntry<T, Id extends string = string> =
  | (FieldOf<T, Id, number> & {
      kind: 'number';
      /** Absent: any number above 0. */
      min?: number;
      max: number | ((of: T) => number);
      /** Arrow keys move by this much; whole numbers unless it has decimals. */
      step?: number;
      unit?(m: Messages): string;
    })
  | (FieldOf<T, Id, string> & {
      kind: 'choice';
      options(m: Messages): readonly { value: string; label: string }[];
    })
  | (FieldOf<T, Id, string> & { kind: 'text' | 'lines' })
  | (FieldOf<T, Id, boolean> & { kind: 'check' });

export function Form<T, Id extends string>(props: {
  fields: readonly FieldEntry<T, Id>[];
  labels: Readonly<Record<Id, string>>;
  value: T;
  onChange: (part: Partial<T>) => void;
  disabled: boolean;
  /** Fields whose value something else decides. */
  fixed?: readonly Id[];
}) {
  const { fields, labels, value, onChange, disabled, fixed = [] } = props;
  return (
    <div className="@container">
      <div className="grid grid-cols-2 gap-x-6 gap-y-4 @lg:grid-cols-3">
        {fields
          .filter((field) => field.shown?.(value) ?? true)
          .map((field) => (
            <Field
              key={field.id}
              field={field}
              label={labels[field.id]}
              value={value}
              onChange={onChange}
              disabled={disabled || fixed.includes(field.id)}
            />
          ))}
      </div>
    </div>
  );
}

function Field<T>(props: {
  field: FieldEntry<T>;
  label: string;
  value: T;
  onChange: (part: Partial<T>) => void;
  disabled: boolean;
}) {
  const { field, label, value, onChange, disabled } = props;
  const m = useMessages();
  const common = { label, disabled, term: field.term, testId: field.testId };
  switch (field.kind) {
    case 'number':
      return (
        <NumberField
          {...common}
          value={field.read(value)}
          min={field.min}
          max={typeof field.max === 'number' ? field.max : field.max(value)}
          step={field.step}
          unit={field.unit?.(m)}
          onChange={(number) => onChange(field.write(number, value))}
        />
      );
    case 'choice':
      return (
        <SelectField
          {...common}
          value={field.read(value)}
          options={field.options(m)}
          onChange={(choice) => onChange(field.write(choice, value))}
        />
      );
    case 'text':
      return (
        <div className="col-span-2">
          <TextField {...common} value={field.read(value)} onChange={(text) => onChange(field.write(text, value))} />
        </div>
      );
    case 'lines':
      return (
        <div className="col-span-full">
          <LinesField {...common} value={field.read(value)} onChange={(text) => onChange(field.write(text, value))} />
        </div>
      );
    case 'check':
      return (
        <div className="col-span-full">
          <CheckField
            {...common}
            checked={field.read(value)}
            onChange={(checked) => onChange(field.write(checked, value))}
          />
        </div>
      );
    default:
      return field satisfies never;
  }
}
