import { InvokeCommand } from '@aws-sdk/client-lambda';
import { controllerFunctionName } from '@healthcare-dr/failover-lambda/contract';
import { type Command, readReply, type Reply, ReplyError } from '@healthcare-dr/failover-controller';
import { UserError } from '@healthcare-dr/topology';
import { inWords, isDark } from '../answer';
import type { RegionClients } from '../pair';

/** Where it says what to do without a controller. */
export const CONTROLLER_RUNBOOK = 'docs/runbooks/controller-unavailable.md';

/** How often a controller that is at work is asked again, and how long is waited in between, in milliseconds. */
const ATTEMPTS = 8;
const PAUSE_MS = 4_000;

/** The controller did not answer as it should. */
export class ControllerError extends UserError {
  constructor(
    { region }: Pick<RegionClients, 'region'>,
    problem: string,
    /** Whether the command may have been taken nevertheless. */
    readonly mayHaveBeenTaken: boolean,
  ) {
    super({
      problem: `The controller in ${region} ${problem}.`,
      fix: `see ${CONTROLLER_RUNBOOK}: it says how to look, and how to do its work by hand.`,
    });
  }
}

/** What an invocation needs of the world. */
export interface InvokeOptions {
  /** Ends the waiting; the command may have been taken. */
  readonly signal?: AbortSignal;
  readonly sleep?: (ms: number) => Promise<void>;
}

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Gives the controller of a Region a command and waits for its answer. One that is busy is asked again with the same request id,
 * which makes it the same command.
 *
 * @throws ControllerError if it cannot be reached, fails, stays busy, or does not know the command
 */
export async function invokeController(
  side: RegionClients,
  command: Command,
  { signal, sleep = pause }: InvokeOptions = {},
): Promise<Reply> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    if (attempt > 1) await sleep(PAUSE_MS);
    signal?.throwIfAborted();
    const reply = await invokeOnce(side, command, signal);
    if (reply !== undefined && reply.disposition !== 'busy') return reply;
  }
  throw new ControllerError(
    side,
    `is at work and did not take the command within ${Math.round((ATTEMPTS * PAUSE_MS) / 1000)} s; nothing was done`,
    false,
  );
}

/** @returns `undefined` if it is running already: it does so one at a time */
async function invokeOnce(
  side: RegionClients,
  command: Command,
  signal: AbortSignal | undefined,
): Promise<Reply | undefined> {
  const FunctionName = controllerFunctionName(side.naming);
  let payload: string;
  let failed: string | undefined;
  try {
    const output = await side.lambda.send(
      new InvokeCommand({ FunctionName, Payload: new TextEncoder().encode(JSON.stringify(command)) }),
      signal === undefined ? {} : { abortSignal: signal },
    );
    payload = new TextDecoder().decode(output.Payload);
    failed = output.FunctionError;
  } catch (error) {
    signal?.throwIfAborted();
    if (error instanceof Error && error.name === 'TooManyRequestsException') return undefined;
    if (error instanceof Error && error.name === 'ResourceNotFoundException')
      throw new ControllerError(side, `(${FunctionName}) does not exist`, false);
    throw new ControllerError(side, `cannot be reached: ${inWords(error)}`, isDark(error));
  }
  if (failed !== undefined) throw new ControllerError(side, `failed: ${payload.slice(0, 300)}`, true);
  const reply = replyOf(side, payload);
  if (reply.disposition === 'ignored')
    throw new ControllerError(side, `does not know the command: ${reply.message}`, false);
  return reply;
}

function replyOf(side: RegionClients, payload: string): Reply {
  try {
    return readReply(payload);
  } catch (error) {
    if (!(error instanceof ReplyError)) throw error;
    throw new ControllerError(side, `${error.message}: ${payload.slice(0, 300)}`, true);
  }
}
