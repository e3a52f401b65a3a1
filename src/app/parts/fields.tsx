/**
 * Form fields: number, text, choice, switch. Labels stand beside their explanation, never around it, so that a click on
 * the explanation does not focus the field. A number field takes either decimal sign and says what it cannot take.
 */
import { type ReactNode, useId, useState } from 'react';
import { type Notation, parseNumber } from '../format.ts';
import type { TermId } from '../messages/language.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Explained } from './term.tsx';

const box =
  'h-8 w-full min-w-0 rounded-md border border-line bg-raised px-2 text-base text-ink disabled:border-hairline disabled:bg-sunken disabled:text-soft aria-invalid:border-loss';

/** The question mark stays beside the label's last word. */
const NO_BREAK_SPACE = '\u00a0';

function Label({ htmlFor, term, children }: { htmlFor: string; term?: TermId | undefined; children: ReactNode }) {
  const { terms } = useMessages();
  return (
    <div className="text-sm">
      <label htmlFor={htmlFor} className="text-soft">
        {children}
      </label>
      {term && (
        <>
          {NO_BREAK_SPACE}
          <Explained text={terms[term]}>
            <span className="text-soft text-xs">
              <span aria-hidden="true">?</span>
              <span className="sr-only">{children}?</span>
            </span>
          </Explained>
        </>
      )}
    </div>
  );
}

/** As a person would type it: no grouping, the language's decimal sign, exponents for very small values, 12 digits at most. */
export function editable(value: number, { decimalSign }: Pick<Notation, 'decimalSign'>): string {
  const rounded = Number(value.toPrecision(12));
  const text = rounded !== 0 && Math.abs(rounded) < 1e-3 ? rounded.toExponential() : String(rounded);
  return text.replace('.', decimalSign);
}

export interface NumberFieldProps {
  label: string;
  value: number;
  onChange: (value: number) => void;
  term?: TermId | undefined;
  unit?: string | undefined;
  /** Absent: any number above 0. */
  min?: number | undefined;
  max: number;
  /** Arrow keys move by this much; whole numbers unless it has decimals. */
  step?: number | undefined;
  hint?: string;
  disabled?: boolean;
  /** Its label is only read out: the table that it stands in says what it is. */
  inTable?: boolean;
  testId?: string | undefined;
}

export function NumberField(props: NumberFieldProps) {
  const {
    label,
    value,
    onChange,
    term,
    unit,
    min,
    max,
    step = 1,
    hint,
    disabled = false,
    inTable = false,
    testId,
  } = props;
  const id = useId();
  const m = useMessages();
  const language = useLanguage();
  const [typed, setTyped] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const whole = Number.isInteger(step);

  const isEnough = (candidate: number) => (min === undefined ? candidate > 0 : candidate >= min);
  const allowed = (candidate: number | null): candidate is number =>
    candidate !== null && (!whole || Number.isInteger(candidate)) && isEnough(candidate) && candidate <= max;

  const parsed = typed === null ? value : parseNumber(typed);
  const invalid = typed !== null && !allowed(parsed);

  function type(text: string): void {
    setTyped(text);
    setRefused(null);
  }

  /** Numbers that follow this one must not follow its first digits, so a number counts when it is finished. */
  function commit(): void {
    setTyped(null);
    setRefused(invalid ? typed.trim() || null : null);
    if (allowed(parsed) && parsed !== value) onChange(parsed);
  }

  function nudge(direction: number): void {
    const from = allowed(parsed) ? parsed : value;
    const next = Number((from + direction * step).toPrecision(12));
    if (!allowed(next)) return;
    setTyped(null);
    setRefused(null);
    onChange(next);
  }

  const most = editable(max, language);
  const range =
    min === undefined
      ? m.input.positive(most)
      : (whole ? m.input.wholeRange : m.input.range)(editable(min, language), most);
  return (
    <div className="field">
      {inTable ? (
        <label htmlFor={id} className="sr-only">
          {label}
        </label>
      ) : (
        <Label htmlFor={id} term={term}>
          {label}
        </Label>
      )}
      <div className="relative">
        <input
          id={id}
          data-testid={testId}
          className={`${box} ${unit ? 'pr-14' : ''}`}
          inputMode="decimal"
          autoComplete="off"
          value={typed ?? editable(value, language)}
          disabled={disabled}
          aria-invalid={invalid || undefined}
          aria-describedby={refused !== null ? `${id}-refused` : hint ? `${id}-hint` : undefined}
          onChange={(event) => type(event.target.value)}
          onBlur={commit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') commit();
            if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
            event.preventDefault();
            nudge(event.key === 'ArrowUp' ? 1 : -1);
          }}
        />
        {unit && (
          <span className="pointer-events-none absolute inset-y-0 right-2 flex items-center text-soft text-sm">
            {unit}
          </span>
        )}
      </div>
      {refused !== null && (
        <p id={`${id}-refused`} role="alert" className="text-xs">
          {m.input.refused(label, refused, range, editable(value, language))}
        </p>
      )}
      {refused === null && hint && (
        <p id={`${id}-hint`} className="text-soft text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

export function TextField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  term?: TermId | undefined;
  hint?: string;
  /** Shown while nothing is written. */
  placeholder?: string;
  disabled?: boolean;
  /** What is wrong with the value; stands in place of the hint. */
  error?: string | null;
  testId?: string | undefined;
}) {
  const { label, value, onChange, term, hint, placeholder, disabled = false, error = null, testId } = props;
  const id = useId();
  return (
    <div className="field">
      <Label htmlFor={id} term={term}>
        {label}
      </Label>
      <input
        id={id}
        data-testid={testId}
        className={box}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        value={value}
        disabled={disabled}
        aria-invalid={error !== null || undefined}
        aria-describedby={error !== null || hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {error !== null && (
        <p id={`${id}-hint`} role="alert" className="text-xs">
          {error}
        </p>
      )}
      {error === null && hint && (
        <p id={`${id}-hint`} className="text-soft text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A text of several lines. */
export function LinesField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  disabled?: boolean;
  testId?: string | undefined;
}) {
  const { label, value, onChange, hint, disabled = false, testId } = props;
  const id = useId();
  return (
    <div className="field w-full">
      <Label htmlFor={id}>{label}</Label>
      <textarea
        id={id}
        data-testid={testId}
        rows={3}
        className="w-full rounded-md border border-line bg-raised px-2 py-1.5 text-base text-ink disabled:border-hairline disabled:bg-sunken disabled:text-soft"
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.value)}
      />
      {hint && (
        <p id={`${id}-hint`} className="text-soft text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

export function SelectField<T extends string>(props: {
  label: string;
  value: T | '';
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  term?: TermId | undefined;
  placeholder?: string;
  hint?: string;
  disabled?: boolean;
  testId?: string | undefined;
}) {
  const { label, value, options, onChange, term, placeholder, hint, disabled = false, testId } = props;
  const id = useId();
  return (
    <div className="field">
      <Label htmlFor={id} term={term}>
        {label}
      </Label>
      <select
        id={id}
        data-testid={testId}
        className={box}
        value={value}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {placeholder !== undefined && value === '' && <option value="">{placeholder}</option>}
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
      {hint && (
        <p id={`${id}-hint`} className="text-soft text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}

/** A choice in a row of controls: its label stands before it. */
export function CompactSelect<T extends string>(props: {
  label: string;
  value: T;
  options: readonly { value: T; label: string }[];
  onChange: (value: T) => void;
  disabled?: boolean;
  testId?: string;
}) {
  const { label, value, options, onChange, disabled = false, testId } = props;
  const id = useId();
  return (
    <div className="flex items-center gap-2 text-sm">
      <label htmlFor={id} className="text-soft">
        {label}
      </label>
      <select
        id={id}
        data-testid={testId}
        className="h-7 rounded-md border border-line bg-raised px-1.5 text-ink"
        value={value}
        disabled={disabled}
        onChange={(event) => {
          const chosen = options.find((option) => option.value === event.target.value);
          if (chosen) onChange(chosen.value);
        }}
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </div>
  );
}

export function CheckField(props: {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  term?: TermId | undefined;
  hint?: string;
  disabled?: boolean;
  testId?: string | undefined;
}) {
  const { label, checked, onChange, term, hint, disabled = false, testId } = props;
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] items-center gap-x-2">
      <input
        id={id}
        type="checkbox"
        data-testid={testId}
        className="size-4 accent-ink"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint ? `${id}-hint` : undefined}
        onChange={(event) => onChange(event.target.checked)}
      />
      <Label htmlFor={id} term={term}>
        {label}
      </Label>
      {hint && (
        <p id={`${id}-hint`} className="col-start-2 text-soft text-xs">
          {hint}
        </p>
      )}
    </div>
  );
}
