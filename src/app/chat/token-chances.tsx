/**
 * An answer token by token, shaded by probability. One token at a time is looked at, by pointer, focus or arrow keys;
 * under it stand the likeliest tokens of its place. The tokens are one stop of the Tab key.
 */
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { TokenChance, WrittenToken } from '../../worker/api.ts';
import { formatShare } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { withPlaces } from '../parts/places.ts';
import { levelOf } from './chance-levels.ts';

const PANEL_WIDTH = 240;
const GAP = 4;

interface Shown {
  place: number;
  /** Of the panel, in the box: under the token, or above one in the lower half of the window. */
  position: { left: number; top?: number; bottom?: number };
}

export function TokenChances({ written, testId }: { written: readonly WrittenToken[]; testId: string | undefined }) {
  const m = useMessages();
  const box = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(0);
  const [shown, setShown] = useState<Shown | null>(null);
  const panel = useId();
  const token = shown && written[shown.place];

  function show(place: number, button: HTMLElement): void {
    const { clientWidth, clientHeight } = box.current ?? document.body;
    const left = Math.max(0, Math.min(button.offsetLeft, clientWidth - PANEL_WIDTH));
    const isLow = button.getBoundingClientRect().bottom > window.innerHeight / 2;
    const position = isLow
      ? { left, bottom: clientHeight - button.offsetTop + GAP }
      : { left, top: button.offsetTop + button.offsetHeight + GAP };
    setShown({ place, position });
  }

  function move(event: KeyboardEvent): void {
    if (event.key === 'Escape') setShown(null);
    const to = { ArrowRight: stop + 1, ArrowLeft: stop - 1, Home: 0, End: written.length - 1 }[event.key];
    if (to === undefined || to < 0 || to >= written.length) return;
    event.preventDefault();
    box.current?.querySelectorAll('button')[to]?.focus();
  }

  return (
    <div ref={box} className="relative" data-testid={testId} aria-busy={false}>
      <p
        className="whitespace-pre-wrap leading-7"
        onKeyDown={move}
        onPointerLeave={() => setShown(null)}
        onBlur={() => setShown(null)}
      >
        {withPlaces(written).map(({ place, item }) => (
          <TokenButton
            key={place}
            token={item}
            isStop={place === stop}
            describedBy={shown?.place === place ? panel : undefined}
            onShow={(button) => show(place, button)}
            onFocus={(button) => {
              setStop(place);
              show(place, button);
            }}
          />
        ))}
      </p>
      {token && (
        <div
          id={panel}
          role="tooltip"
          className="pointer-events-none absolute z-20 rounded-md border border-line bg-raised p-3 text-sm shadow-float"
          style={{ ...shown.position, width: PANEL_WIDTH }}
        >
          <p className="mb-1 text-soft text-xs">{m.chat.likeliest}</p>
          <Alternatives token={token} />
        </div>
      )}
    </div>
  );
}

function TokenButton(props: {
  token: WrittenToken;
  isStop: boolean;
  describedBy: string | undefined;
  onShow: (button: HTMLElement) => void;
  onFocus: (button: HTMLElement) => void;
}) {
  const { token, isStop, describedBy, onShow, onFocus } = props;
  const m = useMessages();
  const language = useLanguage();
  return (
    <button
      type="button"
      tabIndex={isStop ? 0 : -1}
      className={`inline cursor-default whitespace-pre-wrap rounded-sm underline-offset-4 hover:outline hover:outline-ink ${levelOf(token.probability).look}`}
      aria-label={m.chat.tokenChance(readable(token.text), formatShare(token.probability, language, 1))}
      aria-describedby={describedBy}
      onPointerEnter={(event) => onShow(event.currentTarget)}
      onClick={(event) => onShow(event.currentTarget)}
      onFocus={(event) => onFocus(event.currentTarget)}
    >
      {token.text === '' ? PART_OF_CHARACTER : token.text}
    </button>
  );
}

function Alternatives({ token }: { token: WrittenToken }) {
  const m = useMessages();
  const isAmong = token.rank >= 0;
  const rows = isAmong ? token.likeliest : [...token.likeliest, token];
  const written = isAmong ? token.rank : rows.length - 1;
  return (
    <ol className="flex flex-col gap-1">
      {withPlaces(rows).map(({ place, item }) => (
        <Alternative key={place} chance={item} note={place === written ? m.chat.written : null} />
      ))}
    </ol>
  );
}

function Alternative({ chance, note }: { chance: TokenChance; note: string | null }) {
  const language = useLanguage();
  return (
    <li className={`flex flex-col ${note ? 'font-semibold' : ''}`}>
      <span className="flex items-baseline gap-2">
        <span className="min-w-0 flex-1 truncate font-mono">{readable(chance.text)}</span>
        {note && <span className="font-normal text-soft text-xs">{note}</span>}
        <span>{formatShare(chance.probability, language, 1)}</span>
      </span>
      <span className="h-1 rounded-sm bg-ember" style={{ width: `${Math.max(1, 100 * chance.probability)}%` }} />
    </li>
  );
}

const PART_OF_CHARACTER = '\u25af';

/** With white space that can be seen. */
function readable(text: string): string {
  if (text === '') return PART_OF_CHARACTER;
  return text.replaceAll(' ', '\u2423').replaceAll('\n', '\u21b5').replaceAll('\t', '\u21e5');
}
