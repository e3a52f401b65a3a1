/** Messages about models of the Hugging Face Hub. Parameters are ready text. */
export const hub = {
  title: 'From the Hugging Face Hub',
  id: 'Model',
  idHint: 'As the Hub shows it: owner/name.',
  more: 'Revision and mirror',
  revision: 'Revision',
  revisionHint: 'A branch, a tag or a commit; empty: the main branch.',
  address: 'Address of the Hub or a mirror',
  files: 'Where weights come from',
  filesHint:
    'The Hub leads there for large files. Its own hosts for them change, all under *.hf.co; empty: the address itself.',
  token: (host: string) => `Token for ${host}`,
  leaves: (hosts: string) =>
    `The name of the model, and the token if there is one, are sent to the Hub. This page may ask: ${hosts}.`,
  inspect: 'Look at it',
  add: 'Import',
  needsId: 'Write the model first: owner/name.',
  needsAddress: 'Write addresses that begin with https:// first.',
  takes: (downloaded: string, stored: string) => `${downloaded} will be downloaded and ${stored} stored`,
  free: (free: string) => `${free} are free.`,
  noRoom: 'The browser has too little room for it. Delete checkpoints or projects first.',
  waits: 'The import waits; what was downloaded is kept',
  resume: 'Resume',
  failed: 'The model could not be had from the Hub',
};

export type HubMessages = typeof hub;
