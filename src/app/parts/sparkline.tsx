/** A small curve beside a figure: shape only, no axes. Decorative for screen readers; the figure carries the value. */

const width = 120;
const height = 24;

export function Sparkline(props: {
  values: readonly number[];
  tone?: 'ink' | 'ember';
  /** Draws from zero, so that small wavering of a steady value looks small. */
  fromZero?: boolean;
}) {
  const { values, tone = 'ink', fromZero = false } = props;
  const finite = values.filter(Number.isFinite);
  const low = Math.min(...finite, ...(fromZero ? [0] : []));
  const high = Math.max(...finite);
  const spread = high - low || 1;
  const path = finite
    .map((value, index) => {
      const x = finite.length === 1 ? 0 : (index / (finite.length - 1)) * width;
      const y = height - 2 - ((value - low) / spread) * (height - 4);
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`;
    })
    .join('');
  return (
    <svg
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      className="mt-1 h-6 w-full max-w-40"
      aria-hidden="true"
    >
      {finite.length > 1 && (
        <path
          d={path}
          fill="none"
          stroke={tone === 'ember' ? 'var(--ember)' : 'var(--soft)'}
          strokeWidth="1.25"
          vectorEffect="non-scaling-stroke"
          strokeLinejoin="round"
        />
      )}
    </svg>
  );
}
