/** A drawn chart as a PNG: its lines, labels and legend, in the colours of the theme, on the theme's paper. */
import { OcaqError } from '../../errors.ts';

export interface LegendEntry {
  text: string;
  /** A CSS colour, custom properties allowed. */
  colour: string;
}

/** Pixels of the image per CSS pixel: sharp in print. */
const SCALE = 2;
const FONT = '13px system-ui, sans-serif';
const LEGEND_HEIGHT = 28;

/**
 * @param chart an element with the chart's SVG in it
 * @throws OcaqError `image-failed`
 */
export async function chartToPng(chart: Element, legend: readonly LegendEntry[]): Promise<Blob> {
  const svg = chart.querySelector('svg');
  if (!svg) throw failed();
  const { width, height } = svg.getBoundingClientRect();
  const picture = await decode(standalone(svg, width, height));
  const canvas = document.createElement('canvas');
  canvas.width = width * SCALE;
  canvas.height = (height + LEGEND_HEIGHT) * SCALE;
  const context = canvas.getContext('2d');
  if (!context) throw failed();
  context.scale(SCALE, SCALE);
  context.fillStyle = colourOf(chart, 'var(--paper)');
  context.fillRect(0, 0, width, height + LEGEND_HEIGHT);
  context.font = FONT;
  context.textBaseline = 'middle';
  let x = 12;
  for (const { text, colour } of legend) {
    context.fillStyle = colourOf(chart, colour);
    context.fillText(text, x, LEGEND_HEIGHT / 2);
    x += context.measureText(text).width + 20;
  }
  context.drawImage(picture, 0, LEGEND_HEIGHT, width, height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
  if (!blob) throw failed();
  return blob;
}

const failed = () =>
  new OcaqError(
    'image-failed',
    'The browser could not draw the chart as an image. Enlarge the window and try again, or download the numbers as CSV.',
  );

/** An SVG as an image knows no style sheet of the page: what it has of it is written into its elements. */
function standalone(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(width));
  copy.setAttribute('height', String(height));
  const copies = copy.querySelectorAll('*');
  for (const [index, element] of svg.querySelectorAll('*').entries()) {
    const style = getComputedStyle(element);
    const target = copies[index];
    for (const name of ['fill', 'stroke', 'font-size', 'font-family', 'stroke-dasharray'])
      target?.setAttribute(name, style.getPropertyValue(name));
  }
  return new XMLSerializer().serializeToString(copy);
}

async function decode(svg: string): Promise<HTMLImageElement> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  try {
    await image.decode();
  } catch (cause) {
    throw Object.assign(failed(), { cause });
  }
  return image;
}

function colourOf(element: Element, colour: string): string {
  const name = /^var\((--[\w-]+)\)$/.exec(colour)?.[1];
  return name === undefined ? colour : getComputedStyle(element).getPropertyValue(name).trim();
}
