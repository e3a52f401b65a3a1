/** Any text, cut by the tokenizer as it is typed: one colour per token in turn, numbers beneath on request. */
import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { TokenPiece } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { CheckField } from '../parts/fields.tsx';
import { Section } from '../parts/layout.tsx';
import { withPlaces } from '../parts/places.ts';

const tints = ['var(--piece-a)', 'var(--piece-b)', 'var(--piece-c)', 'var(--piece-d)'];

export function SplitView({ ready }: { ready: boolean }) {
  const m = useMessages();
  const language = useLanguage();
  const { tokenizer } = useStores();
  const { text, pieces, splitError } = useStore(tokenizer.store);
  const id = useStudio((state) => state.snapshot?.tokenizer?.id ?? null);
  const [ids, setIds] = useState(true);

  useEffect(() => {
    if (id !== null) tokenizer.resplit();
  }, [id, tokenizer]);

  const words = text.split(/\s+/).filter((word) => word !== '').length;
  return (
    <Section
      title={m.tokenizer.split}
      aside={ready && <CheckField label={m.tokenizer.ids} checked={ids} onChange={setIds} />}
    >
      {!ready && <p className="text-soft">{m.tokenizer.noTokenizer}</p>}
      {ready && (
        <div className="grid gap-x-8 gap-y-4 lg:grid-cols-[2fr_3fr]">
          <div className="flex flex-col items-start gap-2">
            <textarea
              aria-label={m.tokenizer.splitLabel}
              placeholder={m.tokenizer.splitPlaceholder}
              className="min-h-32 w-full resize-y rounded-md border border-line bg-raised px-3 py-2 text-base"
              value={text}
              onChange={(event) => tokenizer.setText(event.target.value)}
            />
            {text === '' && (
              <Button size="small" onClick={() => tokenizer.setText(m.tokenizer.splitSample)}>
                {m.tokenizer.trySample}
              </Button>
            )}
            {pieces.length > 0 && words > 0 && (
              <p className="text-soft text-sm" aria-live="polite">
                {m.tokenizer.splitCount(
                  formatNumber(pieces.length, language),
                  formatNumber(words, language),
                  formatNumber(pieces.length / words, language, 2),
                )}
              </p>
            )}
          </div>
          <div className="min-w-0">
            {splitError ? <ErrorNote error={splitError} /> : <Pieces pieces={pieces} ids={ids} />}
          </div>
        </div>
      )}
    </Section>
  );
}

function Pieces({ pieces, ids }: { pieces: readonly TokenPiece[]; ids: boolean }) {
  const m = useMessages();
  return (
    <ol
      aria-label={m.tokenizer.pieces}
      className="scroll-quiet flex max-h-96 flex-wrap gap-x-px gap-y-2 overflow-y-auto"
    >
      {withPlaces(pieces).map(({ place, item: piece }) => (
        <li
          key={place}
          title={piece.special ? `${m.tokenizer.special} ${piece.id}` : String(piece.id)}
          className="flex flex-col items-center"
        >
          <span
            className={`whitespace-pre rounded-sm px-0.5 py-0.5 font-mono text-base ${piece.special ? 'font-semibold' : ''}`}
            style={{ background: tints[place % tints.length] }}
          >
            {piece.text.replaceAll(' ', '·').replaceAll('\n', '↵')}
          </span>
          {ids && <span className="px-0.5 text-soft text-xs">{piece.id}</span>}
        </li>
      ))}
    </ol>
  );
}
