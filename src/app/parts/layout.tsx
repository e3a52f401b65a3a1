/** The few shapes every screen is made of: a screen with its head, sections under hairlines, readouts, empty states. */
import type { ReactNode } from 'react';
import { useMessages } from '../messages/messages.ts';
import type { ScreenId } from '../screens.ts';

export function Screen(props: {
  id: ScreenId;
  action?: ReactNode;
  /** Without the usual head: the content brings its own first heading. */
  bare?: boolean;
  children: ReactNode;
}) {
  const { id, action, bare = false, children } = props;
  const m = useMessages();
  return (
    <main id="content" tabIndex={-1} data-testid={`screen-${id}`} className="min-w-0 flex-1 outline-none">
      <div className="mx-auto flex w-full max-w-[1180px] flex-col gap-8 px-4 pt-6 pb-20 lg:px-8">
        {!bare && (
          <header className="flex flex-wrap items-end gap-x-6 gap-y-3">
            <div className="min-w-0 flex-1 basis-60">
              <h1 className="font-semibold text-xl">{m.screens[id]}</h1>
              <p className="text-soft">{m.leads[id]}</p>
            </div>
            {action && <div className="flex flex-wrap items-center gap-2">{action}</div>}
          </header>
        )}
        {children}
      </div>
    </main>
  );
}

export function Section(props: {
  title: ReactNode;
  aside?: ReactNode;
  children: ReactNode;
  testId?: string;
  /** By which `showHeading` finds it. */
  heading?: string;
}) {
  const { title, aside, children, testId, heading } = props;
  return (
    <section data-testid={testId} className="flex min-w-0 flex-col gap-3">
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 border-b pb-1.5">
        <h2 {...(heading ? { id: heading, tabIndex: -1 } : {})} className="scroll-mt-4 font-semibold text-base">
          {title}
        </h2>
        {aside && <div className="ml-auto flex flex-wrap items-center gap-2 text-sm text-soft">{aside}</div>}
      </div>
      {children}
    </section>
  );
}

/** One figure with its name and unit. The name may be a Term. */
export function Readout(props: {
  label: ReactNode;
  value: ReactNode;
  unit?: ReactNode;
  note?: ReactNode;
  tone?: 'ink' | 'teal' | 'ember';
  children?: ReactNode;
}) {
  const { label, value, unit, note, tone = 'ink', children } = props;
  const colour = tone === 'teal' ? 'text-teal' : tone === 'ember' ? 'text-ember-ink' : 'text-ink';
  return (
    <div className="flex min-w-0 flex-col gap-0.5">
      <div className="text-sm text-soft">{label}</div>
      <div className={`${colour} flex flex-wrap items-baseline gap-x-1.5`}>
        <span className="font-medium text-lg">{value}</span>
        {unit && <span className="text-sm text-soft">{unit}</span>}
      </div>
      {note && <div className="text-soft text-xs">{note}</div>}
      {children}
    </div>
  );
}

/** Readouts side by side, as many as fit, divided by white space alone. */
export function Readouts({ narrow = false, children }: { narrow?: boolean; children: ReactNode }) {
  const columns = narrow
    ? 'grid-cols-[repeat(auto-fill,minmax(104px,1fr))]'
    : 'grid-cols-[repeat(auto-fill,minmax(148px,1fr))]';
  return <div className={`grid gap-x-6 gap-y-5 ${columns}`}>{children}</div>;
}

/** What is missing at this step, and the way there. */
export function Missing({ text, children }: { text: string; children?: ReactNode }) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-lg bg-sunken px-5 py-4">
      <p className="min-w-0 flex-1 basis-64">{text}</p>
      {children}
    </div>
  );
}
