/** The page: frame around one screen, addresses, drops, toasts. Screens load when first opened, charts with them. */
import { Tooltip } from 'radix-ui';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { Router, useLocation } from 'wouter';
import { useHashLocation } from 'wouter/use-hash-location';
import { useStore } from 'zustand';
import type { Stores } from '../state/stores.ts';
import { ChatScreen } from './chat/chat-screen.tsx';
import { StoresContext, useStores, useStudio } from './context.ts';
import { CorpusScreen } from './corpus/corpus-screen.tsx';
import { ExportScreen } from './export/export-screen.tsx';
import { ActivityBar } from './frame/activity-bar.tsx';
import { Beginning } from './frame/beginning.tsx';
import { DropPage } from './frame/drop-page.tsx';
import { JourneyStrip } from './frame/journey-strip.tsx';
import { NewVersionNote } from './frame/new-version-note.tsx';
import { NoDevice } from './frame/no-device.tsx';
import { Rail } from './frame/rail.tsx';
import { ScreenBoundary } from './frame/screen-boundary.tsx';
import { useTab } from './frame/tab.ts';
import { Toasts } from './frame/toasts.tsx';
import { TopBar } from './frame/top-bar.tsx';
import { WorkerNote } from './frame/worker-note.tsx';
import type { CurrentLanguage } from './messages/current-language.ts';
import { LanguageContext, useLanguage } from './messages/messages.ts';
import { ModelScreen } from './model/model-screen.tsx';
import { type ScreenId, screenOf } from './screens.ts';
import { TokenizerScreen } from './tokenizer/tokenizer-screen.tsx';

const TrainScreen = lazy(async () => ({ default: (await import('./train/train-screen.tsx')).TrainScreen }));
const StoreroomSheet = lazy(async () => ({ default: (await import('./storage/storeroom-sheet.tsx')).StoreroomSheet }));
const KeptResults = lazy(async () => ({ default: (await import('./evaluate/evaluate-screen.tsx')).KeptResults }));
const EvaluateScreen = lazy(async () => ({ default: (await import('./evaluate/evaluate-screen.tsx')).EvaluateScreen }));
const InstructScreen = lazy(async () => ({ default: (await import('./instruct/instruct-screen.tsx')).InstructScreen }));

export function App({ stores, language }: { stores: Stores; language: CurrentLanguage }) {
  return (
    <StoresContext value={stores}>
      <LanguageContext value={language}>
        <Tooltip.Provider delayDuration={250} skipDelayDuration={400}>
          <Router hook={useHashLocation}>
            <Studio />
          </Router>
        </Tooltip.Provider>
      </LanguageContext>
    </StoresContext>
  );
}

function Studio() {
  const language = useLanguage();
  const m = language.messages;
  const phase = useStudio((state) => state.phase);
  const failure = useStudio((state) => state.failure);
  const [path, navigate] = useLocation();
  const screen = screenOf(path);
  const isStoreroomOpen = useStore(useStores().storeroom.store, (state) => state.isOpen);

  useEffect(() => {
    if (screen === null) navigate('/corpus', { replace: true });
  }, [screen, navigate]);

  useEffect(() => {
    if (screen !== null) window.scrollTo(0, 0);
  }, [screen]);
  useTab(screen);

  if (phase !== 'ready') return <Beginning language={language} failure={failure} />;
  return (
    <>
      <button
        type="button"
        className="sr-only z-50 rounded-md bg-ink px-3 py-2 text-paper focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        onClick={() => document.getElementById('content')?.focus()}
      >
        {m.skipToContent}
      </button>
      <div className="flex min-h-dvh flex-col lg:grid lg:grid-cols-[216px_minmax(0,1fr)]">
        <Rail />
        <div className="flex min-w-0 flex-1 flex-col">
          <TopBar />
          <WorkerNote />
          <JourneyStrip />
          <NewVersionNote />
          <ActivityBar />
          <Suspense fallback={<div className="flex-1" />}>
            {screen && (
              <ScreenBoundary key={screen} screen={screen}>
                <CurrentScreen screen={screen} />
              </ScreenBoundary>
            )}
            <Arrival screen={screen} />
          </Suspense>
        </div>
      </div>
      <DropPage />
      <Toasts />
      <Suspense>{isStoreroomOpen && <StoreroomSheet />}</Suspense>
    </>
  );
}

/** On another screen the keyboard begins at its content, where the link that led there is gone. */
function Arrival({ screen }: { screen: ScreenId | null }) {
  const before = useRef(screen);
  useEffect(() => {
    if (before.current !== screen && before.current !== null && document.activeElement === document.body)
      document.getElementById('content')?.focus({ preventScroll: true });
    before.current = screen;
  }, [screen]);
  return null;
}

function CurrentScreen({ screen }: { screen: ScreenId }) {
  const usable = useStudio((state) => state.device?.state === 'ready');
  switch (screen) {
    case 'corpus':
      return <CorpusScreen />;
    case 'tokenizer':
      return <TokenizerScreen />;
    case 'model':
      return usable ? <ModelScreen /> : <NoDevice screen={screen} />;
    case 'train':
      return usable ? <TrainScreen /> : <NoDevice screen={screen} />;
    case 'instruct':
      return usable ? <InstructScreen /> : <NoDevice screen={screen} />;
    case 'evaluate':
      if (usable) return <EvaluateScreen />;
      return (
        <NoDevice screen={screen}>
          <KeptResults isEmptySaid={false} />
        </NoDevice>
      );
    case 'chat':
      return usable ? <ChatScreen /> : <NoDevice screen={screen} />;
    case 'export':
      return usable ? <ExportScreen /> : <NoDevice screen={screen} />;
    default:
      screen satisfies never;
      return null;
  }
}
