/** The graphics device: its name at a glance; one press away what it can do, in plain words, and its raw limits below. */
import { Cpu } from 'lucide-react';
import { Popover } from 'radix-ui';
import { type ReactNode, useEffect } from 'react';
import { useStore } from 'zustand';
import { budgetBytes } from '../../state/preferences.ts';
import type { DeviceStatus } from '../../worker/api.ts';
import { useStores, useStudio } from '../context.ts';
import { formatBytes, formatNumber } from '../format.ts';
import { useLanguage, useMessages } from '../messages/messages.ts';
import { ButtonLink } from '../parts/button.tsx';
import { CardSteps } from '../parts/card-steps.tsx';
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
      <Popover.Trigger
        data-testid="device"
        className={`${chip} min-w-0`}
        aria-label={`${m.device.label}: ${name}${budgetText}`}
      >
        <Cpu className={`size-4 shrink-0 ${ready ? '' : 'text-ink'}`} aria-hidden="true" />
        <span className={`hidden max-w-44 truncate md:block ${ready ? '' : 'font-medium text-ink'}`}>{name}</span>
        <span className="hidden text-soft xl:inline">{budgetText}</span>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          className="z-50 w-80 max-w-[calc(100vw-24px)] max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-lg border border-hairline bg-raised p-4 text-sm shadow-float"
          align="end"
          sideOffset={6}
          collisionPadding={12}
        >
          <h2 className="mb-2 font-semibold">{m.device.label}</h2>
          {ready ? (
            <Ready device={device} />
          ) : (
            <div className="flex flex-col items-start gap-3">
              <p>{m.noDevice.reasons[device.reason]}</p>
              <ButtonLink to="/train" size="small">
                {m.more}
              </ButtonLink>
            </div>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Ready({ device }: { device: Extract<DeviceStatus, { state: 'ready' }> }) {
  const m = useMessages();
  const language = useLanguage();
  const { coach, preferences } = useStores();
  const budget = useStore(preferences, budgetBytes);
  const operations = useStore(coach.store, (state) => state.operationsPerSecond);
  const isNative = device.features.includes('shader-f16');

  useEffect(() => {
    void coach.recall();
  }, [coach]);

  return (
    <div className="flex flex-col gap-3">
      <p>
        <span className="font-medium">{device.name || m.device.unknown}</span>
        {device.software && <span className="block text-soft">{m.device.softwareLead}</span>}
      </p>
      {device.mayBeSlower && (
        <details className="border-t pt-3">
          <summary>{m.card.slower}</summary>
          <div className="mt-2 flex flex-col gap-3">
            <p>{m.card.slowerLead(device.name)}</p>
            <CardSteps />
          </div>
        </details>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
        <Row name={m.device.budget}>{m.device.budgetUse(formatBytes(budget, language))}</Row>
        <Row name={m.device.precision}>{isNative ? m.device.halfNative : m.device.halfPacked}</Row>
        <Row name={m.device.speed}>
          {operations === null ? m.device.notMeasured : m.device.measured(formatNumber(operations / 1e9, language, 1))}
        </Row>
      </dl>
      <ButtonLink to="/model" size="small">
        {m.deviceReport.title}
      </ButtonLink>
      <details className="border-t pt-3">
        <summary className="w-fit text-soft">{m.device.raw}</summary>
        <dl className="mt-2 grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
          {device.vendor !== '' && <Row name={m.device.vendor}>{device.vendor}</Row>}
          <Row name={m.device.maxBuffer}>{formatBytes(device.maxBufferBytes, language)}</Row>
          <Row name={m.device.maxBinding}>{formatBytes(device.maxBindingBytes, language)}</Row>
          <Row name={m.device.features}>
            <span className="wrap-anywhere font-mono text-xs">
              {device.features.length > 0 ? device.features.join(', ') : m.device.noFeatures}
            </span>
          </Row>
        </dl>
      </details>
    </div>
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
