import { afterEach, describe, expect, it, vi } from 'vitest';
import { OcaqError } from '../errors.ts';
import type { TextTranslator, TranslationEstimate, TranslationOptions, TranslationRecord } from '../worker/api.ts';
import { openStudio } from './fixtures.ts';

const record = (id: string, address: string) => ({ id, options: { endpoint: { address } } }) as TranslationRecord;

it('sends the key of a service to that service alone', async () => {
  const sent: [string, string][] = [];
  const { translation, serviceKeys } = await openStudio({
    listTranslations: async () => [record('a', 'https://a.example/v1'), record('b', 'https://b.example')],
    resumeTranslation: async (id, key) => {
      sent.push([id, key]);
      return record(id, '');
    },
    retryTranslated: async (id, _, key) => {
      sent.push([id, key]);
      throw new Error('none');
    },
    readTranslation: async () => ({ rows: [], total: 0, toLookAt: 0 }),
  });
  await translation.load();
  serviceKeys.set('https://a.example', ' secret ');
  await translation.resume('a');
  await translation.resume('b');
  await translation.show('b');
  expect(await translation.retry({ index: 0 } as never)).toBe(false);
  expect(sent).toEqual([
    ['a', 'secret'],
    ['b', ''],
    ['b', ''],
  ]);
});

it('begins one translation, however often it is asked to while it is being stored', async () => {
  let created = 0;
  const { translation } = await openStudio({
    createTranslation: async () => {
      created++;
      return record('a', 'https://a.example');
    },
    resumeTranslation: async () => record('a', 'https://a.example'),
  });
  await Promise.all([translation.start('s'), translation.start('s')]);
  expect(created).toBe(1);
  expect(translation.store.getState()).toMatchObject({ starting: false, working: [] });
});

it('says why a translation stopped until it is resumed, whatever is looked at meanwhile', async () => {
  const failing = new Set(['a']);
  const { translation } = await openStudio({
    listTranslations: async () => [record('a', 'https://a.example')],
    estimateTranslation: async () => ({}) as TranslationEstimate,
    resumeTranslation: async (id) => {
      if (failing.has(id)) throw new OcaqError('endpoint-refused', 'No.');
      return record(id, '');
    },
  });
  await translation.load();
  await translation.resume('a');
  await translation.load();
  await translation.estimate({} as TranslationOptions);
  expect(translation.store.getState().failures).toMatchObject({ a: { code: 'endpoint-refused' } });
  failing.clear();
  await translation.resume('a');
  expect(translation.store.getState().failures).toEqual({});
});

describe('the translator of the browser', () => {
  const options = { from: 'en', to: 'tr', endpoint: { kind: 'browser', address: '' } };
  const withTranslator = async (availability: string, ask: (onPage: TextTranslator | null) => Promise<void>) => {
    let isOpen = false;
    vi.stubGlobal('Translator', {
      availability: async () => availability,
      create: async ({ targetLanguage }: { targetLanguage: string }) => {
        isOpen = true;
        return { translate: async (text: string) => `${targetLanguage}: ${text}`, destroy: () => (isOpen = false) };
      },
    });
    const { translation } = await openStudio({
      listTranslations: async () => [{ id: 'a', options } as TranslationRecord],
      resumeTranslation: async (id, _, onPage) => {
        await ask(onPage);
        return record(id, '');
      },
    });
    await translation.load();
    await translation.resume('a');
    return { failures: translation.store.getState().failures, isOpen };
  };
  afterEach(() => vi.unstubAllGlobals());

  it('translates on the page, and is closed afterwards', async () => {
    let translated: string[] | undefined;
    const { failures, isOpen } = await withTranslator('available', async (onPage) => {
      translated = await onPage?.(['a', 'b']);
    });
    expect(translated).toEqual(['tr: a', 'tr: b']);
    expect({ failures, isOpen }).toEqual({ failures: {}, isOpen: false });
  });

  it('that does not know the languages is not asked', async () => {
    const { failures } = await withTranslator('unavailable', () => Promise.reject(new Error('asked')));
    expect(failures).toMatchObject({ a: { code: 'translator-pair', details: { from: 'en', to: 'tr' } } });
  });
});
