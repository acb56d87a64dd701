import type { Milestones } from './objectives';

const WIDTH = 900;
const HEIGHT = 250;
const MARGIN = 60;
const AXIS = 120;

/** The moments in their order, with what they are called in the picture. */
const MOMENTS = [
  ['lost', 'lost', '#b3261e'],
  ['noticed', 'noticed', '#7a4b00'],
  ['decided', 'decided', '#7a4b00'],
  ['promoted', 'promoted', '#1b5e20'],
  ['served', 'served', '#1b5e20'],
] as const satisfies readonly (readonly [keyof Milestones, string, string])[];

const clock = (ms: number) => {
  const seconds = Math.round(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
};

/** The outage as a picture: how long each part took, in virtual time, and when all was home again. */
export function timelineSvg(milestones: Milestones, title: string): string {
  const { lost, served, home } = milestones;
  const last = Math.max(...MOMENTS.map(([name]) => milestones[name] ?? 0), (lost ?? 0) + 60_000);
  const start = lost ?? last;
  // Some of what came after it was served, so that one sees that it went on.
  const end = last + (last - start) / 8;
  const x = (at: number) => MARGIN + ((at - start) / Math.max(1, end - start)) * (WIDTH - 2 * MARGIN);
  const marks = MOMENTS.flatMap(([name, label, colour], index) => {
    const at = milestones[name];
    if (at === undefined) return [];
    const [left, top] = [x(at).toFixed(1), AXIS + (index % 2 === 0 ? -46 : 46)];
    return [
      `<line x1="${left}" y1="${AXIS}" x2="${left}" y2="${top}" stroke="${colour}"/>`,
      `<circle cx="${left}" cy="${AXIS}" r="5" fill="${colour}"/>`,
      text(left, top + (index % 2 === 0 ? -18 : 16), label, colour),
      text(left, top + (index % 2 === 0 ? -4 : 30), clock(at - start), colour),
    ];
  });
  const down =
    lost === undefined
      ? []
      : [
          bar(x(lost), x(served ?? end), '#f2b8b5'),
          ...(served === undefined ? [] : [bar(x(served), WIDTH - MARGIN, '#b7dfb9')]),
        ];
  const closing =
    home === undefined || lost === undefined
      ? 'the writer did not come home'
      : `home again ${clock(home - lost)} after the loss`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="sans-serif" font-size="13" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#ffffff"/>`,
    `<text x="${MARGIN}" y="28" font-size="16">${escaped(title)}</text>`,
    ...down,
    `<line x1="${MARGIN}" y1="${AXIS}" x2="${WIDTH - MARGIN}" y2="${AXIS}" stroke="#444444"/>`,
    ...marks,
    `<text x="${MARGIN}" y="${HEIGHT - 14}" fill="#444444">Virtual time since the loss, minutes:seconds; ${closing}.</text>`,
    '</svg>',
    '',
  ].join('\n');
}

const text = (x: string, y: number, words: string, colour: string) =>
  `<text x="${x}" y="${y}" text-anchor="middle" fill="${colour}">${escaped(words)}</text>`;

const bar = (from: number, to: number, colour: string) =>
  `<rect x="${from.toFixed(1)}" y="${AXIS - 8}" width="${Math.max(0, to - from).toFixed(1)}" height="16" fill="${colour}"/>`;

const escaped = (words: string) =>
  words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
