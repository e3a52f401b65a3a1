/** What is made of the corpus and shown until that changes. */
import type { ProjectSnapshot } from '../worker/api.ts';
import type { Studio } from './studio.ts';

/** Which documents there are, and with which steps they were cleaned. */
export const documentsOf = (snapshot: ProjectSnapshot | null): unknown => [
  snapshot?.project.id,
  snapshot?.corpus.sources.map(({ id, state, cleaning, documents, keptBytes }) => [
    ...[id, state, cleaning, documents, keptBytes],
  ]),
];

/** @param subject what of the project it is about */
export function onChangeOf(
  studio: Studio,
  subject: (snapshot: ProjectSnapshot | null) => unknown,
  changed: () => void,
): void {
  const keyOf = (snapshot: ProjectSnapshot | null) => JSON.stringify(subject(snapshot));
  studio.store.subscribe(({ snapshot }, before) => {
    if (snapshot !== before.snapshot && keyOf(snapshot) !== keyOf(before.snapshot)) changed();
  });
}
