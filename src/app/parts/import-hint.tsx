/** Says to who has no model here that one may be brought along, and leads there. */
import { Link } from 'wouter';
import { useMessages } from '../messages/messages.ts';

export function ImportHint() {
  const m = useMessages();
  return (
    <p className="basis-full text-sm">
      <Link href="/model" className="underline underline-offset-2">
        {m.model.imports.hint}
      </Link>
    </p>
  );
}
