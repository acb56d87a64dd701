import type { Action } from '../decide/decision';
import { timeIsLeft } from '../decide/guards';
import type { Journal } from '../domain/journal';
import { RUNBOOKS, subjectOf } from '../domain/messages';
import { type Failure, failureOf, failuresOf, type Observation, valueOf } from '../domain/observation';
import type { Outcome, Status, Step } from '../domain/outcome';
import type { Ports } from '../domain/ports';
import { readSignals } from '../domain/signals';
import type { Site } from '../domain/site';

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
}

/** How often it is told that the journal is out of reach, which no journal can remember. */
const TELL_EVERY_MINUTES = 15;

/** To whoever is on call, by the topic alone. */
export async function tellWithoutJournal(
  run: Run,
  failure: Failure,
  { deadline }: { deadline: number },
): Promise<void> {
  const { ports, site } = run;
  const now = ports.clock.now();
  const minute = Math.floor(now / 60_000);
  if (minute % TELL_EVERY_MINUTES !== 0 || !timeIsLeft(deadline, now)) return;
  try {
    await ports.notifications.publish({
      id: `${site.environment}/${site.role}/journal/${minute}`,
      severity: 'page',
      subject: subjectOf(site, 'controller without journal', undefined),
      body: [
        `What happened: the journal is out of reach: ${failure.message}`,
        'What is next: the controller does nothing until it can be read and written.',
        `Runbook: ${RUNBOOKS.controller}`,
        `Controller: ${site.environment}, ${site.role}, ${site.region}`,
      ].join('\n'),
    });
  } catch (error) {
    fail(run, failureOf(error, 'sns:Publish'));
  }
}

/** One more step, in the outcome and in the log. */
export function note(run: Run, action: Action, reason: string): void {
  run.steps.push({ action: action.kind, reason });
  run.ports.log?.({ level: 'info', message: action.kind, details: { reason } });
}

/**
 * One more failure, in the outcome and in the log.
 *
 * @param isBlinding - whether the controller is the worse for it; a chore that waits for its day leaves it as able as before
 */
export function fail(run: Run, failure: Failure, isBlinding = true): void {
  run.failures.push(failure);
  if (isBlinding) run.healthy = false;
  run.ports.log?.({
    level: 'error',
    message: failure.message,
    details: { operation: failure.operation, kind: failure.kind },
  });
}

function statusOf({ site, observation }: Run): Status | undefined {
  if (observation === undefined) return undefined;
  const global = valueOf(observation.global);
  return {
    at: observation.at,
    role: site.role,
    region: site.region,
    writerClusterArn: global?.members.find((member) => member.isWriter)?.clusterArn,
    global,
    signals: readSignals(observation, site),
    lag: valueOf(observation.lag),
    mode: valueOf(observation.policy)?.mode,
    held: valueOf(observation.hold)?.held,
  };
}

/** What the run comes to; `step` is its answer, or else the first step is. */
export function outcomeOf(run: Run, step: Step | undefined, dryRun: boolean): Outcome {
  const { observation, failures } = run;
  const first = step ?? run.steps[0] ?? { action: 'none', reason: 'nothing is to be done' };
  return {
    action: first.action,
    reason: first.reason,
    dryRun,
    healthy: run.healthy,
    steps: run.steps,
    failures: observation === undefined ? failures : [...failuresOf(observation), ...failures],
    trafficWritten: run.trafficWritten,
    status: statusOf(run),
    journal: run.journal,
  };
}
