/**
 * A screen that needs the graphics card, in a browser that gives none: why, where it works, how to turn it on; and what of it can
 * be seen without one.
 */
import type { ReactNode } from 'react';
import { useStudio } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { ButtonLink } from '../parts/button.tsx';
import { Screen, Section } from '../parts/layout.tsx';
import type { ScreenId } from '../screens.ts';

const linuxFlags = ['chrome://flags/#enable-unsafe-webgpu', 'chrome://flags/#enable-vulkan'];

export function NoDevice({ screen, children }: { screen: ScreenId; children?: ReactNode }) {
  const m = useMessages();
  const device = useStudio((state) => state.device);
  if (device?.state !== 'none') return null;
  return (
    <Screen id={screen}>
      <div data-testid="no-webgpu" className="grid gap-x-12 gap-y-8 lg:grid-cols-[3fr_2fr]">
        <div className="flex flex-col gap-6">
          <div className="border-ink border-l-[3px] pl-4">
            <h2 className="font-semibold text-lg">{m.noDevice.title}</h2>
            <p className="mt-1">{m.noDevice.reasons[device.reason]}</p>
            <p className="mt-1 text-soft">{m.noDevice.lead}</p>
          </div>
          <div className="flex flex-wrap gap-2">
            <ButtonLink to="/corpus">{m.noDevice.toCorpus}</ButtonLink>
            <ButtonLink to="/tokenizer">{m.noDevice.toTokenizer}</ButtonLink>
          </div>
          <details className="text-sm text-soft">
            <summary>{m.noDevice.details}</summary>
            <p className="mt-1 font-mono text-xs">{device.message}</p>
          </details>
        </div>
        <div className="flex flex-col gap-6">
          <Section title={m.noDevice.where}>
            <ul className="flex flex-col gap-1.5">
              {m.noDevice.browsers.map((browser) => (
                <li key={browser}>{browser}</li>
              ))}
            </ul>
          </Section>
          <Section title={m.noDevice.linux}>
            <p>{m.noDevice.linuxSteps}</p>
            <ul className="flex flex-col gap-1">
              {linuxFlags.map((flag) => (
                <li key={flag}>
                  <code className="select-all font-mono text-sm">{flag}</code>
                </li>
              ))}
            </ul>
            <p className="text-soft">
              {m.noDevice.check} <code className="select-all font-mono text-sm">chrome://gpu</code>
            </p>
          </Section>
        </div>
      </div>
      {children}
    </Screen>
  );
}
