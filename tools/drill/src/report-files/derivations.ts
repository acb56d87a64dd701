import { outageOf, type ClientRequest } from '../client/requests';
import type { Recording } from '../failover/facts';
import { DOCUMENTED } from './documented-durations';
import type { DrillReport } from './drill-report';
import { duration, lossOfRegion, optionalDuration, servingOf, timeOfDay } from './objectives';

/** A figure of the report, and what it was computed from. */
export interface Derivation {
  readonly figure: string;
  readonly value: string;
  /** Moments are virtual, in UTC. */
  readonly from: string;
}

/** Where all of it stands, for whoever computes it again. */
export const RECORDED =
  'Every figure is computed from drill-report.json beside this: recordings[] has each request of a client, each writer, value of the control metric and answer of DNS with its moment, assertions[] each assertion; SHA256SUMS covers it.';

/** What each figure was computed from: the objectives, and how long clients were without service. */
export function derivationsOf({
  recordings,
  objectives,
}: Pick<DrillReport, 'recordings' | 'objectives'>): Derivation[] {
  return [...objectivesFrom(recordings, objectives), ...recordings.flatMap(outagesOf)];
}

const NEVER = 'never';
const moment = (at: number | undefined): string => (at === undefined ? NEVER : timeOfDay(at));

function objectivesFrom(
  recordings: readonly Recording[],
  { milestones, rto, rpo }: DrillReport['objectives'],
): Derivation[] {
  const lossRecording = lossOfRegion(recordings);
  const serving = lossRecording && servingOf(lossRecording);
  const { lost, promoted, served } = milestones;
  const lag = lossRecording?.lag;
  return [
    {
      figure: 'Until dr writes',
      value: optionalDuration(lost === undefined || promoted === undefined ? undefined : promoted - lost),
      from: `dr writes ${moment(promoted)} − the Region goes dark ${moment(lost)}`,
    },
    {
      figure: 'RTO, measured',
      value: optionalDuration(rto.measuredMs),
      from: `dr serves ${moment(served)} − the Region goes dark ${moment(lost)}; it serves with the latest of: writes ${moment(serving?.writes)}, traffic routed ${moment(serving?.routed)}, DNS leads there ${moment(serving?.led)}`,
    },
    {
      figure: 'RTO, modelled',
      value: duration(rto.modelledMs),
      from: `${rto.parts.map(({ seconds }) => seconds).join(' + ')} s, part by part below`,
    },
    {
      figure: 'RPO, measured',
      value: optionalDuration(rpo.measuredMs),
      from:
        lag === undefined
          ? 'no lag was published'
          : `the last lag that was published, ${lag.lagMs} ms at ${moment(lag.at)}, and the time from then to the loss, ${moment(lost)}`,
    },
    {
      figure: 'RPO, modelled',
      value: duration(rpo.modelledMs),
      from: `${DOCUMENTED.replication.says} (${DOCUMENTED.replication.source})`,
    },
    {
      figure: 'Most that is promoted without approval',
      value: duration(rpo.boundMs),
      from: 'failover.lagBoundSeconds of the environment',
    },
  ];
}

/** How long clients outside were without service, by the requests at both ends. */
function outagesOf({ title, client }: Recording): Derivation[] {
  const requests = client?.requests ?? [];
  return (['write', 'read'] as const).flatMap((kind) => {
    const outage = outageOf(requests, kind);
    if (outage === undefined) return [];
    const { from, to } = outage;
    return [
      {
        figure: `Without ${kind}s: ${title}`,
        value: to === undefined ? 'to the end' : duration(to - from),
        from: `the first ${kind} that failed, ${moment(from)}${reasonOf(requests, kind, from)}, to the first after it that did not, ${moment(to)}`,
      },
    ];
  });
}

function reasonOf(requests: readonly ClientRequest[], kind: ClientRequest['kind'], at: number): string {
  const reason = requests.find((each) => each.kind === kind && each.at === at && !each.inside)?.reason;
  return reason === undefined ? '' : ` (${reason})`;
}
