/**
 * The mark: an eight-pointed star, two squares as woven into Azerbaijani carpets, with a flame as its counterform.
 * While something trains, the flame is lit and breathes.
 */

const size = 32;
const outer = 15.5;
const inner = (outer * Math.SQRT1_2) / Math.cos(Math.PI / 8);

/** The star {8/2} around (x, y) as an SVG path. */
function starPath(x: number, y: number, radius: number, valley: number): string {
  const corners = Array.from({ length: 16 }, (_, index) => {
    const reach = index % 2 === 0 ? radius : valley;
    const angle = (index * Math.PI) / 8;
    return `${(x + reach * Math.sin(angle)).toFixed(3)} ${(y - reach * Math.cos(angle)).toFixed(3)}`;
  });
  return `M${corners.join('L')}Z`;
}

const star = starPath(size / 2, size / 2, outer, inner);
const flame =
  'M16.6 5.6C17 9.6 22.2 12 22.2 18.1A6.2 6.2 0 0 1 9.8 18.1C9.8 15.2 11.2 13.4 12.4 11.9C12.8 13.2 13.3 14 14.3 14.5C14 11.2 14.6 8 16.6 5.6Z';

export function Mark({ alive = false, className = 'size-7' }: { alive?: boolean; className?: string }) {
  return (
    <svg viewBox={`0 0 ${size} ${size}`} className={className} aria-hidden="true">
      <path d={`${star}${flame}`} fillRule="evenodd" fill="currentColor" />
      {alive && <path d={flame} className="breathing" fill="var(--ember)" />}
    </svg>
  );
}

// Deeper valleys than the mark's: at 16 pixels its own would read as a cogwheel.
const node = starPath(8, 8, 7.2, 4.5);

/** A step of the journey: outlined while empty, filled when ready, ember when alive. */
export function StarNode({ state }: { state: 'empty' | 'ready' | 'alive' }) {
  return (
    <svg viewBox="0 0 16 16" className="relative size-4 shrink-0" aria-hidden="true">
      <path
        d={node}
        className={state === 'alive' ? 'breathing' : undefined}
        fill={state === 'empty' ? 'var(--paper)' : state === 'alive' ? 'var(--ember)' : 'currentColor'}
        stroke={state === 'alive' ? 'var(--ember)' : state === 'empty' ? 'var(--line)' : 'currentColor'}
        strokeWidth="1.1"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** The mark grown large: star within star in hairlines, as a carpet's medallion, around a lit flame. */
export function Ornament({ className }: { className: string }) {
  const rings = [98, 88, 76, 62, 46];
  return (
    <svg viewBox="0 0 200 200" className={className} aria-hidden="true">
      {rings.map((radius, index) => (
        <path
          key={radius}
          d={starPath(100, 100, radius, (radius * Math.SQRT1_2) / Math.cos(Math.PI / 8))}
          fill={index === rings.length - 1 ? 'var(--ink)' : 'none'}
          stroke={index === rings.length - 1 ? 'none' : index % 2 === 0 ? 'var(--line)' : 'var(--hairline)'}
          strokeWidth={index % 2 === 0 ? 0.7 : 3}
        />
      ))}
      <g transform="translate(58.4 60) scale(2.6)">
        <path d={flame} fill="var(--ember)" />
      </g>
    </svg>
  );
}
