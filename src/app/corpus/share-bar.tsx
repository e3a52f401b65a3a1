/** A share as a bar beside its number; it says nothing that the number does not. @param share 0 … 1 */
export const ShareBar = ({ share }: { share: number }) => (
  <div aria-hidden="true" className="h-2 rounded-sm bg-line" style={{ width: `${100 * share}%` }} />
);
