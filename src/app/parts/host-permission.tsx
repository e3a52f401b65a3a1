/** Whether the page may ask services, and the way to let it: its policy is set when it loads, so turning them on loads it anew. */
import { useEffect, useRef } from 'react';
import { type AskingPlace, askedAt, hostOf, mayAsk, turnHosts } from '../../state/hosts.ts';
import { liveRun } from '../../state/studio.ts';
import { useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';
import { Missing } from './layout.tsx';

export const hostNames = (origins: readonly string[]): string => origins.map(hostOf).join(', ');

/** Names of hosts are long: on narrow screens the button has two lines. */
const wraps = 'h-auto! min-h-7 whitespace-normal! py-1 text-left';

let hasComeBack = false;

/** Where the person comes back to, once, after the page was loaded anew for what was turned on or off at this place. */
export function ComingBack({ place }: { place: AskingPlace }) {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (place !== askedAt || hasComeBack) return;
    hasComeBack = true;
    ref.current?.scrollIntoView();
  }, [place]);
  return <div ref={ref} className="-mb-3 scroll-mt-28" />;
}

/** @param leaves what is sent to them once they are turned on */
export function HostPermission({
  origins,
  place,
  leaves,
}: {
  origins: readonly string[];
  place: AskingPlace;
  leaves: (hosts: string) => string;
}) {
  const m = useMessages();
  const isTraining = useStudio(liveRun) !== null;
  const others = origins.filter((origin) => origin !== location.origin);
  if (others.length === 0) return null;
  const hosts = hostNames(others);
  const unavailable = isTraining ? m.hosts.whileTraining : null;
  if (others.every(mayAsk))
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <p className="text-soft">{leaves(hosts)}</p>
        <Button
          size="small"
          look="quiet"
          className={wraps}
          unavailable={unavailable}
          onClick={() => turnHosts(others, false, place)}
        >
          {m.hosts.forbid(hosts)}
        </Button>
      </div>
    );
  return (
    <Missing text={m.hosts.notAllowed(hosts)}>
      <Button
        data-testid="hosts-allow"
        className={wraps}
        unavailable={unavailable}
        onClick={() => turnHosts(others, true, place)}
      >
        {m.hosts.allow(hosts)}
      </Button>
    </Missing>
  );
}
