/** A button over a real file input, so that the keyboard, screen readers and browser tests all reach it. */
import { Plus } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { ACCEPTED_FILES } from '../../data/readers/table.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, type ButtonLook } from '../parts/button.tsx';

export function FileButton(props: {
  look: ButtonLook;
  size?: 'small' | 'normal' | 'large';
  /** Of the input, for those who do not see the button. */
  label: string;
  disabled?: boolean;
  testId: string;
  onFiles: (files: File[]) => void;
  children: ReactNode;
}) {
  const { look, size = 'normal', label, disabled = false, testId, onFiles, children } = props;
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        accept={ACCEPTED_FILES}
        data-testid={testId}
        aria-label={label}
        disabled={disabled}
        tabIndex={-1}
        className="sr-only"
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          event.target.value = ''; // the same file may be chosen again
        }}
      />
      <Button look={look} size={size} disabled={disabled} onClick={() => input.current?.click()}>
        {children}
      </Button>
    </>
  );
}

/** That by which files come into the corpus. */
export function AddFilesButton() {
  const m = useMessages();
  const { corpus } = useStores();
  return (
    <FileButton look="plain" label={m.corpus.add} testId="drop-input" onFiles={(files) => void corpus.addFiles(files)}>
      <Plus className="size-4" aria-hidden="true" />
      {m.corpus.add}
    </FileButton>
  );
}
