/** Every screen, project and setting by name, from the keyboard: Ctrl K, or ⌘ K. */
import { Command } from 'cmdk';
import { Flame, FolderOpen, Languages, Moon, Plus, Sun, SunMoon } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { useLocation } from 'wouter';
import { asOcaqError } from '../../state/connection.ts';
import { useStores, useStudio } from '../context.ts';
import { languages } from '../messages/languages.ts';
import { useMessages } from '../messages/messages.ts';
import { StarNode } from '../parts/mark.tsx';
import { screens } from '../screens.ts';
import { openFilePicker } from './file-picker.ts';

export function usePaletteKey(setOpen: (change: (open: boolean) => boolean) => void): void {
  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return;
      event.preventDefault();
      setOpen((open) => !open);
    }
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [setOpen]);
}

export function Palette({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const m = useMessages();
  const [, navigate] = useLocation();
  const { studio, preferences, corpus, journey, notices } = useStores();
  const projects = useStudio((state) => state.projects);

  function act(action: () => void | Promise<void>): void {
    onOpenChange(false);
    Promise.resolve(action()).catch((thrown: unknown) =>
      notices.announce({ kind: 'error', error: asOcaqError(thrown) }),
    );
  }

  const icon = 'size-4 shrink-0 text-soft';
  return (
    <Command.Dialog
      open={open}
      onOpenChange={onOpenChange}
      label={m.palette.open}
      overlayClassName="fixed inset-0 z-40 bg-ink/35 dark:bg-paper/70"
      contentClassName="fixed top-[12vh] left-1/2 z-50 w-[calc(100vw-24px)] max-w-lg -translate-x-1/2 overflow-hidden rounded-lg border border-hairline bg-paper shadow-float"
    >
      <Command.Input
        placeholder={m.palette.placeholder}
        className="h-12 w-full border-b bg-transparent px-4 text-base outline-none"
      />
      <Command.List className="scroll-quiet max-h-[50vh] overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-soft [&_[cmdk-group-heading]]:text-xs">
        <Command.Empty className="px-3 py-6 text-soft">{m.palette.none}</Command.Empty>
        <Command.Group heading={m.palette.goTo}>
          {screens.map((screen) => (
            <Entry key={screen} icon={<StarNode state="empty" />} onSelect={() => act(() => navigate(`/${screen}`))}>
              {m.screens[screen]}
            </Entry>
          ))}
        </Command.Group>
        <Command.Group heading={m.palette.commands}>
          <Entry
            icon={<Plus className={icon} aria-hidden="true" />}
            onSelect={() =>
              act(() => {
                navigate('/corpus');
                openFilePicker((files) => void corpus.addFiles(files));
              })
            }
          >
            {m.palette.pickFiles}
          </Entry>
          <Entry
            icon={<Flame className={icon} aria-hidden="true" />}
            onSelect={() => act(() => journey.start(m.project.sample))}
          >
            {m.palette.journey}
          </Entry>
          {languages.map(({ tag, name }) => (
            <Entry
              key={tag}
              icon={<Languages className={icon} aria-hidden="true" />}
              onSelect={() => act(() => preferences.setState({ language: tag }))}
            >
              {m.language}: {name}
            </Entry>
          ))}
          {(['system', 'light', 'dark'] as const).map((theme) => {
            const Icon = { system: SunMoon, light: Sun, dark: Moon }[theme];
            return (
              <Entry
                key={theme}
                icon={<Icon className={icon} aria-hidden="true" />}
                onSelect={() => act(() => preferences.setState({ theme }))}
              >
                {m.theme}: {m.themes[theme]}
              </Entry>
            );
          })}
        </Command.Group>
        <Command.Group heading={m.palette.projects}>
          {projects.map((project) => (
            <Entry
              key={project.id}
              value={`${project.name} ${project.id}`}
              icon={<FolderOpen className={icon} aria-hidden="true" />}
              onSelect={() => act(() => studio.openProject(project.id))}
            >
              {project.name}
            </Entry>
          ))}
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

function Entry(props: { icon: ReactNode; value?: string; onSelect: () => void; children: ReactNode }) {
  const { icon, value, onSelect, children } = props;
  return (
    <Command.Item
      {...(value === undefined ? {} : { value })}
      onSelect={onSelect}
      className="flex cursor-default items-center gap-3 rounded-md px-3 py-2 data-[selected=true]:bg-sunken"
    >
      {icon}
      <span className="min-w-0 truncate">{children}</span>
    </Command.Item>
  );
}
