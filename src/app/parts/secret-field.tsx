/** A key or a token: typed unseen, and kept in memory by whoever takes it. */
import { useId } from 'react';
import { useMessages } from '../messages/messages.ts';

export function SecretField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Where it is not kept as keys of services are. */
  hint?: string;
  disabled?: boolean;
  testId: string;
}) {
  const { label, value, onChange, hint, disabled = false, testId } = props;
  const m = useMessages();
  const id = useId();
  return (
    <div className="field max-w-md">
      <label htmlFor={id} className="text-sm text-soft">
        {label}
      </label>
      <input
        id={id}
        type="password"
        autoComplete="off"
        data-testid={testId}
        className="h-8 w-full min-w-0 rounded-md border border-line bg-raised px-2 text-base text-ink disabled:border-hairline disabled:bg-sunken disabled:text-soft"
        value={value}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        onChange={(event) => onChange(event.target.value)}
      />
      <p id={`${id}-hint`} className="text-soft text-xs">
        {hint ?? m.hosts.keyHint}
      </p>
    </div>
  );
}
