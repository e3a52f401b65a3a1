/** What of a project is to be saved as a file, why a file was not saved or not opened, and what is otherwise where it was opened. */
import { type RefObject, useId, useState } from 'react';
import { useStore } from 'zustand';
import { asOcaqError } from '../../state/connection.ts';
import { projectFileName } from '../../state/project-files.ts';
import type { Project } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Button } from '../parts/button.tsx';
import { Sheet } from '../parts/dialogs.tsx';
import { ErrorNote } from '../parts/error-note.tsx';
import { saveFile } from '../parts/save-file.ts';
import { chooseSavePlace } from '../parts/save-place.ts';
import { pickProject } from './file-picker.ts';

/** Takes the focus afterwards where what had it before is gone. */
interface Returning {
  returnTo: RefObject<HTMLElement | null>;
}

export function ProjectFileSheets({ returnTo }: Returning) {
  const { projectFiles } = useStores();
  const project = useStudio((state) => state.snapshot?.project ?? null);
  const asking = useStore(projectFiles.store, (state) => state.asking);
  return (
    <>
      {project && asking && <SaveSheet project={project} returnTo={returnTo} />}
      <RefusedSheet returnTo={returnTo} />
      <MovedSheet returnTo={returnTo} />
    </>
  );
}

function SaveSheet({ project, returnTo }: { project: Project } & Returning) {
  const m = useMessages();
  const language = useLanguage();
  const { projectFiles, notices } = useStores();
  const { size, saveError } = useStore(projectFiles.store);
  const [checkpoints, setCheckpoints] = useState(true);
  const about = (bytes: number | undefined) =>
    bytes === undefined ? '…' : m.project.file.about(formatBytes(bytes, language));

  async function save(): Promise<void> {
    const fileName = projectFileName(project.name);
    const into = await chooseSavePlace(fileName, m.project.file.kind);
    if (into === undefined) return;
    const saved = await projectFiles.save({ project: project.id, checkpoints, fileName: into?.name ?? fileName, into });
    if (saved?.file) saveFile(saved.file, fileName);
  }

  return (
    <Sheet
      open
      returnTo={returnTo}
      onOpenChange={(next) => !next && projectFiles.dismiss()}
      title={m.project.file.saveTitle}
      lead={m.project.file.saveLead}
      footer={
        <>
          <Button onClick={() => projectFiles.dismiss()}>{m.cancel}</Button>
          <Button
            look="primary"
            data-testid="project-save"
            onClick={() => {
              save().catch((thrown: unknown) => notices.announce({ kind: 'error', error: asOcaqError(thrown) }));
            }}
          >
            {m.project.file.save}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <fieldset className="flex flex-col gap-2">
          <legend className="sr-only">{m.project.file.contents}</legend>
          <Contents
            name={m.project.file.whole}
            hint={m.project.file.wholeHint}
            about={about(size ? size.rest + size.checkpoints : undefined)}
            checked={checkpoints}
            onChoose={() => setCheckpoints(true)}
          />
          <Contents
            name={m.project.file.light}
            hint={m.project.file.lightHint}
            about={about(size?.rest)}
            checked={!checkpoints}
            onChoose={() => setCheckpoints(false)}
          />
        </fieldset>
        {saveError && <ErrorNote error={saveError} />}
      </div>
    </Sheet>
  );
}

function Contents(props: { name: string; hint: string; about: string; checked: boolean; onChoose: () => void }) {
  const { name, hint, about, checked, onChoose } = props;
  const id = useId();
  return (
    <label className="flex cursor-pointer items-start gap-3 rounded-md border p-3 hover:bg-sunken has-checked:border-ink has-focus-visible:outline-2 has-focus-visible:outline-ember-ink has-focus-visible:outline-offset-2">
      <input
        type="radio"
        name="project-file"
        className="mt-1 accent-ember outline-none"
        checked={checked}
        aria-describedby={id}
        onChange={onChoose}
      />
      <span className="min-w-0 flex-1">
        <span className="flex flex-wrap items-baseline justify-between gap-x-3">
          <span className="font-medium">{name}</span>
          <span className="text-soft text-sm">{about}</span>
        </span>
        <span id={id} className="block text-soft text-sm">
          {hint}
        </span>
      </span>
    </label>
  );
}

function RefusedSheet({ returnTo }: Returning) {
  const m = useMessages();
  const { projectFiles } = useStores();
  const refused = useStore(projectFiles.store, (state) => state.refused);
  if (!refused) return null;
  return (
    <Sheet
      open
      returnTo={returnTo}
      onOpenChange={(next) => !next && projectFiles.dismiss()}
      title={m.project.file.refused(refused.fileName)}
      footer={
        <>
          <Button onClick={() => projectFiles.dismiss()}>{m.close}</Button>
          <Button look="primary" onClick={() => pickProject((file) => void projectFiles.open(file))}>
            {m.project.file.another}
          </Button>
        </>
      }
    >
      <ErrorNote error={refused.error} />
    </Sheet>
  );
}

function MovedSheet({ returnTo }: Returning) {
  const m = useMessages();
  const { projectFiles } = useStores();
  const moved = useStore(projectFiles.store, (state) => state.moved);
  if (!moved) return null;
  const { title, lead, there, here, what, none } = m.project.file.moved;
  return (
    <Sheet
      open
      width="max-w-2xl"
      returnTo={returnTo}
      onOpenChange={(next) => !next && projectFiles.dismiss()}
      title={title(moved.name)}
      lead={lead}
      footer={
        <Button look="primary" onClick={() => projectFiles.dismiss()}>
          {m.close}
        </Button>
      }
    >
      <ul data-testid="project-moved" className="flex flex-col gap-4">
        {moved.differences.map((one) => (
          <li key={one.what}>
            <h3 className="font-medium">{what[one.what]}</h3>
            <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-3 text-sm">
              <dt className="text-soft">{there}</dt>
              <dd className="break-words">{one.there || none}</dd>
              <dt className="text-soft">{here}</dt>
              <dd className="break-words">{one.here || none}</dd>
            </dl>
          </li>
        ))}
      </ul>
    </Sheet>
  );
}
