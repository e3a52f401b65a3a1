/** The key of a service, sent to it alone. */
import { useStore } from 'zustand';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { SecretField } from '../parts/secret-field.tsx';

export function KeyField({ origin, testId }: { origin: string; testId: string }) {
  const m = useMessages();
  const { serviceKeys } = useStores();
  const key = useStore(serviceKeys.store, (keys) => keys[origin] ?? '');
  return (
    <SecretField
      label={m.hosts.key(new URL(origin).host)}
      value={key}
      onChange={(value) => serviceKeys.set(origin, value)}
      testId={`${testId}-key`}
    />
  );
}
