/**
 * Zooming and panning of a chart. Dragging a mouse over it chooses what is seen, with Shift it moves that; Ctrl or ⌘ and
 * the wheel zoom at the pointer, a double click shows all; a finger moves what is seen. The buttons do the same by keyboard.
 */
import { ChevronLeft, ChevronRight, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { axisScale, panned, type Range, within, zoomed } from '../../state/chart/view.ts';
import { useMessages } from '../messages/messages.ts';
import { IconButton } from './button.tsx';
import { plotInsets } from './line-chart.tsx';

export interface Zoom {
  /** null: all of `whole`. */
  view: Range | null;
  whole: Range;
  log: boolean;
  setView: (view: Range | null) => void;
}

const FACTOR = 0.6;
/** A drag of fewer pixels is a click. */
const LEAST_DRAG = 6;

interface Drag {
  kind: 'select' | 'pan';
  from: number;
  to: number;
}

export function Zoomable({ zoom, label, children }: { zoom: Zoom; label: string; children: ReactNode }) {
  const box = useRef<HTMLElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const { view, whole, log, setView } = zoom;

  /** Of a place on the page: its share of the plot, from 0 to 1. */
  function shareAt(clientX: number): number {
    const bounds = box.current?.getBoundingClientRect();
    if (!bounds) return 0;
    const width = bounds.width - plotInsets.left - plotInsets.right;
    return Math.max(0, Math.min(1, (clientX - bounds.left - plotInsets.left) / Math.max(1, width)));
  }

  // React listens to wheels passively, where the page cannot be kept from zooming itself.
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      setView(zoomed(view, whole, log, shareAt(event.clientX), event.deltaY < 0 ? FACTOR : 1 / FACTOR));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  function begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    const share = shareAt(event.clientX);
    const pans = event.pointerType === 'touch' || event.shiftKey;
    if (pans && view === null) return;
    box.current?.setPointerCapture(event.pointerId);
    setDrag({ kind: pans ? 'pan' : 'select', from: share, to: share });
  }

  function move(event: PointerEvent): void {
    if (!drag) return;
    const share = shareAt(event.clientX);
    if (drag.kind === 'pan') {
      setView(panned(view, whole, log, drag.to - share));
      setDrag({ ...drag, to: share });
    } else setDrag({ ...drag, to: share });
  }

  function end(): void {
    setDrag(null);
    if (drag?.kind !== 'select' || !box.current) return;
    if (Math.abs(drag.to - drag.from) * box.current.clientWidth < LEAST_DRAG) return;
    const scale = axisScale(view ?? whole, log);
    setView(within({ from: scale.fromShare(drag.from), to: scale.fromShare(drag.to) }, whole, log));
  }

  const [left, right] = drag ? [Math.min(drag.from, drag.to), Math.max(drag.from, drag.to)] : [0, 0];
  const plotWidth = `(100% - ${plotInsets.left + plotInsets.right}px)`;
  return (
    <section
      ref={box}
      aria-label={label}
      data-testid="chart"
      className="absolute inset-0 cursor-crosshair touch-pan-y select-none overflow-x-clip"
      onPointerDown={begin}
      onPointerMove={move}
      onPointerUp={end}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => setView(null)}
    >
      {children}
      {drag?.kind === 'select' && (
        <div
          className="pointer-events-none absolute inset-y-2 bg-ink/10"
          style={{
            left: `calc(${plotInsets.left}px + ${plotWidth} * ${left})`,
            width: `calc(${plotWidth} * ${right - left})`,
          }}
        />
      )}
    </section>
  );
}

export function ZoomButtons({ zoom, disabled }: { zoom: Zoom; disabled: boolean }) {
  const m = useMessages().train.chart;
  const { view, whole, log, setView } = zoom;
  const icon = 'size-4';
  const still = disabled || view === null;
  return (
    <span className="flex items-center">
      <IconButton label={m.closer} disabled={disabled} onClick={() => setView(zoomed(view, whole, log, 0.5, FACTOR))}>
        <ZoomIn className={icon} aria-hidden="true" />
      </IconButton>
      <IconButton label={m.farther} disabled={still} onClick={() => setView(zoomed(view, whole, log, 0.5, 1 / FACTOR))}>
        <ZoomOut className={icon} aria-hidden="true" />
      </IconButton>
      <IconButton label={m.earlier} disabled={still} onClick={() => setView(panned(view, whole, log, -0.5))}>
        <ChevronLeft className={icon} aria-hidden="true" />
      </IconButton>
      <IconButton label={m.later} disabled={still} onClick={() => setView(panned(view, whole, log, 0.5))}>
        <ChevronRight className={icon} aria-hidden="true" />
      </IconButton>
      <IconButton label={m.whole} disabled={still} onClick={() => setView(null)}>
        <Maximize2 className={icon} aria-hidden="true" />
      </IconButton>
    </span>
  );
}
