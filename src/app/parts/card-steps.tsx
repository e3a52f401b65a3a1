/** How a browser is told to take the graphics card instead of the processor's graphics, by system, and checking whether it did. */
import { useState } from 'react';
import { asOcaqError } from '../../state/connection.ts';
import { useStores } from '../context.ts';
import { useMessages } from '../messages/messages.ts';
import { Button } from './button.tsx';

type System = 'windows' | 'linux' | 'mac';

/** By what a browser calls itself: Macs name Intel's processor whichever they have. */
function systemOf(userAgent: string): System {
  if (userAgent.includes('Windows')) return 'windows';
  return userAgent.includes('Mac') ? 'mac' : 'linux';
}

/**
 * NVIDIA's driver and Mesa each have their own variables for PRIME render offload; Chromium needs Vulkan and, on Linux, WebGPU
 * turned on.
 */
const FLAGS = 'google-chrome --enable-unsafe-webgpu --enable-features=Vulkan';
const LINES = {
  nvidia: `__NV_PRIME_RENDER_OFFLOAD=1 __VK_LAYER_NV_optimus=NVIDIA_only ${FLAGS}`,
  amd: `DRI_PRIME=1 ${FLAGS}`,
} as const;

export function CardSteps() {
  const { card } = useMessages();
  const system = systemOf(navigator.userAgent);
  return (
    <div className="flex flex-col items-start gap-3">
      <ol className="flex list-decimal flex-col gap-1.5 pl-5">
        {card.steps[system].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {system === 'linux' && (
        <dl className="flex w-full min-w-0 flex-col gap-2">
          {(['nvidia', 'amd'] as const).map((maker) => (
            <div key={maker}>
              <dt className="text-soft">{card[maker]}</dt>
              <dd>
                <code className="select-all wrap-anywhere font-mono text-xs">{LINES[maker]}</code>
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-soft">
        {card.look} <code className="select-all font-mono text-xs">chrome://gpu</code>
      </p>
      <CheckAgain />
    </div>
  );
}

function CheckAgain() {
  const { card } = useMessages();
  const { studio, notices } = useStores();
  const [state, setState] = useState<'offered' | 'checking' | 'checked'>('offered');

  async function check(): Promise<void> {
    setState('checking');
    try {
      await studio.checkDevice();
      setState('checked'); // seen where it is still the same: else these steps are gone
    } catch (thrown) {
      notices.announce({ kind: 'error', error: asOcaqError(thrown) });
      setState('offered');
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button disabled={state === 'checking'} data-testid="card-again" onClick={() => void check()}>
        {state === 'checking' ? card.checking : card.again}
      </Button>
      <span role="status">{state === 'checked' && card.still}</span>
    </div>
  );
}
