import type { Context } from 'aws-lambda';
import {
  awsPorts,
  makeClients,
  makeTelemetry,
  makeTrace,
  readEnvironment,
  watchRegionOf,
  type Deployment,
  type Telemetry,
  type Trace,
  type Variables,
} from '../adapters';
import type { Trigger } from '../domain/events';
import { CALL_BOUND_MS } from '../domain/limits';
import { parseEvent } from './parse-event';
import type { Ports } from '../domain/ports';
import { formatDisposition, formatEventProblem } from '../domain/format';
import { isHeartbeat, type Outcome, type Step } from '../domain/outcome';
import { type EventProblem, PROTOCOL_VERSION } from '../domain/protocol';
import { reconcile } from '../execute/reconcile';
import { signalCounters } from './signal-counters';

/** What an invocation answers: the reconciler's outcome, or why nothing was looked at. */
export type Reply = Outcome | Pick<Outcome, 'protocolVersion' | keyof Step | 'message'>;

/** What is made once for each execution environment. */
export interface Controller {
  readonly deployment: Deployment;
  readonly ports: Ports;
  readonly telemetry: Telemetry;
  readonly trace: Promise<Trace>;
}

/**
 * Makes clients and ports from the function's environment.
 *
 * @throws EnvironmentError if that cannot be used
 */
export function makeController(variables: Variables): Controller {
  const deployment = readEnvironment(variables);
  const { site } = deployment;
  const telemetry = makeTelemetry(site.environment);
  const clients = makeClients({ ...site, watchRegion: watchRegionOf(deployment) }, variables);
  return {
    deployment,
    telemetry,
    ports: awsPorts(deployment, clients, (line) => telemetry.log(line)),
    trace: makeTrace(variables, clients, telemetry),
  };
}

type InvocationContext = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/**
 * Answers one event: understands it, lets the reconciler look, and tells what came of it. Several messages in one event are one
 * reason to look, as a trigger is believed in nothing but a command, which never comes in a batch.
 *
 * @throws whatever the reconciler throws, so that Lambda counts it and keeps the event in the dead-letter queue
 */
export async function respond(
  { deployment: { site }, ports, telemetry, trace }: Controller,
  event: unknown,
  context: InvocationContext,
): Promise<Reply> {
  const { logger } = telemetry;
  logger.appendKeys({ function_request_id: context.awsRequestId, role: site.role });
  try {
    const triggers = parseEvent(event);
    const unknown = triggers.filter((trigger) => trigger.kind === 'unknown');
    for (const { problem } of unknown)
      logger.warn('An event was not understood and is ignored', {
        code: problem.code,
        reason: formatEventProblem(problem),
      });
    if (unknown.length > 0) telemetry.count('unknownEvents', unknown.length);
    const known = triggers.find(
      (trigger): trigger is Exclude<Trigger, { kind: 'unknown' }> => trigger.kind !== 'unknown',
    );
    if (known === undefined) return ignored(unknown.map(({ problem }) => problem));
    const invocation = {
      id: context.awsRequestId,
      deadline: ports.clock.now() + context.getRemainingTimeInMillis(),
    };
    const outcome = await (await trace)('## reconcile', () => reconcile(known, invocation, site, ports));
    logger.appendKeys({ incident_id: outcome.journal?.incident?.id });
    const { action, disposition, reason, message } = outcome;
    logger.info('Reconciled', {
      trigger: known.kind,
      action,
      disposition,
      code: reason.code,
      reason: message,
    });
    // A run that could not see what it needs ends too: the missing heartbeat is what tells of it.
    if (!outcome.healthy) telemetry.count('errors');
    for (const counter of signalCounters(known, outcome)) telemetry.count(counter);
    if (!isHeartbeat(known, outcome)) return outcome;
    telemetry.count('heartbeat');
    await beat(ports, telemetry, invocation.deadline);
    return outcome;
  } catch (error) {
    telemetry.count('errors');
    logger.error('The reconciler did not come to its end', error as Error);
    throw error;
  } finally {
    telemetry.flush();
    logger.resetKeys();
  }
}

function ignored(problems: readonly EventProblem[]): Reply {
  const reason = { code: 'event-not-understood', problems } as const;
  return {
    protocolVersion: PROTOCOL_VERSION,
    action: 'none',
    disposition: 'ignored',
    reason,
    message: formatDisposition('ignored', reason),
  };
}

/**
 * Lets the watch Region know, if there is time. That it does not is nothing that this run could help: the alarm there is what tells of it.
 */
async function beat(ports: Ports, { logger }: Telemetry, deadline: number): Promise<void> {
  if (ports.clock.now() + CALL_BOUND_MS > deadline) return;
  try {
    await ports.heartbeat.beat();
  } catch (error) {
    logger.warn('The watch Region did not take the heartbeat', error as Error);
  }
}

/** Either the controller, or why there is none: an error while the module loads would only say that the module did not load. */
const started = (() => {
  try {
    return { controller: makeController(process.env) };
  } catch (error) {
    return { error: error as Error };
  }
})();

/** The entry point of the function. */
export const handler = async (event: unknown, context: Context): Promise<Reply> => {
  if (started.controller !== undefined) return respond(started.controller, event, context);
  const { logger } = makeTelemetry(process.env['ENVIRONMENT'] ?? 'unknown');
  logger.error('The controller cannot work', started.error);
  throw started.error;
};
