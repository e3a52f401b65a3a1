/** Files of a source that are not read, each with its reason. */
import type { SkippedFile } from '../../data/readers/source.ts';
import { formatNumber } from '../format.ts';
import { errorText } from '../messages/errors.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { withPlaces } from '../parts/places.ts';

/** @param files the first of `count` */
export function SkippedFiles({ files, count }: { files: readonly SkippedFile[]; count: number }) {
  const m = useMessages();
  const language = useLanguage();
  if (count === 0) return null;
  const more = count - files.length;
  return (
    <details className="text-sm">
      <summary className="w-fit font-medium">{m.corpus.skipped.title(formatNumber(count, language), count)}</summary>
      <ul className="mt-2 flex max-h-64 flex-col gap-1 overflow-y-auto text-soft">
        {withPlaces(files).map(({ place, item: { path, reason, error } }) => (
          <li key={place} className="break-words">
            {path}: {error ? errorText(error, language) : m.corpus.skipped.reasons[reason]}
          </li>
        ))}
        {more > 0 && <li>{m.corpus.skipped.more(formatNumber(more, language))}</li>}
      </ul>
    </details>
  );
}
