/** One document to be read, part by part where it is long; opens where the first match is. */
import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { useStores } from '../context.ts';
import { formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Sheet } from '../parts/dialogs.tsx';
import { Marked } from './marked.tsx';

export function DocumentSheet() {
  const m = useMessages();
  const language = useLanguage();
  const { reading } = useStores();
  const { open, shownText } = useStore(reading.store);
  const text = useRef<HTMLParagraphElement>(null);

  useEffect(() => {
    if (open) text.current?.querySelector('mark')?.scrollIntoView({ block: 'center' });
  }, [open]);

  if (!open) return null;
  const { found, part } = open;
  const number = (value: number) => formatNumber(value, language);
  const isWhole = part.from === 0 && part.next === null;
  return (
    <Sheet
      open
      onOpenChange={() => reading.close()}
      title={m.corpus.reading.place(found.fileName, number(found.place.number + 1))}
      lead={`${found.heldOut ? m.corpus.reading.isHeldOut : m.corpus.reading.isLearned} ${m.corpus.reading.length(number(found.length), found.length)}.`}
      width="max-w-3xl"
      {...(isWhole
        ? {}
        : {
            footer: (
              <>
                <span className="mr-auto text-sm text-soft">
                  {m.corpus.reading.part(
                    number(part.from + 1),
                    number(part.next ?? found.length),
                    number(found.length),
                  )}
                </span>
                <Button
                  unavailable={part.from === 0 ? m.corpus.reading.isBeginning : null}
                  onClick={() => void reading.read(found, part.from - 1)}
                >
                  {m.corpus.reading.earlier}
                </Button>
                <Button
                  unavailable={part.next === null ? m.corpus.reading.isEnd : null}
                  onClick={() => void reading.read(found, part.next ?? part.from)}
                >
                  {m.corpus.reading.later}
                </Button>
              </>
            ),
          })}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long text is scrolled by keyboard */}
      <p ref={text} tabIndex={0} className="wrap-anywhere whitespace-pre-wrap" data-testid="document-text">
        <Marked text={part.text} typed={shownText} />
      </p>
    </Sheet>
  );
}
