/** The graphics device: its name at a glance, limits and memory budget one press away. */
import { Cpu } from 'lucide-react';
import { Popover } from 'radix-ui';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { budgetBytes } from '../../state/preferences.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ButtonLink } from '../parts/button.tsx';
import { chip } from './menu.ts';

export function DeviceChip() {
  const m = useMessages();
  const language = useLanguage();
  const device = useStudio((state) => state.device);
  const budget = useStore(useStores().preferences, budgetBytes);
  if (!device) return null;
  const ready = device.state === 'ready';
  const name = ready ? device.name || m.device.unknown : m.device.none;
  const budgetText = ready ? ` ${formatBytes(budget, language)}` : '';
  return (
    <Popover.Root>
      <Popover.Trigger className={`${chip} min-w-0`} aria-label={`${m.device.label}: ${name}${budgetText}`}>
        <Cpu className={`size-4 shrink-0 ${ready ? '' : 'text-ink'}`} aria-hidden="true" />
        <span className={`hidden max-w-44 truncate md:block ${ready ? '' : 'font-medium text-ink'}`}>{name}</span>
        <span className="hidden text-soft xl:inline">{budgetText}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="z-50 w-80 max-w-[calc(100vw-24px)] rounded-lg border border-hairline bg-raised p-4 text-sm shadow-float"
          align="end"
          sideOffset={6}
          collisionPadding={12}
        >
          <h2 className="mb-2 font-semibold">{m.device.label}</h2>
          {ready ? (
            <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
              <Row name={m.device.name}>{name}</Row>
              {device.vendor !== '' && <Row name={m.device.vendor}>{device.vendor}</Row>}
              <Row name={m.device.budget}>{formatBytes(budget, language)}</Row>
              <Row name={m.device.maxBuffer}>{formatBytes(device.maxBufferBytes, language)}</Row>
              <Row name={m.device.features}>
                {device.features.length > 0 ? (
                  <span className="font-mono text-xs">{device.features.join(', ')}</span>
                ) : (
                  m.device.noFeatures
                )}
              </Row>
            </dl>
          ) : (
            <div className="flex flex-col items-start gap-3">
              <p>{m.noDevice.reasons[device.reason]}</p>
              <ButtonLink to="/train" size="small">
                {m.more}
              </ButtonLink>
            </div>
          )}
          {ready && device.software && <p className="mt-3 border-t pt-3 text-soft">{m.device.softwareLead}</p>}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-soft">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  );
}
