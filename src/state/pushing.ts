/**
 * Sending an export to the Hugging Face Hub: where to, as whom, how far it is, and what came of it. Where to is kept in
 * localStorage, so that turning the Hub on, which loads the page anew, loses none of it. The token is kept in memory alone, until it
 * has been used or the person leaves.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { HUB_ADDRESS, HUB_UPLOADS, isModelId } from '../data/hub.ts';
import { originOf } from '../data/translation/endpoint.ts';
import { OcaqError } from '../errors.ts';
import type { ExportResult, Id, PushResult } from '../worker/api.ts';
import { type Api, asOcaqError, type EventStream, isCancelled } from './connection.ts';
import { allowedOrigin } from './hosts.ts';
import { originsOf } from './hub-import.ts';
import type { Jobs } from './jobs.ts';
import { keepDraft, readDraft } from './kept-draft.ts';
import type { Notices } from './notices.ts';
import { onOtherProject, type Studio } from './studio.ts';

export interface PushDraft {
  /** owner/name */
  readonly id: string;
  readonly isPublic: boolean;
  /** Of the Hub or a mirror. */
  readonly address: string;
  /** Where it has large files sent; empty: to its own address. */
  readonly uploads: string;
}

export interface PushState {
  draft: PushDraft;
  /** For the Hub at the address of the draft. */
  token: string;
  /** Whether files that the repository has under the same names may be replaced. */
  mayReplace: boolean;
  pushing: boolean;
  /** Bytes that are on the way or there, by the names of files. */
  sent: Readonly<Record<string, number>>;
  /** Why it waits, and for how many seconds. */
  pausing: { readonly error: OcaqError; readonly seconds: number } | null;
  /** What came of an export. */
  result: { readonly file: Blob; readonly push: PushResult } | null;
  error: OcaqError | null;
}

export interface Pushing {
  store: StoreApi<PushState>;
  change(part: Partial<PushDraft>): void;
  setToken(token: string): void;
  setMayReplace(mayReplace: boolean): void;
  start(exported: Pick<ExportResult, 'file' | 'fileName'>): Promise<void>;
  /** The person has left. */
  forgetToken(): void;
}

const DRAFT_KEY = 'ocaq.push';
const DRAFT: PushDraft = { id: '', isPublic: false, address: HUB_ADDRESS, uploads: HUB_UPLOADS };

/** What has to be turned on before anything can be sent; null while an address is none. */
export const pushOrigins = ({ address, uploads }: PushDraft): readonly string[] | null =>
  originsOf({ address, files: uploads });

export function createPushing(api: Api, events: EventStream, studio: Studio, jobs: Jobs, notices: Notices): Pushing {
  const store = createStore<PushState>(() => ({
    draft: readDraft(DRAFT_KEY, DRAFT),
    token: '',
    mayReplace: false,
    pushing: false,
    sent: {},
    pausing: null,
    result: null,
    error: null,
  }));
  let current: Id | null = null;
  onOtherProject(studio, () => store.setState({ token: '', mayReplace: false, result: null, error: null }));
  events.on((event) => {
    if (event.type === 'push-file' && event.jobId === current)
      store.setState(({ sent }) => ({ sent: { ...sent, [event.file]: event.bytes }, pausing: null }));
    if (event.type === 'push-pausing' && event.jobId === current) {
      const { code, message, details } = event.error;
      store.setState({ pausing: { error: new OcaqError(code, message, details), seconds: event.seconds } });
    }
  });

  return {
    store,
    change(part) {
      const { draft: before, token } = store.getState();
      const draft = { ...before, ...part };
      const isSameHub = originOf(draft.address) === originOf(before.address);
      store.setState({ draft, token: isSameHub ? token : '', mayReplace: false, result: null, error: null });
      keep(draft);
    },
    setToken(token) {
      store.setState({ token });
    },
    setMayReplace(mayReplace) {
      store.setState({ mayReplace });
    },
    async start({ file, fileName }) {
      const { draft, token, mayReplace } = store.getState();
      const { isPublic, address } = draft;
      const id = draft.id.trim();
      const origins = pushOrigins(draft) ?? [];
      store.setState({ pushing: true, sent: {}, pausing: null, result: null, error: null });
      try {
        const push = await jobs.run('push', id, (jobId) => {
          current = jobId;
          return api.pushExport({ jobId, fileName, file, id, isPublic, mayReplace, address, origins }, token.trim());
        });
        store.setState({ result: { file, push }, token: '', mayReplace: false });
        notices.announce({ kind: 'pushed', id });
      } catch (thrown) {
        if (!isCancelled(thrown)) store.setState({ error: asOcaqError(thrown) });
      } finally {
        current = null;
        store.setState({ pushing: false, pausing: null });
      }
    },
    forgetToken() {
      store.setState({ token: '' });
    },
  };
}

/** Only what is what its field asks for: anything else may be a token in the wrong place. */
function keep({ id, isPublic, address, uploads }: PushDraft): void {
  keepDraft(DRAFT_KEY, {
    id: isModelId(id.trim()) ? id : '',
    isPublic,
    address: originOf(address) === null ? HUB_ADDRESS : address,
    uploads: uploads.trim() === '' || allowedOrigin(uploads) !== null ? uploads : '',
  });
}
