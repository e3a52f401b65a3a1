/** Messages about work that a service on the network does: the service, what it costs, the stored job. Parameters are ready text. */
export const service = {
  address: 'Address of the service',
  model: 'Chat model of the service',
  price: 'Price of a million tokens asked',
  priceOutput: 'Price of a million tokens answered',
  more: 'How it is asked',
  requestsPerMinute: 'Requests a minute (0: no limit)',
  tokensPerMinute: 'Tokens a minute (0: no limit)',
  tokens: (asked: string, answered: string) => `${asked} tokens asked, ${answered} answered`,
  characters: (count: string) => `${count} characters`,
  cost: (money: string) => `cost: ${money}`,
  rough: 'The estimate is rough: services count tokens in their own ways.',
  leaves: (host: string) => `The texts of the set are sent to ${host}.`,
  needsAddress: 'Write the address of the service first.',
  needsModel: 'Write the chat model of the service first.',
  resume: 'Resume',
  pause: 'Pause',
  pausing: 'Waiting for the answers that are on their way…',
  rows: 'Look through',
  hide: 'Hide rows',
  save: 'Make a set of it',
  saved: (name: string) => `${name} is among the sets.`,
  download: 'Download JSON',
  which: 'Rows shown',
  only: { 'to-look-at': 'To look at', all: 'All' },
};

export type ServiceMessages = typeof service;
