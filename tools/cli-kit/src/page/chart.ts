import type { State } from '../terminal';
import { markup, type Html } from './html';

/** Something at a moment, or for a while. Times are milliseconds since the epoch. */
export interface ChartSpan {
  readonly from: number;
  readonly to: number;
  readonly state: State | 'failed';
  /** What a reader hears who does not see it. */
  readonly text: string;
}

/** What happens over time: rows of spans, and moments with a word below them. */
export interface Chart {
  readonly title: string;
  readonly from: number;
  readonly to: number;
  readonly rows: readonly { readonly name: string; readonly spans: readonly ChartSpan[] }[];
  readonly moments: readonly { readonly at: number; readonly text: string }[];
  /** What stands behind the rows, such as a Region in the dark. */
  readonly shade?: { readonly from: number; readonly to: number; readonly text: string };
}

/** The style of {@link timeChart}; what is not ok is hatched or tall, so that it is told without colour too. */
export const CHART_STYLE = `
.chart { min-width: 44rem; }
.chart .ok { fill: var(--ok); } .chart .attention, .chart .unknown { fill: var(--attention); } .chart .failed { fill: var(--failed); }
.chart .axis { stroke: var(--line); } .chart .moment { stroke: var(--accent); stroke-dasharray: 3 3; }
.chart .shade { fill: var(--line); opacity: .45; }
.chart text { font-size: 12px; } .chart .faint { fill: var(--faint); }
`;

const WIDTH = 960;
const LEFT = 96;
const RIGHT = 16;
const TOP = 24;
const ROW = 30;
const LINE = 17;

/** Rows over time as a picture in the page's own colours. Nothing where nothing has a length. */
export function timeChart({ title, from, to, rows, moments, shade }: Chart): Html {
  const x = (at: number) => {
    const part = (Math.min(Math.max(at, from), to) - from) / Math.max(1, to - from);
    return LEFT + part * (WIDTH - LEFT - RIGHT);
  };
  const below = TOP + rows.length * ROW + 8;
  const bottom = below + moments.length * LINE + 6;
  return markup`<div class="scroll">
    <svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + 22}" role="img" aria-label="${title}">
      <title>${title}</title>
      ${
        shade !== undefined &&
        markup`<rect
            class="shade"
            x="${x(shade.from).toFixed(1)}"
            y="${TOP - 6}"
            width="${(x(shade.to) - x(shade.from)).toFixed(1)}"
            height="${rows.length * ROW}"
            ><title>${shade.text}</title></rect
          >
          <text class="faint" x="${x(shade.from).toFixed(1)}" y="${TOP - 10}">${shade.text}</text>`
      }
      ${rows.map(
        ({ name, spans }, row) =>
          markup`<text x="4" y="${TOP + row * ROW + 15}">${name}</text>
            ${spans.map((span) => rectangle(span, x, TOP + row * ROW))}`,
      )}
      ${moments.map(({ at, text }, index) => moment(x(at), below + (index + 1) * LINE, `${clock(at - from)} ${text}`))}
      <line class="axis" x1="${LEFT}" y1="${bottom}" x2="${WIDTH - RIGHT}" y2="${bottom}" />
      <text class="faint" x="${LEFT}" y="${bottom + 16}">0:00</text>
      <text class="faint" x="${WIDTH - RIGHT}" y="${bottom + 16}" text-anchor="end">${clock(to - from)}</text>
    </svg>
  </div>`;
}

function rectangle({ from, to, state, text }: ChartSpan, x: (at: number) => number, top: number): Html {
  const height = state === 'ok' ? 14 : 22;
  const width = Math.max(1.5, x(to) - x(from));
  return markup`<rect
    class="${state}"
    x="${x(from).toFixed(1)}"
    y="${top + 22 - height}"
    width="${width.toFixed(1)}"
    height="${height}"
    ><title>${text}</title></rect
  >`;
}

function moment(left: number, y: number, text: string): Html {
  const isRight = left > (WIDTH + LEFT) / 2;
  return markup`<line
      class="moment"
      x1="${left.toFixed(1)}"
      y1="${TOP - 6}"
      x2="${left.toFixed(1)}"
      y2="${y}"
    />
    <text x="${(left + (isRight ? -5 : 5)).toFixed(1)}" y="${y}" text-anchor="${isRight ? 'end' : 'start'}"
      >${text}</text
    >`;
}

function clock(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}
