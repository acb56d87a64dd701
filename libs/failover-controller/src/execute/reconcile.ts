import { act, type Grounds } from './act';
import type { Change } from '../decide/change';
import { decide, takeIn, withWatch } from '../decide/decide';
import { isOpen, reportStuck } from '../decide/incidents';
import { type Action, type Decision, isMutating } from '../decide/decision';
import type { Trigger } from '../domain/events';
import { type Fault, findFault, NO_POLICY, reportFault } from '../decide/faults';
import { mayKeepAlive, timeIsLeft } from '../decide/guards';
import type { Journal } from '../domain/journal';
import { LEASE_MARGIN_MS, LEASE_PAUSE_MS, MAX_ROUNDS, ROUND_BOUND_MS } from '../domain/limits';
import { failureOf, failuresOf, type Observation, observe, valueOf } from '../domain/observation';
import { publish } from './outbox';
import type { Outcome, Step } from '../domain/outcome';
import type { Lease, Ports } from '../domain/ports';
import { formatEventProblem, formatReason } from '../domain/format';
import type { FaultReason } from '../domain/protocol';
import { addStep, lookAt, fail, notifyWithoutJournal, outcomeOf, type Run } from './run';
import { type Result, settle } from '../decide/settle';
import type { Site } from '../domain/site';

export type { Outcome } from '../domain/outcome';

/** One call of the function. */
export interface Invocation {
  /** Of this call alone: it owns the lease. */
  readonly id: string;
  /** When the function is killed: milliseconds since the epoch. */
  readonly deadline: number;
}

const SCHEDULE: Trigger = { kind: 'schedule' };

/**
 * Observes, decides, acts once and records, for a few rounds; can be killed at any point. Never throws for what a port does.
 *
 * `status` and a dry run read only: they take no lease and write nothing of any kind.
 */
export async function reconcile(
  trigger: Trigger,
  invocation: Invocation,
  site: Site,
  ports: Ports,
): Promise<Outcome> {
  const run: Run = {
    site,
    ports,
    steps: [],
    failures: [],
    journal: undefined,
    observation: undefined,
    trafficWritten: undefined,
    healthy: true,
    answerWritten: 'yes',
  };
  if (trigger.kind === 'unknown') {
    const { problem } = trigger;
    const details = { code: problem.code, reason: formatEventProblem(problem) };
    ports.log?.({ level: 'warn', message: 'event ignored', details });
    const reason = { code: 'event-not-understood', problems: [problem] } as const;
    return outcomeOf(run, { action: 'none', disposition: 'ignored', reason }, false);
  }
  if (trigger.kind === 'command') {
    const { command } = trigger;
    if (command.operation === 'status') return look(run, trigger);
    if ('dryRun' in command && command.dryRun) return look(run, trigger);
  }
  const lease = await acquire(run, trigger, invocation);
  if (lease === undefined) return outcomeOf(run, run.healthy ? BUSY : NO_LEASE, false);
  await work(run, trigger, invocation, lease);
  await release(run, lease);
  return outcomeOf(run, undefined, false);
}

const BUSY: Step = { action: 'none', disposition: 'busy', reason: { code: 'other-invocation-running' } };
const NO_LEASE: Step = { action: 'none', disposition: 'failed', reason: { code: 'lease-unavailable' } };

/**
 * An operator who finds another invocation at work asks again. For an alarm or the schedule nobody does, and the other one may have looked
 * before: they wait for its end, as long as there is time left for a round.
 */
async function acquire(run: Run, trigger: Trigger, invocation: Invocation): Promise<Lease | undefined> {
  const { clock, pause } = run.ports;
  for (;;) {
    const lease = await askForLease(run, invocation);
    if (lease !== undefined || !run.healthy || trigger.kind === 'command') return lease;
    if (clock.now() + LEASE_PAUSE_MS + ROUND_BOUND_MS > invocation.deadline) return undefined;
    await pause(LEASE_PAUSE_MS);
  }
}

async function askForLease(run: Run, invocation: Invocation): Promise<Lease | undefined> {
  const now = run.ports.clock.now();
  try {
    return await run.ports.journal.acquire(invocation.id, now, invocation.deadline - now + LEASE_MARGIN_MS);
  } catch (error) {
    const failure = failureOf(error, 'dynamodb:UpdateItem');
    fail(run, failure);
    await notifyWithoutJournal(run, failure, invocation);
    return undefined;
  }
}

/** One that is not given back expires by itself. */
async function release(run: Run, lease: Lease): Promise<void> {
  try {
    await run.ports.journal.release(lease);
  } catch (error) {
    fail(run, failureOf(error, 'dynamodb:UpdateItem'));
  }
}

/** The rounds, then the control metric, then the messages. */
async function work(run: Run, trigger: Trigger, invocation: Invocation, lease: Lease): Promise<void> {
  const { ports, site } = run;
  const grounds: Grounds = { site, ports, lease, deadline: invocation.deadline };
  let current = trigger;
  for (let round = 0; round < MAX_ROUNDS; round++) {
    if (!(await runRound(run, current, grounds))) break;
    if (ports.clock.now() + ROUND_BOUND_MS > invocation.deadline) break;
    current = SCHEDULE;
  }
  if (run.journal === undefined) return;
  if (trigger.kind === 'schedule') await keepAlive(run, run.journal, grounds);
  if (run.journal.outbox.length === 0) return;
  const published = await publish(run.journal, lease, ports, () =>
    timeIsLeft(invocation.deadline, ports.clock.now()),
  );
  run.journal = published.journal;
  for (const failure of published.failures) fail(run, failure);
}

/** @returns whether the next round has something to do at once */
async function runRound(run: Run, trigger: Trigger, grounds: Grounds): Promise<boolean> {
  const { site, ports } = run;
  const observation = await observe(site, ports, wantsPeerLag(trigger));
  run.observation = observation;
  const journal = valueOf(observation.journal);
  if (journal === undefined) {
    await reportUnreadableJournal(run, observation, grounds);
    return false;
  }
  run.journal = journal;
  if (journal.watch.degraded) run.healthy = false;
  const decision = decideOrReport(run, observation, journal, trigger);
  const isAnswer = run.steps.length === 0;
  addStep(run, stepOf(decision));
  if (isMutating(decision.action) && !timeIsLeft(grounds.deadline, ports.clock.now())) {
    if (isAnswer) run.answerWritten = 'no';
    return false;
  }
  if (decision.intent !== undefined && !(await write(run, decision.intent, grounds.lease))) {
    if (isAnswer) run.answerWritten = 'unknown';
    return false;
  }
  if (decision.action.kind === 'none' || decision.action.kind === 'record') return decision.again;
  const result = await act(decision.action, grounds);
  return (
    (await record(run, observation, journal, decision.action, result, grounds)) &&
    result.kind === 'done' &&
    decision.again
  );
}

/** What of a decision the outcome has; what is to be written belongs to the journal alone. */
const stepOf = ({ action, disposition, reason }: Decision): Step => ({
  action: action.kind,
  disposition,
  reason,
});

const wantsPeerLag = (trigger: Trigger): boolean =>
  trigger.kind === 'command' && trigger.command.operation === 'failback';

/** Without a policy or a hold switch there is nothing to decide; what is seen of the peer, and a deadline that passes, are reported all the same. */
function decideOrReport(run: Run, observation: Observation, journal: Journal, trigger: Trigger): Decision {
  const fault: Fault | undefined = findFault(observation);
  const policy = valueOf(observation.policy);
  if (fault === undefined && policy !== undefined)
    return decide(observation, journal, policy, trigger, run.site);
  const found = fault ?? NO_POLICY;
  run.healthy = false;
  run.ports.log?.({
    level: 'error',
    message: 'nothing can be decided',
    details: { fault: found.code, reason: formatReason(found.reason) },
  });
  const { site } = run;
  const { at } = observation;
  const watched = takeIn(observation, journal, trigger, site);
  const seen = watched.change.journal;
  const { incident } = seen;
  const stuck = isOpen(incident) ? reportStuck({ at, site, journal: seen }, incident) : undefined;
  return withWatch(watched, stuck ?? reportFault(site, at, seen, found));
}

async function record(
  run: Run,
  observation: Observation,
  before: Journal,
  action: Action,
  result: Result,
  { lease }: Grounds,
): Promise<boolean> {
  const { site, ports, journal } = run;
  if (result.kind === 'failed') fail(run, result.failure, action.kind !== 'snapshot');
  if (result.kind === 'withheld')
    addStep(run, { action: 'none', disposition: 'withheld', reason: result.reason });
  if (action.kind === 'traffic' && result.kind === 'done') run.trafficWritten = action.engaged;
  const policy = valueOf(observation.policy);
  if (journal === undefined || policy === undefined) return false;
  const change = settle(
    {
      at: ports.clock.now(),
      site,
      policy,
      observation,
      ...lookAt(observation, site, journal),
      before,
      journal,
    },
    action,
    result,
  );
  return change === undefined || (await write(run, change, lease));
}

/** Writes the next state, if nobody else has written since. Who cannot, does nothing more: the next invocation looks again. */
async function write(run: Run, change: Change, lease: Lease): Promise<boolean> {
  try {
    run.journal = await run.ports.journal.write(change.journal, lease, change.entries);
    return true;
  } catch (error) {
    fail(run, failureOf(error, 'dynamodb:TransactWriteItems'));
    // Whether it was written is not known: nothing more is concluded from what was read.
    run.journal = undefined;
    return false;
  }
}

/** The control metric's alarm needs a value every minute: dr's holds traffic in dr, the primary's keeps clients away from dr. */
async function keepAlive(run: Run, journal: Journal, { lease, deadline }: Grounds): Promise<void> {
  const { ports, site } = run;
  const now = ports.clock.now();
  if (run.trafficWritten !== undefined || !mayKeepAlive(journal, run.observation, site, now)) return;
  if (!timeIsLeft(deadline, now) || now >= lease.expiresAt) return;
  try {
    await ports.metrics.putTrafficEngaged(journal.traffic.engaged);
    run.trafficWritten = journal.traffic.engaged;
  } catch (error) {
    fail(run, failureOf(error, 'cloudwatch:PutMetricData'));
  }
}

/** Reads only: `status`, and what a command would do. */
async function look(run: Run, trigger: Trigger): Promise<Outcome> {
  const { site, ports } = run;
  const observation = await observe(site, ports, wantsPeerLag(trigger));
  run.observation = observation;
  const journal = valueOf(observation.journal);
  const policy = valueOf(observation.policy);
  run.journal = journal;
  // Whoever asks is a heartbeat too; what withholds it still stands, and so does what could not be published.
  if (journal !== undefined && (journal.watch.degraded || journal.outbox.length > 0)) run.healthy = false;
  const dryRun = trigger.kind === 'command' && trigger.command.operation !== 'status';
  const fault = findFault(observation);
  if (journal === undefined || policy === undefined || fault !== undefined) {
    run.healthy = false;
    const message = failuresOf(observation)[0]?.message ?? '';
    const reason: FaultReason = fault?.reason ?? { code: 'journal-unreadable', message };
    return outcomeOf(run, { action: 'none', disposition: 'failed', reason }, dryRun);
  }
  const decision = decide(observation, journal, policy, dryRun ? trigger : SCHEDULE, site);
  // Who only asks for the status is told what is waited for, and of nothing that would be done.
  const action = dryRun ? decision.action.kind : 'none';
  return outcomeOf(run, { ...stepOf(decision), action }, dryRun);
}

/** The journal cannot be read: nothing is done, and that is told as well as it can be. */
async function reportUnreadableJournal(
  run: Run,
  observation: Observation,
  invocation: { deadline: number },
): Promise<void> {
  const failure = observation.journal.known ? undefined : observation.journal.failure;
  if (failure === undefined) return;
  run.steps.push({
    action: 'none',
    disposition: 'failed',
    reason: { code: 'journal-unreadable', message: failure.message },
  });
  fail(run, failure);
  await notifyWithoutJournal(run, failure, invocation);
}
