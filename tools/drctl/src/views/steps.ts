import { MARKS, wrap } from '@healthcare-dr/cli-kit';
import type { HistoryLine, Incident, IncidentKind, Phase } from '@healthcare-dr/failover-controller';
import { clock, duration } from '../assess/words';

/** What is done in an incident, in the order in which it is. */
export interface Step {
  readonly title: string;
  readonly state: 'done' | 'active' | 'pending' | 'failed';
  /** When it began, and when it ended: milliseconds since the epoch; `undefined` if it has not. */
  readonly from: number | undefined;
  readonly to: number | undefined;
}

/** What is done in each phase, in the order in which they follow each other. */
const STAGES: Readonly<Record<IncidentKind, readonly (readonly [Phase, string])[]>> = {
  failover: [
    ['suspected', 'Confirm that the Region is lost'],
    ['promoting', 'Promote the standby'],
    ['routing-to-dr', 'Route traffic to it'],
    ['completing', 'Raise capacity and finish'],
  ],
  switchover: [
    ['promoting', 'Move the writer to dr'],
    ['routing-to-dr', 'Route traffic to dr'],
    ['completing', 'Raise capacity and finish'],
  ],
  failback: [
    ['promoting', 'Move the writer to primary'],
    ['routing-to-primary', 'Route traffic to primary'],
    ['completing', 'Finish'],
  ],
};

/** When a phase began, as the incident itself remembers it. */
function beginOf(incident: Incident, phase: Phase, isFirst: boolean): number | undefined {
  if (isFirst) return incident.openedAt;
  switch (phase) {
    case 'promoting':
      return incident.startedAt ?? incident.requestedAt;
    case 'routing-to-dr':
    case 'routing-to-primary':
      return incident.writerMovedAt;
    case 'completing':
      return incident.trafficMovedAt;
    default:
      return incident.closedAt;
  }
}

/** The steps of an incident with their times. Pure. */
export function stepsOf(incident: Incident): readonly Step[] {
  const stages = STAGES[incident.kind];
  const begins = stages.map(([phase], index) => beginOf(incident, phase, index === 0));
  const reached = begins.findLastIndex((begin) => begin !== undefined);
  const isOver = incident.phase === 'closed';
  return stages.map(([, title], index): Step => {
    const from = begins[index];
    const to = begins.slice(index + 1).find((begin) => begin !== undefined) ?? incident.closedAt;
    if (isOver && incident.result !== 'succeeded' && index === reached)
      return { title, state: incident.result === 'recovered' ? 'done' : 'failed', from, to };
    if (isOver && incident.result === 'succeeded') return { title, state: 'done', from, to };
    if (index < reached) return { title, state: 'done', from, to };
    if (index > reached || isOver) return { title, state: 'pending', from: undefined, to: undefined };
    return { title, state: 'active', from, to: undefined };
  });
}

const SIGNS: Readonly<Record<Step['state'], string>> = {
  done: MARKS.ok.sign,
  active: '▸',
  pending: '·',
  failed: MARKS.attention.sign,
};

/** How many lines of the history stand below the steps. */
const NEWEST_LINES = 4;

const CLOCK_WIDTH = '00:00:00Z'.length;

/** The steps with the time of each, and the newest lines of the history. */
export function stepsText(
  incident: Incident,
  history: readonly Pick<HistoryLine, 'at' | 'title' | 'text'>[],
  now: number,
  columns: number,
): string[] {
  const titleWidth = Math.max(...STAGES[incident.kind].map(([, title]) => title.length));
  const steps = stepsOf(incident).map(({ title, state, from, to }) => {
    const took = from === undefined ? '' : duration((to ?? now) - from);
    const begun = from === undefined ? '' : clock(from, now);
    return `${SIGNS[state]} ${begun.padEnd(CLOCK_WIDTH)}  ${title.padEnd(titleWidth)}  ${took}`.trimEnd();
  });
  const lines = history
    .slice(-NEWEST_LINES)
    .flatMap(({ at, title, text }) =>
      wrap(`${title}: ${text}`, columns - CLOCK_WIDTH - 4).map((line, index) =>
        `  ${(index === 0 ? clock(at, now) : '').padEnd(CLOCK_WIDTH)}  ${line}`.trimEnd(),
      ),
    );
  return [incident.id, ...steps, ...(lines.length === 0 ? [] : ['', ...lines])];
}
