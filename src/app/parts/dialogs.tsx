/**
 * Dialogs: a question before something is lost, and a larger one to work in. Escape and the cross close them, unless the
 * owner holds one open while its work is under way.
 */
import { X } from 'lucide-react';
import { AlertDialog, Dialog } from 'radix-ui';
import { type ReactNode, type RefObject, useRef, useState } from 'react';
import { asOcaqError } from '../../state/connection.ts';
import { useMessages } from '../messages/messages.ts';
import { Button, IconButton } from './button.tsx';
import { ErrorNote } from './error-note.tsx';

export const veil = 'fixed inset-0 z-40 bg-ink/35 dark:bg-paper/70';
const sheet =
  'fixed top-1/2 left-1/2 z-50 flex max-h-[calc(100dvh-24px)] w-[calc(100vw-24px)] -translate-x-1/2 -translate-y-1/2 flex-col overflow-hidden rounded-lg border border-hairline bg-paper shadow-float';

/**
 * Where focus goes when a dialog closes: to what had it before, or, where that is gone (its row was deleted, its menu has
 * closed), to `returnTo` or the content of the page.
 */
export function useReturn(returnTo?: RefObject<HTMLElement | null>) {
  const opener = useRef<Element | null>(null);
  return {
    onOpenAutoFocus: () => {
      opener.current = document.activeElement;
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault(); // Radix gives it back to a trigger alone, and these dialogs have none
      const before = opener.current;
      const isThere = before instanceof HTMLElement && before.isConnected && before !== document.body;
      const target = isThere ? before : (returnTo?.current ?? document.getElementById('content'));
      target?.focus({ preventScroll: true });
    },
  };
}

interface Asked {
  /** Takes the focus afterwards where what had it before is gone. */
  returnTo?: RefObject<HTMLElement | null>;
  onOpenChange: (open: boolean) => void;
  title: string;
  lead: string;
  action: string;
  /** False for questions where nothing is deleted. */
  destructive?: boolean;
  onConfirm: () => Promise<void>;
}

/** Asks before data is lost. Stays open, with the error, when the action fails. */
export function Ask({ open, ...asked }: Asked & { open: boolean }) {
  const returning = useReturn(asked.returnTo);
  return (
    <AlertDialog.Root open={open} onOpenChange={asked.onOpenChange}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={veil} />
        <AlertDialog.Content className={`${sheet} max-w-md gap-4 p-5`} {...returning}>
          <Question {...asked} />
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

/** Is there only while the question is open, and its failure with it. */
function Question({ onOpenChange, title, lead, action, destructive = true, onConfirm }: Asked) {
  const m = useMessages();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);

  async function confirm(): Promise<void> {
    setBusy(true);
    setFailed(null);
    try {
      await onConfirm();
      onOpenChange(false);
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setBusy(false);
    }
  }

  return (
    <>
      <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
      <AlertDialog.Description className="text-soft">{lead}</AlertDialog.Description>
      {failed !== null && <ErrorNote error={asOcaqError(failed)} />}
      <div className="flex flex-wrap justify-end gap-2">
        <AlertDialog.Cancel asChild>
          <Button>{m.cancel}</Button>
        </AlertDialog.Cancel>
        <Button look={destructive ? 'danger' : 'primary'} disabled={busy} onClick={() => void confirm()}>
          {action}
        </Button>
      </div>
    </>
  );
}

/** Says what nothing else on the page can be done before: it stays until one of its actions has mended it. */
export function Halt({
  open,
  title,
  lead,
  children,
}: {
  open: boolean;
  title: string;
  lead: string;
  children: ReactNode;
}) {
  const returning = useReturn();
  return (
    <AlertDialog.Root open={open}>
      <AlertDialog.Portal>
        <AlertDialog.Overlay className={veil} />
        <AlertDialog.Content className={`${sheet} max-w-md gap-4 p-5`} {...returning}>
          <AlertDialog.Title className="font-semibold text-lg">{title}</AlertDialog.Title>
          <AlertDialog.Description className="text-soft">{lead}</AlertDialog.Description>
          <div className="flex flex-wrap justify-end gap-2">{children}</div>
        </AlertDialog.Content>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

export function Sheet(props: {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  lead?: string;
  width?: string;
  footer?: ReactNode;
  /** Takes the focus afterwards where what had it before is gone. */
  returnTo?: RefObject<HTMLElement | null>;
  children: ReactNode;
}) {
  const { open, onOpenChange, title, lead, width = 'max-w-md', footer, returnTo, children } = props;
  const m = useMessages();
  const returning = useReturn(returnTo);
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={veil} />
        <Dialog.Content
          className={`${sheet} ${width}`}
          {...returning}
          {...(lead === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="flex items-start gap-3 border-b px-5 py-4">
            <div className="min-w-0 flex-1">
              <Dialog.Title className="font-semibold text-lg">{title}</Dialog.Title>
              {lead !== undefined && <Dialog.Description className="text-sm text-soft">{lead}</Dialog.Description>}
            </div>
            <Dialog.Close asChild>
              <IconButton label={m.close}>
                <X className="size-4" aria-hidden="true" />
              </IconButton>
            </Dialog.Close>
          </header>
          <div className="scroll-quiet min-h-0 flex-1 overflow-y-auto px-5 py-4">{children}</div>
          {footer && (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t px-5 py-3">{footer}</footer>
          )}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
