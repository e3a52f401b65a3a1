/** Whether the page may ask a service, and the way to let it: its policy is set when it loads, so turning one on loads it anew. */
import { mayAsk, turnHost } from '../../state/hosts.ts';
import { liveRun } from '../../state/studio.ts';
import { useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Missing } from '../parts/layout.tsx';

export function HostPermission({ origin }: { origin: string }) {
  const m = useMessages();
  const isTraining = useStudio(liveRun) !== null;
  const { host } = new URL(origin);
  if (origin === location.origin) return null;
  const unavailable = isTraining ? m.translation.whileTraining : null;
  if (mayAsk(origin))
    return (
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <p className="text-soft">{m.translation.leaves(host)}</p>
        <Button size="small" look="quiet" unavailable={unavailable} onClick={() => turnHost(origin, false)}>
          {m.translation.forbid(host)}
        </Button>
      </div>
    );
  return (
    <Missing text={m.translation.notAllowed(host)}>
      <Button data-testid="translation-allow" unavailable={unavailable} onClick={() => turnHost(origin, true)}>
        {m.translation.allow(host)}
      </Button>
    </Missing>
  );
}
