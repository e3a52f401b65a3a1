/** Every screen, action, project and setting by name or synonym, in any language, from the keyboard: Ctrl K, or ⌘ K. */
import { Command } from 'cmdk';
import {
  Download,
  FileDown,
  FileUp,
  Flame,
  FolderOpen,
  Languages,
  type LucideIcon,
  Moon,
  Pause,
  Play,
  Plus,
  Route,
  Save,
  Square,
  Sun,
  SunMoon,
} from 'lucide-react';
import { Dialog } from 'radix-ui';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { useStore } from 'zustand';
import { asOcaqError } from '../../state/connection.ts';
import { modelName, safeModelName } from '../../state/exporting.ts';
import { presetFor } from '../../state/model.ts';
import { preferredForUse } from '../../state/preferred-checkpoint.ts';
import { interruptedRun, liveRun } from '../../state/studio.ts';
import type { CheckpointRecord, ModelChoice } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { useBaseName } from '../export/base-name.ts';
import type { Messages } from '../messages/language.ts';
import { languages } from '../messages/languages.ts';
import { useMessages } from '../messages/messages.ts';
import { useReturn, veil } from '../parts/dialogs.tsx';
import { StarNode } from '../parts/mark.tsx';
import { screens } from '../screens.ts';
import { pickProject, pickSources } from './file-picker.ts';
import { inEveryLanguage, relevance } from './palette-search.ts';

const noCheckpoints: CheckpointRecord[] = [];

interface Action {
  id: keyof Messages['palette']['synonyms'];
  Icon: LucideIcon;
  name: (messages: Messages) => string;
  run: () => void | Promise<void>;
}

/** What can be done now, beginning with the run. */
function useActions(): Action[] {
  const [, navigate] = useLocation();
  const baseNameOf = useBaseName();
  const { corpus, exporting, journey, model, projectFiles, training } = useStores();
  const m = useMessages();
  const project = useStudio((state) => state.snapshot?.project.id ?? null);
  const choice = useStudio((state) => state.snapshot?.model ?? null);
  const live = useStudio(liveRun);
  const interrupted = useStudio(interruptedRun);
  const projectName = useStudio((state) => state.snapshot?.project.name ?? '');
  const checkpoints = useStudio((state) => state.snapshot?.checkpoints ?? noCheckpoints);
  const { checkpoint: chosenCheckpoint, name: givenName, exporting: isExporting } = useStore(exporting.store);
  const checkpoint = checkpoints.find(({ id }) => id === chosenCheckpoint) ?? preferredForUse(checkpoints);

  async function startTraining(projectId: string, chosen: ModelChoice): Promise<void> {
    await model.load();
    const preset = presetFor(model.store.getState().presets, chosen);
    const steps = chosen.steps ?? preset?.training.steps;
    if (steps !== undefined) await training.propose(projectId, chosen, steps);
    navigate('/train');
    await training.start();
  }

  const actions: Action[] = [];
  if (live) {
    actions.push(
      { id: 'pause', Icon: Pause, name: ({ train }) => train.pause, run: () => training.pause(live.id) },
      { id: 'stop', Icon: Square, name: ({ train }) => train.stop, run: () => training.stop(live.id) },
      { id: 'save', Icon: Save, name: ({ train }) => train.save, run: () => training.saveNow(live.id) },
    );
  } else {
    if (interrupted && !interrupted.diverged)
      actions.push({
        id: 'resume',
        Icon: Play,
        name: ({ train }) => train.resume,
        run: async () => void (await training.resume(interrupted.id)),
      });
    if (project && choice)
      actions.push({
        id: 'start',
        Icon: Flame,
        name: ({ train }) => train.start,
        run: () => startTraining(project, choice),
      });
  }
  if (checkpoint && !isExporting)
    actions.push({
      id: 'export',
      Icon: Download,
      name: ({ closing }) => closing.next.export,
      run: () => {
        const name = safeModelName(modelName(givenName, projectName));
        navigate('/export');
        if (name !== '') return exporting.start(checkpoint, name, baseNameOf(checkpoint));
      },
    });
  actions.push(
    {
      id: 'addFiles',
      Icon: Plus,
      name: ({ palette }) => palette.pickFiles,
      run: () => {
        navigate('/corpus');
        pickSources((files) => void corpus.addFiles(files));
      },
    },
    {
      id: 'saveProject',
      Icon: FileDown,
      name: ({ project }) => project.file.saveAs,
      run: () => projectFiles.ask(),
    },
    {
      id: 'openProject',
      Icon: FileUp,
      name: ({ project }) => project.file.open,
      run: () => pickProject((file) => void projectFiles.open(file)),
    },
    {
      id: 'sample',
      Icon: Route,
      name: ({ palette }) => palette.journey,
      run: () => journey.start(m.project.sample),
    },
  );
  return actions;
}

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const m = useMessages();
  const returning = useReturn();
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Overlay className={veil} />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-lg -translate-x-1/2 overflow-hidden rounded-lg border border-hairline bg-paper shadow-float"
          {...returning}
        >
          <Dialog.Title className="sr-only">{m.palette.open}</Dialog.Title>
          <Command label={m.palette.open} filter={relevance}>
            <Command.Input
              placeholder={m.palette.placeholder}
              className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
            />
            <Command.List className="scroll-quiet max-h-[50vh] overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-soft [&_[cmdk-group-heading]]:text-xs">
              <Command.Empty className="px-3 py-6 text-soft">{m.palette.none}</Command.Empty>
              <Entries onClose={() => onOpenChange(false)} />
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Entries({ onClose }: { onClose: () => void }) {
  const m = useMessages();
  const [, navigate] = useLocation();
  const { studio, preferences, notices } = useStores();
  const projects = useStudio((state) => state.projects);
  const actions = useActions();

  function act(action: () => void | Promise<void>): void {
    onClose();
    Promise.resolve(action()).catch((thrown: unknown) =>
      notices.announce({ kind: 'error', error: asOcaqError(thrown) }),
    );
  }

  const icon = (Icon: LucideIcon) => <Icon className="size-4 shrink-0 text-soft" aria-hidden="true" />;
  return (
    <>
      <Command.Group heading={m.palette.goTo}>
        {screens.map((screen) => (
          <Entry
            key={screen}
            id={screen}
            name={m.screens[screen]}
            synonyms={inEveryLanguage(
              ({ screens: names }) => names[screen],
              ({ palette }) => palette.synonyms[screen],
            )}
            icon={<StarNode state="empty" />}
            onSelect={() => act(() => navigate(`/${screen}`))}
          />
        ))}
      </Command.Group>
      <Command.Group heading={m.palette.commands}>
        {actions.map(({ id, Icon, name, run }) => (
          <Entry
            key={id}
            id={`do ${id}`}
            name={name(m)}
            synonyms={inEveryLanguage(name, ({ palette }) => palette.synonyms[id])}
            icon={icon(Icon)}
            onSelect={() => act(run)}
          />
        ))}
        {languages.map(({ tag, name, otherNames }) => (
          <Entry
            key={tag}
            id={`language ${tag}`}
            name={`${m.language}: ${name}`}
            synonyms={[
              tag,
              otherNames,
              ...inEveryLanguage(
                ({ language }) => language,
                ({ palette }) => palette.synonyms.language,
              ),
            ]}
            icon={icon(Languages)}
            onSelect={() => act(() => preferences.setState({ language: tag }))}
          />
        ))}
        {(['system', 'light', 'dark'] as const).map((theme) => (
          <Entry
            key={theme}
            id={`theme ${theme}`}
            name={`${m.theme}: ${m.themes[theme]}`}
            synonyms={inEveryLanguage(
              ({ theme: word, themes }) => `${word}: ${themes[theme]}`,
              ({ palette }) => palette.synonyms.theme,
            )}
            icon={icon({ system: SunMoon, light: Sun, dark: Moon }[theme])}
            onSelect={() => act(() => preferences.setState({ theme }))}
          />
        ))}
      </Command.Group>
      <Command.Group heading={m.palette.projects}>
        {projects.map((project) => (
          <Entry
            key={project.id}
            id={project.id}
            name={project.name}
            icon={icon(FolderOpen)}
            onSelect={() => act(() => studio.openProject(project.id))}
          />
        ))}
      </Command.Group>
    </>
  );
}

function Entry(props: { id: string; name: string; synonyms?: string[]; icon: ReactNode; onSelect: () => void }) {
  const { id, name, synonyms = [], icon, onSelect } = props;
  return (
    <Command.Item
      value={id}
      keywords={[name, ...synonyms]}
      onSelect={onSelect}
      className="flex cursor-default items-center gap-3 rounded-md px-3 py-2 data-[selected=true]:bg-sunken"
    >
      {icon}
      <span className="min-w-0 truncate">{name}</span>
    </Command.Item>
  );
}
