/** Project, device, storage, commands, language and theme. On a narrow page device and storage move into the menu. */
import { Command, Languages, MonitorCog, Moon, Sun, SunMoon } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { useState } from 'react';
import { useStore } from 'zustand';
import type { Theme } from '../../state/preferences.ts';
import { liveRun } from '../../state/studio.ts';
import { useStores, useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Mark } from '../parts/mark.tsx';
import { DeviceChip } from './device-chip.tsx';
import { chip, menuItem, menuSheet } from './menu.ts';
import { Palette, usePaletteKey } from './palette.tsx';
import { ProjectMenu } from './project-menu.tsx';
import { StorageChip } from './storage-chip.tsx';

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
        <button type="button" className={`${chip} max-sm:hidden`} onClick={() => setPalette(true)}>
          <Command className="size-4" aria-hidden="true" />
          <span className="sr-only xl:not-sr-only">{m.palette.open}</span>
          <kbd className="rounded-sm border px-1 font-sans text-xs max-xl:hidden">{isMac ? '⌘' : 'Ctrl'} K</kbd>
        </button>
        <LanguageMenu />
        <ThemeMenu />
      </div>
      <Palette open={palette} onOpenChange={setPalette} />
    </header>
  );
}

function LanguageMenu() {
  const m = useMessages();
  const { preferences } = useStores();
  const language = useStore(preferences, (state) => state.language);
  const other = language === 'az' ? 'en' : 'az';
  return (
    <button
      type="button"
      data-testid="language"
      data-value={language}
      className={chip}
      onClick={() => preferences.setState({ language: other })}
    >
      <Languages className="size-4 max-sm:hidden" aria-hidden="true" />
      <span className="font-medium uppercase">{language}</span>
      <span className="sr-only">
        {m.language}: {m.languageName[other]}
      </span>
    </button>
  );
}

const themeIcons = { system: SunMoon, light: Sun, dark: Moon } satisfies Record<Theme, typeof Sun>;

function ThemeMenu() {
  const m = useMessages();
  const { preferences } = useStores();
  const theme = useStore(preferences, (state) => state.theme);
  const Icon = themeIcons[theme];
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={chip} data-testid="theme" aria-label={`${m.theme}: ${m.themes[theme]}`}>
        <Icon className="size-4" aria-hidden="true" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content className={menuSheet} align="end" sideOffset={6}>
          <DropdownMenu.RadioGroup
            value={theme}
            onValueChange={(value) => preferences.setState({ theme: value as Theme })}
          >
            {(['system', 'light', 'dark'] as const).map((one) => {
              const OneIcon = one === 'system' ? MonitorCog : themeIcons[one];
              return (
                <DropdownMenu.RadioItem key={one} value={one} className={menuItem} data-testid={`theme-${one}`}>
                  <OneIcon className="size-4 text-soft" aria-hidden="true" />
                  {m.themes[one]}
                  <DropdownMenu.ItemIndicator className="ml-auto pl-4">•</DropdownMenu.ItemIndicator>
                </DropdownMenu.RadioItem>
              );
            })}
          </DropdownMenu.RadioGroup>
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
