/** A text in which what was looked for is marked. */
import { markedPieces, needleOf } from '../../data/search.ts';
import { withPlaces } from '../parts/places.ts';

export function Marked({ text, typed }: { text: string; typed: string }) {
  return withPlaces(markedPieces(text, needleOf(typed))).map(({ place, item: piece }) =>
    piece.isMatch ? (
      <mark key={place} className="rounded-sm bg-marker text-ink">
        {piece.text}
      </mark>
    ) : (
      piece.text
    ),
  );
}
