import { afterEach, describe, expect, it, vi } from 'vitest';
import { HUB_ADDRESS, HUB_FILES } from '../data/hub.ts';
import { OcaqError } from '../errors.ts';
import type { HubModel, HubModelReport, ImportedModel } from '../worker/api.ts';
import { openStudio } from './fixtures.ts';
import { originsOf } from './hub-import.ts';

const REPORT = { commit: 'c0ffee' } as HubModelReport;
const MODEL = { id: 'a/b', revision: '', address: HUB_ADDRESS };

afterEach(() => vi.unstubAllGlobals());

/** Stores beside which localStorage holds what they keep. */
async function openHub(kept: Record<string, string> = {}) {
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => kept[name] ?? null,
    setItem: (name: string, value: string) => Object.assign(kept, { [name]: value }),
  });
  const sent: (HubModel & { token: string })[] = [];
  const opened = await openStudio({
    inspectHubModel: async (_, model, token) => {
      sent.push({ ...model, token });
      return REPORT;
    },
    importHubModel: async (_project, jobId, model, token) => {
      sent.push({ ...model, token });
      const error = { code: 'hub-busy', message: 'busy', details: {} } as const;
      opened.events.emit({ type: 'import-interrupted', jobId, error });
      await resumed;
      throw new Error('enough');
    },
    resumeImport: async () => resume(),
  });
  let resume = (): void => undefined;
  const resumed = new Promise<void>((resolve) => {
    resume = resolve;
  });
  return { ...opened, sent, kept };
}

describe('a model of the Hub', () => {
  it('is asked for with the token that was typed for its address, and with no other', async () => {
    const { hubImport, sent } = await openHub();
    hubImport.setToken(HUB_ADDRESS, ' hf_secret ');
    hubImport.change({ id: 'a/b' });
    await hubImport.inspect();
    hubImport.change({ address: 'https://mirror.example' });
    await hubImport.inspect();
    expect(sent).toEqual([
      { ...MODEL, token: 'hf_secret' },
      { ...MODEL, address: 'https://mirror.example', token: '' },
    ]);
  });

  it('is imported as it was looked at, waits for the network, and resumes', async () => {
    const { hubImport, sent, kept } = await openHub();
    hubImport.change({ id: 'a/b' });
    hubImport.setToken(HUB_ADDRESS, 'hf_secret');
    await hubImport.inspect();
    const adding = hubImport.add();
    await vi.waitFor(() => expect(hubImport.store.getState().interrupted?.error.code).toBe('hub-busy'));
    await hubImport.resume();
    await adding;
    expect(sent.at(-1)).toEqual({ ...MODEL, revision: 'c0ffee', token: 'hf_secret' });
    expect(hubImport.store.getState()).toMatchObject({ busy: null, interrupted: null, error: { code: 'unexpected' } });
    expect(JSON.stringify(kept)).not.toContain('hf_secret');
  });

  it('is no longer the one that was looked at once something else is typed', async () => {
    const { hubImport } = await openHub();
    hubImport.change({ id: 'a/b' });
    await hubImport.inspect();
    expect(hubImport.store.getState().report).toBe(REPORT);
    hubImport.change({ id: 'a/c' });
    expect(hubImport.store.getState().report).toBeNull();
  });

  it('is still there after the page was loaded anew, and what may be a secret is not', async () => {
    const { hubImport, kept } = await openHub();
    hubImport.change({ id: 'a/b', address: 'https://mirror.example/hf', files: '' });
    const draft = { id: 'a/b', revision: '', address: 'https://mirror.example/hf', files: '' };
    expect((await openHub(kept)).hubImport.store.getState().draft).toEqual(draft);
    hubImport.change({ id: 'hf_secret', revision: ' hf_secret', address: 'https://me:secret@mirror.example' });
    expect(JSON.stringify(kept)).not.toContain('secret');
  });
});

it.each([
  [{ address: HUB_ADDRESS, files: HUB_FILES }, [HUB_ADDRESS, HUB_FILES]],
  [{ address: 'https://m.example/hf', files: ' ' }, ['https://m.example']],
  [{ address: 'https://m.example', files: 'https://m.example' }, ['https://m.example']],
  [{ address: 'm.example', files: '' }, null],
  [{ address: HUB_ADDRESS, files: 'https://*.example' }, null],
  [{ address: HUB_FILES, files: '' }, null],
])('%j has to be turned on as %j', (draft, origins) => {
  expect(originsOf(draft)).toEqual(origins);
});

it('why a model did not come is said until another has come', async () => {
  const { hubImport, studio } = await openStudio({
    inspectHubModel: () => Promise.reject(new OcaqError('hub-missing', 'None.')),
  });
  await hubImport.inspect();
  const { snapshot } = studio.store.getState();
  expect(hubImport.store.getState().error).toMatchObject({ code: 'hub-missing' });
  studio.store.setState({ snapshot: snapshot && { ...snapshot, imports: [{ run: 'r' } as ImportedModel] } });
  expect(hubImport.store.getState().error).toBeNull();
});
