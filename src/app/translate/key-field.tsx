/** The key of a service, sent to it alone. */
import { useStore } from 'zustand';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { SecretField } from '../parts/secret-field.tsx';

export function KeyField({ origin }: { origin: string }) {
  const m = useMessages();
  const { translation } = useStores();
  const key = useStore(translation.store, (state) => state.keys[origin] ?? '');
  return (
    <SecretField
      label={m.hosts.key(new URL(origin).host)}
      value={key}
      onChange={(value) => translation.setKey(origin, value)}
      testId="translation-key"
    />
  );
}
