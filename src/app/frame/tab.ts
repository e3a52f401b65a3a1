/** The browser's tab: its title says where the person is and how far a run has come; closing it during a run is asked about. */
import { useEffect } from 'react';
import { liveRun } from '../../state/studio.ts';
import { useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import type { ScreenId } from '../screens.ts';

/** @param share of a run that is under way, from 0 to 1; null when none is */
export function tabTitle(appName: string, screen: string | null, share: number | null): string {
  const parts = [share === null ? null : `${Math.floor(share * 100)}\u00a0%`, screen, appName];
  return parts.filter((part) => part !== null).join(' · ');
}

export function useTab(screen: ScreenId | null): void {
  const m = useMessages();
  const run = useStudio(liveRun);
  const isTraining = useStudio((state) => state.training !== null);
  const share = run && run.settings.steps > 0 ? run.step / run.settings.steps : null;
  const title = tabTitle(m.appName, screen === null ? null : m.screens[screen], share);

  useEffect(() => {
    document.title = title;
  }, [title]);

  useEffect(() => {
    if (!isTraining) return;
    // The browser asks in its own words.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isTraining]);
}
