/** A run whose graphics device is lost: since when, when it tries again, and what helps where the device stays away. */
import { OcaqError } from '../../errors.ts';
import type { RunRecord } from '../../worker/api.ts';
import { formatTime } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { runTitle } from './run-title.ts';

/** A wait that is longer says that the device was not there when it was asked for. */
const SHORT_WAIT_MS = 15_000;

export function Recovering({
  run,
  recovering: { since, nextTry, error },
}: {
  run: RunRecord;
  recovering: NonNullable<RunRecord['recovering']>;
}) {
  const m = useMessages();
  const language = useLanguage();
  const isLong = nextTry - since > SHORT_WAIT_MS;
  return (
    <div
      role="alert"
      data-testid="recovering"
      className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b bg-sunken px-4 py-3 lg:px-8"
    >
      <div className="min-w-0 flex-1 basis-72">
        <p className="font-semibold">{m.deviceLost.title(formatTime(since))}</p>
        <p className="text-soft">{m.deviceLost.lead(runTitle(run, m), formatTime(nextTry))}</p>
        {isLong && (
          <p className="text-soft">
            {error.code === 'device-lost'
              ? m.deviceLost.help
              : `${errorText(new OcaqError(error.code, error.message, error.details), language)} ${m.deviceLost.help}`}
          </p>
        )}
      </div>
      {isLong && (
        <Button look="primary" onClick={() => location.reload()}>
          {m.reload}
        </Button>
      )}
    </div>
  );
}
