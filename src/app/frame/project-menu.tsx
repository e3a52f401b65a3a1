/** Which project is open; switch, create, rename, save to a file, open from one, delete. Deleting asks and says what is lost. */
import { ChevronsUpDown, FileDown, FileUp, FolderPlus, PencilLine, Trash2 } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { type RefObject, useRef, useState } from 'react';
import { asOcaqError } from '../../state/connection.ts';
import { useStores, useStudio } from '../context.ts';
import { formatDate } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Ask, Sheet } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { TextField } from '../parts/fields.tsx';
import { pickProject } from './file-picker.ts';
import { menuItem, menuLabel, menuRule, menuSheet } from './menu.ts';
import { ProjectFileSheets } from './project-file-sheets.tsx';

type Open = 'create' | 'rename' | 'remove' | null;

export function ProjectMenu() {
  const m = useMessages();
  const language = useLanguage();
  const { studio, projectFiles, notices } = useStores();
  const project = useStudio((state) => state.snapshot?.project ?? null);
  const projects = useStudio((state) => state.projects);
  const [open, setOpen] = useState<Open>(null);
  const trigger = useRef<HTMLButtonElement>(null);
  if (!project) return null;

  async function switchTo(id: string): Promise<void> {
    try {
      await studio.openProject(id);
    } catch (thrown) {
      notices.announce({ kind: 'error', error: asOcaqError(thrown) });
    }
  }

  const newestFirst = [...projects].sort((a, b) => b.updatedAt - a.updatedAt);
  return (
    <>
      <DropdownMenu.Root modal={false}>
        <DropdownMenu.Trigger
          ref={trigger}
          data-testid="project"
          aria-label={`${m.project.label}: ${project.name}`}
          className="inline-flex h-8 min-w-0 items-center gap-1.5 rounded-md px-2 font-medium hover:bg-sunken data-[state=open]:bg-sunken"
        >
          <span className="max-w-60 truncate">{project.name}</span>
          <ChevronsUpDown className="size-3.5 shrink-0 text-soft" aria-hidden="true" />
        </DropdownMenu.Trigger>
        <DropdownMenu.Portal>
          <DropdownMenu.Content className={menuSheet} align="start" sideOffset={6}>
            <DropdownMenu.Label className={menuLabel}>{m.project.switchTo}</DropdownMenu.Label>
            <DropdownMenu.RadioGroup value={project.id} onValueChange={(id) => void switchTo(id)}>
              {newestFirst.map((one) => (
                <DropdownMenu.RadioItem key={one.id} value={one.id} className={menuItem}>
                  <span className="min-w-0 flex-1">
                    <span className="block truncate">{one.name}</span>
                    <span className="block text-soft text-xs">{formatDate(one.updatedAt, language)}</span>
                  </span>
                  <DropdownMenu.ItemIndicator className="pl-4">•</DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              ))}
            </DropdownMenu.RadioGroup>
            <DropdownMenu.Separator className={menuRule} />
            <DropdownMenu.Item className={menuItem} data-testid="project-create" onSelect={() => setOpen('create')}>
              <FolderPlus className="size-4 text-soft" aria-hidden="true" />
              {m.project.create}
            </DropdownMenu.Item>
            <DropdownMenu.Item className={menuItem} data-testid="project-rename" onSelect={() => setOpen('rename')}>
              <PencilLine className="size-4 text-soft" aria-hidden="true" />
              {m.project.rename}
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className={menuItem}
              data-testid="project-save-file"
              onSelect={() => void projectFiles.ask()}
            >
              <FileDown className="size-4 text-soft" aria-hidden="true" />
              {m.project.file.saveAs}
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className={menuItem}
              data-testid="project-open-file"
              onSelect={() => pickProject((file) => void projectFiles.open(file))}
            >
              <FileUp className="size-4 text-soft" aria-hidden="true" />
              {m.project.file.open}
            </DropdownMenu.Item>
            <DropdownMenu.Item
              className={`${menuItem} text-loss`}
              data-testid="project-delete"
              onSelect={() => setOpen('remove')}
            >
              <Trash2 className="size-4" aria-hidden="true" />
              {m.project.remove}
            </DropdownMenu.Item>
          </DropdownMenu.Content>
        </DropdownMenu.Portal>
      </DropdownMenu.Root>
      {open === 'create' && (
        <NameSheet
          title={m.project.createTitle}
          lead={m.project.createLead}
          action={m.project.createDo}
          initial=""
          returnTo={trigger}
          onClose={() => setOpen(null)}
          onName={(name) => studio.createProject(name)}
        />
      )}
      {open === 'rename' && (
        <NameSheet
          title={m.project.renameTitle}
          action={m.project.renameDo}
          initial={project.name}
          returnTo={trigger}
          onClose={() => setOpen(null)}
          onName={(name) => studio.renameProject(project.id, name)}
        />
      )}
      <ProjectFileSheets returnTo={trigger} />
      <Ask
        open={open === 'remove'}
        returnTo={trigger}
        onOpenChange={(next) => setOpen(next ? 'remove' : null)}
        title={m.project.removeTitle(project.name)}
        lead={m.project.removeLead}
        action={m.project.removeDo}
        onConfirm={() => studio.deleteProject(project.id, m.project.first)}
      />
    </>
  );
}

function NameSheet(props: {
  title: string;
  lead?: string;
  action: string;
  initial: string;
  returnTo: RefObject<HTMLElement | null>;
  onClose: () => void;
  onName: (name: string) => Promise<void>;
}) {
  const { title, lead, action, initial, returnTo, onClose, onName } = props;
  const m = useMessages();
  const [name, setName] = useState(initial);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<unknown>(null);
  const trimmed = name.trim();

  async function submit(): Promise<void> {
    setBusy(true);
    try {
      await onName(trimmed);
      onClose();
    } catch (thrown) {
      setFailed(thrown);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Sheet
      open
      returnTo={returnTo}
      onOpenChange={(next) => !next && onClose()}
      title={title}
      {...(lead === undefined ? {} : { lead })}
      footer={
        <>
          <Button onClick={onClose}>{m.cancel}</Button>
          <Button
            look="primary"
            form="project-name"
            type="submit"
            disabled={busy}
            unavailable={trimmed === '' ? m.project.needsName : null}
          >
            {action}
          </Button>
        </>
      }
    >
      <form
        id="project-name"
        className="flex flex-col gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          if (trimmed !== '') void submit();
        }}
      >
        <TextField label={m.project.nameLabel} value={name} onChange={setName} />
        {failed !== null && <ErrorNote error={asOcaqError(failed)} />}
      </form>
    </Sheet>
  );
}
