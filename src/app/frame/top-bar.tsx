/** Project, device, storage, commands, language and theme. On a narrow page device and storage move into the menu. */
import { Command, Languages, type LucideIcon, MonitorCog, Moon, Sun, SunMoon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useStore } from 'zustand';
import type { Theme } from '../../state/preferences.ts';
import { liveRun } from '../../state/studio.ts';
import { useStores, useStudio } from '../context.ts';
import { languages } from '../messages/languages.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { Mark } from '../parts/mark.tsx';
import { DeviceChip } from './device-chip.tsx';
import { chip, menuItem, menuSheet } from './menu.ts';
import { usePaletteKey } from './palette-key.ts';
import { ProjectMenu } from './project-menu.tsx';
import { StorageChip } from './storage-chip.tsx';

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }));

const isMac = navigator.userAgent.includes('Mac');

export function TopBar() {
  const m = useMessages();
  const alive = useStudio((state) => liveRun(state) !== null);
  const [palette, setPalette] = useState(false);
  usePaletteKey(setPalette);
  return (
    <header className="flex h-14 items-center gap-1 border-b px-3 lg:px-6">
      <span className="mr-1 lg:hidden">
        <Mark alive={alive} className="size-6" />
      </span>
      <ProjectMenu />
      <div className="ml-auto flex items-center gap-0.5">
        <DeviceChip />
        <StorageChip />
        <button
          type="button"
          data-testid="palette"
          className={`${chip} max-sm:hidden`}
          onClick={() => setPalette(true)}
        >
          <Command className="size-4" aria-hidden="true" />
          <span className="sr-only xl:not-sr-only">{m.palette.open}</span>
          <kbd className="rounded-sm border px-1 font-sans text-xs max-xl:hidden">{isMac ? '⌘' : 'Ctrl'} K</kbd>
        </button>
        <LanguageMenu />
        <ThemeMenu />
      </div>
      {palette && (
        <Suspense>
          <Palette open onOpenChange={setPalette} />
        </Suspense>
      )}
    </header>
  );
}

const nameOf = (tag: string) => languages.find((language) => language.tag === tag)?.name ?? tag;

function LanguageMenu() {
  const m = useMessages();
  const { tag } = useLanguage();
  const { preferences } = useStores();
  return (
    <ChoiceMenu
      testId="language"
      label={`${m.language}: ${nameOf(tag)}, ${tag}`}
      value={tag}
      options={languages.map(({ tag: value, name: label }) => ({ value, label }))}
      onChange={(language) => preferences.setState({ language })}
    >
      <Languages className="size-4 max-sm:hidden" aria-hidden="true" />
      <span className="font-medium uppercase">{tag}</span>
    </ChoiceMenu>
  );
}

const themeIcons = { system: SunMoon, light: Sun, dark: Moon } satisfies Record<Theme, LucideIcon>;

function ThemeMenu() {
  const m = useMessages();
  const { preferences } = useStores();
  const theme = useStore(preferences, (state) => state.theme);
  const Icon = themeIcons[theme];
  return (
    <ChoiceMenu
      testId="theme"
      label={`${m.theme}: ${m.themes[theme]}`}
      value={theme}
      options={(['system', 'light', 'dark'] as const).map((value) => ({
        value,
        label: m.themes[value],
        Icon: value === 'system' ? MonitorCog : themeIcons[value],
      }))}
      onChange={(chosen) => preferences.setState({ theme: chosen })}
    >
      <Icon className="size-4" aria-hidden="true" />
    </ChoiceMenu>
  );
}

/** A chip that opens the few values of one preference. */
function ChoiceMenu<T extends string>(props: {
  testId: string;
  label: string;
  value: T;
  options: readonly { value: T; label: string; Icon?: LucideIcon }[];
  onChange: (value: T) => void;
  children: ReactNode;
}) {
  const { testId, label, value, options, onChange, children } = props;
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={chip} data-testid={testId} data-value={value} aria-label={label}>
        {children}
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menuSheet} align="end" sideOffset={6}>
          <DropdownMenu.RadioGroup value={value}>
            {options.map((option) => (
              <DropdownMenu.RadioItem
                key={option.value}
                value={option.value}
                className={menuItem}
                data-testid={`${testId}-${option.value}`}
                onSelect={() => onChange(option.value)}
              >
                {option.Icon && <option.Icon className="size-4 text-soft" aria-hidden="true" />}
                {option.label}
                <DropdownMenu.ItemIndicator className="ml-auto pl-4">•</DropdownMenu.ItemIndicator>
              </DropdownMenu.RadioItem>
            ))}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
