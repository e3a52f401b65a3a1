let last = 0;

/** Milliseconds since 1970, each later than the one before, so that what is sorted by them keeps its order. */
export function moment(): number {
  last = Math.max(Date.now(), last + 1);
  return last;
}
