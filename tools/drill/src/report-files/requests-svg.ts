import type { ClientRequest, RequestOutcome } from '../client/requests';
import type { Recording } from '../failover/facts';
import { stepsOf } from './events';

const WIDTH = 1200;
const MARGIN = 70;
const TOP = 44;
const ROW = 34;
const ROWS = ['write', 'read'] as const;
const STEPS_TOP = TOP + ROWS.length * ROW + 18;
const STEP_LINE = 14;

const COLOURS: Readonly<Record<RequestOutcome, string>> = {
  ok: '#2e7d32',
  failed: '#c62828',
  'not-found': '#ef6c00',
  wrong: '#6a1b9a',
};

/**
 * Every request of clients of one situation over time, green if it was answered and red if not, with the controller's steps below.
 *
 * @returns undefined where no client asked
 */
export function requestsSvg(recording: Recording): string | undefined {
  const { client, from, to, dark, title } = recording;
  if (client === undefined) return undefined;
  const x = (at: number) => MARGIN + ((at - from) / Math.max(1, to - from)) * (WIDTH - 2 * MARGIN);
  const steps = stepsOf(recording);
  const height = STEPS_TOP + (steps.length + 2) * STEP_LINE + 16;
  const bottom = height - 26;
  const band =
    dark === undefined
      ? []
      : [
          `<rect x="${x(dark.from).toFixed(1)}" y="${TOP - 8}" width="${Math.max(0, x(Math.min(dark.to, to)) - x(dark.from)).toFixed(1)}" height="${ROWS.length * ROW + 8}" fill="#eeeeee"/>`,
        ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12" role="img">`,
    `<title>${escaped(`Requests of clients: ${title}`)}</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="24" font-size="16">${escaped(`Requests of clients: ${title}`)}</text>`,
    ...band,
    ...ROWS.flatMap((kind, row) => [
      `<text x="8" y="${TOP + row * ROW + 17}">${kind}s</text>`,
      ...client.requests
        .filter((each) => each.kind === kind && !each.inside)
        .map((each) => tick(each, x(each.at), TOP + row * ROW)),
    ]),
    ...steps.flatMap(({ at, title: what }, index) => {
      const [left, y] = [x(at).toFixed(1), STEPS_TOP + index * STEP_LINE];
      const isRight = Number(left) > WIDTH / 2;
      return [
        `<line x1="${left}" y1="${TOP - 8}" x2="${left}" y2="${y}" stroke="#1a237e" stroke-dasharray="2 2"/>`,
        `<text x="${isRight ? Number(left) - 4 : Number(left) + 4}" y="${y}" text-anchor="${isRight ? 'end' : 'start'}" fill="#1a237e">${escaped(`${minutes(at - from)} ${what}`)}</text>`,
      ];
    }),
    `<line x1="${MARGIN}" y1="${bottom}" x2="${WIDTH - MARGIN}" y2="${bottom}" stroke="#444444"/>`,
    `<text x="${MARGIN}" y="${height - 8}" fill="#444444">0:00</text>`,
    `<text x="${WIDTH - MARGIN}" y="${height - 8}" text-anchor="end" fill="#444444">${minutes(to - from)} of virtual time; grey: the Region is dark; green: answered; red: not; orange: a record that is missing</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const tick = ({ outcome }: ClientRequest, left: number, top: number): string =>
  `<rect x="${(left - 0.75).toFixed(1)}" y="${top}" width="1.5" height="${ROW - 10}" fill="${COLOURS[outcome]}"/>`;

function minutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
