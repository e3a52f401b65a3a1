/** Messages about the browser and its machine: graphics device, storage. Parameters are ready text. */
import type { NoDeviceReason } from '../../../worker/api.ts';

export const machine = {
  device: {
    label: 'Graphics device',
    none: 'No WebGPU',
    unknown: 'unnamed device',
    softwareLead: 'The browser computes on the processor here, not on a graphics card. Everything works, but slowly.',
    vendor: 'Vendor',
    budget: 'Memory budget',
    budgetUse: (size: string) => `${size} for training and chat`,
    precision: 'Precision',
    halfNative: '16 bits natively, and 32 bits',
    halfPacked: '32 bits; 16 bits packed in pairs',
    speed: 'Speed',
    notMeasured: 'not measured yet; the Model screen measures it',
    measured: (billions: string) => `up to ${billions} billion operations a second, measured while training`,
    raw: 'Limits in detail',
    maxBuffer: 'Largest buffer',
    maxBinding: 'Largest binding',
    features: 'Features',
    noFeatures: 'none beyond the basics',
  },
  card: {
    slower: 'The browser has handed out the graphics of the processor',
    slowerLead: (name: string) =>
      `Training runs on “${name}”. If this computer has a graphics card besides, it trains many times faster, and the browser has to be told to take it. If it has none, all is well.`,
    steps: {
      windows: [
        'Open Windows Settings → System → Display → Graphics.',
        'Find your browser in the list, or add it, and choose “High performance” in its options.',
        'Plug the laptop in, close every window of the browser, and start it again.',
      ],
      linux: ['Close every window of the browser, and start it from a terminal with one of these lines:'],
      mac: [
        'Open System Settings → Battery → Options and turn “Automatic graphics switching” off.',
        'Plug the Mac in, quit the browser, and start it again.',
      ],
    },
    nvidia: 'With a card of NVIDIA',
    amd: 'With a card of AMD or Intel',
    look: 'Which card the browser takes stands at',
    again: 'Check again',
    checking: 'Checking…',
    still: 'It is still the same one.',
    software: 'The browser computes on the processor here',
    softwarePace: (time: string) =>
      `Small models are fine to try things out. A model of 100 million parameters that learns a billion tokens would take about ${time}.`,
    byMeasure: 'By the speed that was measured here.',
    byMagnitude: 'An order of magnitude: nothing was measured here yet.',
  },
  power: {
    keepAwake: 'Keep the computer awake while a run is under way',
    keepAwakeHint:
      'The screen stays on as long as this page is in sight. A closed lid still puts most laptops to sleep.',
    states: {
      held: 'The computer is kept awake.',
      waiting: 'Not now: the page is hidden. Training goes on, but the computer may fall asleep.',
      refused: 'The browser refused, as it does when it saves power. Set the computer itself not to sleep.',
      unavailable: 'This browser cannot keep the computer awake. Set the computer itself not to sleep.',
    },
    ends: (left: string, run: string) =>
      `The battery lasts for about ${left} more, and the run needs ${run}. Plug the computer in, or pause the run before the battery is empty.`,
    low: (level: string) =>
      `The battery is down to ${level}. Plug the computer in, or pause the run. At 7 % a checkpoint is saved by itself.`,
  },
  deviceLost: {
    title: (time: string) => `The graphics device was lost at ${time}`,
    lead: (run: string, time: string) =>
      `${run} is not lost: it asks for the device again at ${time} and resumes by itself from its last checkpoint.`,
    help: 'If the device does not come back, reload the page, and if that does not help, restart the browser. The run resumes by itself there too.',
  },
  worker: {
    silent: 'The studio’s background work has not answered for half a minute',
    silentLead:
      'It may be busy with something large; then it is enough to wait. Started again, it resumes a run from its last checkpoint; other work that is not finished has to be begun again.',
    restart: 'Start it again',
    restarting: 'The studio’s background work has ended and is being started again',
    restartingLead: 'What was saved is safe.',
    restarted: 'The studio’s background work had ended and was started again',
    restartedLead: 'What was saved is safe. Work that was not finished does not resume by itself.',
    resumed: (run: string, step: string) => `${run} resumes by itself from its last checkpoint, step ${step}.`,
    begunAgain: (run: string) => `${run} had no checkpoint yet and begins again by itself.`,
    again: (steps: string, count: number) => (count === 1 ? '1 step is done again.' : `${steps} steps are done again.`),
    ended: 'The studio’s background work has stopped',
  },
  noDevice: {
    title: 'This browser gives no access to the graphics card',
    lead: 'Training, chat and speed measurements need WebGPU. Corpus and tokenizer work without it.',
    reasons: {
      'no-webgpu': 'The browser does not have WebGPU, or it is turned off.',
      'no-adapter': 'The browser has WebGPU but found no graphics adapter that it trusts.',
      'device-refused': 'A graphics adapter was found, but it refused to be used. Another program may hold its memory.',
      'insecure-context': 'WebGPU works only on https:// pages and on localhost.',
    } satisfies Record<NoDeviceReason, string>,
    where: 'Where it works',
    browsers: [
      'Chrome and Edge from version 113, on Windows, macOS and ChromeOS',
      'Safari from version 26, on macOS, iOS and iPadOS',
      'Firefox from version 141, on Windows',
    ],
    linux: 'Turning it on in Chrome on Linux',
    linuxSteps: 'Open each address in a new tab, choose “Enabled”, then restart the browser:',
    check: 'What the browser itself says about it:',
    toCorpus: 'Go to Corpus',
    toTokenizer: 'Go to Tokenizer',
    details: 'Message from the browser',
  },
  storage: {
    label: 'Storage',
    used: (used: string, quota: string) => `${used} of ${quota} used`,
    usedAlone: (used: string) => `${used} used; how much is free the browser does not say exactly`,
    persisted: 'The browser has promised not to clear this data by itself.',
    notPersisted: 'The browser may clear this data when the disk runs full.',
    ask: 'Ask the browser to keep it',
    refused:
      'The browser did not promise it. Installing the page or visiting it more often usually helps; until then, export what matters to you.',
  },
};

export type Machine = typeof machine;
