/** A button over a real file input, so that the keyboard, screen readers and browser tests all reach it. */
import { type ReactNode, useRef } from 'react';
import { ACCEPTED_FILES } from '../../data/readers/table.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, type ButtonLook } from '../parts/button.tsx';

export function FileButton(props: { look: ButtonLook; size?: 'normal' | 'large'; children: ReactNode }) {
  const { look, size = 'normal', children } = props;
  const m = useMessages();
  const { corpus } = useStores();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPTED_FILES}
        data-testid="drop-input"
        aria-label={m.corpus.add}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          void corpus.addFiles([...(event.target.files ?? [])]);
          event.target.value = ''; // the same file may be chosen again
        }}
      />
      <Button look={look} size={size} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}
