/** Messages about services on the network: turning them on, and their keys. Parameters are ready text. */
export const hosts = {
  key: (host: string) => `Key for ${host}`,
  keyHint: 'Stays in memory until the page is closed; it is stored nowhere. Leave it empty where none is needed.',
  notAllowed: (host: string) =>
    `This page may not ask ${host}. Turning it on loads the page anew and brings you back here. What this form holds stays, but not the key; choices elsewhere that are not saved are lost.`,
  allow: (host: string) => `Turn on ${host}`,
  forbid: (host: string) => `Turn off ${host}`,
  whileTraining: 'A model is being trained. Pause it first: the page is loaded anew.',
};

export type HostsMessages = typeof hosts;
