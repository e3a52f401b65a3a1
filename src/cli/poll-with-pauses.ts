/** After so long a wait a millisecond more is at most a tenth of it. */
const SPIN_MILLISECONDS = 10;
let pollsWithPauses = false;

/**
 * Dawn learns that a device is done by asking again in every setImmediate(), which keeps one core busy for as long as
 * anything is awaited: on a software adapter that core is missing where kernels are compiled and run. There, in a wait that
 * has lasted a while, the next question therefore comes a millisecond later. Dawn takes the function from the global object;
 * what others schedule with it still runs at once, unless it too schedules itself over and over.
 */
export function pollWithPauses(): void {
  if (pollsWithPauses) return;
  pollsWithPauses = true;
  const { setImmediate, clearImmediate } = globalThis;
  let inside = false;
  let since = 0;
  const paused = (callback: (...args: unknown[]) => void, ...args: unknown[]) => {
    if (!inside) since = performance.now();
    const asked = () => {
      inside = true;
      try {
        callback(...args);
      } finally {
        inside = false;
      }
    };
    return performance.now() - since < SPIN_MILLISECONDS ? setImmediate(asked) : setTimeout(asked, 1);
  };
  // Either kind of handle: each function ignores the other's.
  const cleared = (handle: NodeJS.Immediate & NodeJS.Timeout) => {
    clearImmediate(handle);
    clearTimeout(handle);
  };
  // With the promise form, which util.promisify() looks for on the function.
  Object.assign(globalThis, { setImmediate: Object.assign(paused, setImmediate), clearImmediate: cleared });
}
