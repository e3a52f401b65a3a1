/**
 * The address of a module that does nothing but import another, as a blob: a worker that begins there may ask what whoever
 * starts it may ask, where one that begins at an address of its own has no policy but what the server sends.
 */
export const inheriting = (module: URL): string =>
  URL.createObjectURL(new Blob([`import ${JSON.stringify(module.href)};`], { type: 'text/javascript' }));
