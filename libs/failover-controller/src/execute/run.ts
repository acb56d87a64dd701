import { timeIsLeft } from '../decide/guards';
import type { Journal } from '../domain/journal';
import { formatDisposition } from '../domain/format';
import { notificationOf } from '../domain/messages';
import { type Failure, failuresOf, type Observation, valueOf } from '../domain/observation';
import type { Outcome, Status, Step } from '../domain/outcome';
import type { Ports } from '../domain/ports';
import { type Disposition, PROTOCOL_VERSION } from '../domain/protocol';
import { assess } from '../decide/assessment';
import type { Assessment, Evidence } from '../domain/evidence';
import { readEvidence } from '../domain/read-evidence';
import type { Site } from '../domain/site';
import { Topics } from './outbox';

/** What a run has done so far. */
export interface Run {
  readonly site: Site;
  readonly ports: Ports;
  readonly steps: Step[];
  readonly failures: Failure[];
  journal: Journal | undefined;
  observation: Observation | undefined;
  trafficWritten: boolean | undefined;
  healthy: boolean;
  /** Whether what the first round answers was written into the journal; `yes` if there was nothing to write. */
  answerWritten: 'yes' | 'no' | 'unknown';
}

/** How often it is told that the journal is out of reach, which no journal can remember. */
const TELL_EVERY_MINUTES = 10;

/** To whoever is on call, by the topics alone. */
export async function notifyWithoutJournal(
  run: Run,
  failure: Failure,
  { deadline }: { deadline: number },
): Promise<void> {
  const { ports, site } = run;
  const now = ports.clock.now();
  const minute = Math.floor(now / 60_000);
  if (minute % TELL_EVERY_MINUTES !== 0 || !timeIsLeft(deadline, now)) return;
  const told = {
    event: 'journal-unreachable',
    reason: { code: 'journal-unreadable', message: failure.message },
    notification: { severity: 'page', runbook: 'controller', next: { code: 'nothing-without-journal' } },
  } as const;
  const topics = new Topics(ports, () => timeIsLeft(deadline, ports.clock.now()));
  await topics.take(notificationOf(site, `journal/${minute}`, told, undefined));
  for (const each of topics.failures) fail(run, each);
}

/** One more step, in the outcome and in the log. */
export function addStep(run: Run, step: Step): void {
  run.steps.push(step);
  const { action, disposition, reason } = step;
  run.ports.log?.({
    level: 'info',
    message: action,
    details: { disposition, code: reason.code, reason: formatDisposition(disposition, reason) },
  });
}

/**
 * One more failure, in the outcome and in the log.
 *
 * @param isDegrading - whether the controller is the worse for it; follow-up work that waits for its day leaves it as able as before
 */
export function fail(run: Run, failure: Failure, isDegrading = true): void {
  run.failures.push(failure);
  if (isDegrading) run.healthy = false;
  run.ports.log?.({
    level: 'error',
    message: failure.message,
    details: { operation: failure.operation, kind: failure.kind },
  });
}

/** What one look says of the peer, beside what the rounds before it have seen. */
export function lookAt(
  observation: Observation,
  site: Site,
  journal: Journal | undefined,
): { readonly evidence: Evidence; readonly assessment: Assessment } {
  const evidence = readEvidence(observation, site, journal?.watch.adverseSince);
  return { evidence, assessment: assess(evidence) };
}

function statusOf({ site, observation, journal }: Run): Status | undefined {
  if (observation === undefined) return undefined;
  const global = valueOf(observation.global);
  return {
    at: observation.at,
    role: site.role,
    region: site.region,
    writerClusterArn: global?.members.find((member) => member.isWriter)?.clusterArn,
    global,
    ...lookAt(observation, site, journal),
    lag: valueOf(observation.lag),
    mode: valueOf(observation.policy)?.mode,
    held: valueOf(observation.hold)?.held,
  };
}

/** The first round answers the trigger. What it was to write may not stand, or nobody knows whether it does. */
function answerOf({ steps, answerWritten }: Run): Step {
  const first = steps[0] ?? { action: 'none', disposition: 'done', reason: { code: 'nothing-to-do' } };
  const isAnswer = first.disposition === 'accepted' || first.disposition === 'refused';
  return isAnswer && answerWritten !== 'yes' ? { ...first, disposition: UNWRITTEN[answerWritten] } : first;
}

const UNWRITTEN = { unknown: 'unconfirmed', no: 'busy' } as const satisfies Record<string, Disposition>;

/** What the run comes to; `step` is its answer, or else the first step is. */
export function outcomeOf(run: Run, step: Step | undefined, dryRun: boolean): Outcome {
  const { observation, failures } = run;
  const { action, disposition, reason } = step ?? answerOf(run);
  return {
    protocolVersion: PROTOCOL_VERSION,
    action,
    disposition,
    reason,
    message: formatDisposition(disposition, reason),
    dryRun,
    healthy: run.healthy,
    steps: run.steps,
    failures: observation === undefined ? failures : [...failuresOf(observation), ...failures],
    trafficWritten: run.trafficWritten,
    status: statusOf(run),
    journal: run.journal,
  };
}
