import type { HistoryLine, Incident, IncidentKind, Policy, Reply } from '@healthcare-dr/failover-controller';
import { InterruptedError } from '@healthcare-dr/processes';
import { ask, valueOf, type Answer } from '../answer';
import { lagInWords } from '../assess/words';
import { approvalOf, approvalWords } from '../assess/approval';
import { effectOf } from '../assess/outlook';
import { writerOf } from '../assess/pair-view';
import { acceptanceFor, acceptanceNote, assertAcceptance } from '../controller/acceptance';
import {
  chooseController,
  survey,
  type Ground,
  type GroundSide,
  type OperationRequest,
} from '../controller/choose';
import { follow, type Ending } from '../controller/follow';
import {
  CONTROLLER_RUNBOOK,
  ControllerError,
  invokeController,
  type InvokeOptions,
} from '../controller/invoke';
import { isOf, receptionOf, refusalOf, type Order, type Reception } from '../controller/answer-of';
import { liveProgress, plainProgress, type ApprovalCommand } from '../controller/progress';
import { askPolicy } from '../facts/controller';
import type { Pair, RegionClients } from '../pair';
import { commandLine, DEFAULT_PROGRAM, quoted } from '../program';
import { goesOn, prose, type Manner, type Terminal } from '@healthcare-dr/cli-kit';

/** How long a controller that runs may take to say what it waits for, in milliseconds. */
const STATUS_LIMIT_MS = 15_000;

/** What a command that moves the writer is given. */
export interface MoveOptions extends Manner {
  readonly pair: Pair;
  readonly terminal: Terminal;
  readonly request: OperationRequest;
  /** Who is asking, by the ARN that AWS knows them by. */
  readonly requestedBy: string;
  /** Of this command alone: what is delivered twice is taken once. */
  readonly requestId: string;
  readonly timeoutMs: number;
  /** Ends following; the controller goes on. */
  readonly signal: AbortSignal;
  readonly sleep?: InvokeOptions['sleep'];
  /** How this program was started, for the commands that it names. @default - by npm */
  readonly program?: string;
}

/** How it came out, as JSON shows it. */
interface Report {
  readonly operation: OperationRequest['operation'];
  readonly region: string;
  readonly result: 'refused' | 'declined' | 'unknown' | 'timeout' | NonNullable<Incident['result']>;
  readonly reason: string;
  readonly requestId: string;
  readonly incident: Incident | undefined;
  readonly history: readonly HistoryLine[];
}

/**
 * Shows what would happen by the controller's own dry run, asks, gives the order, and follows the incident to its end.
 *
 * @returns the exit code: 0 only if it has succeeded
 * @throws InputError, ControllerError, InterruptedError
 */
export async function move(options: MoveOptions): Promise<number> {
  const { pair, terminal, request, signal } = options;
  const ground = await survey(pair);
  const again = (words: readonly string[]) => commandOf(options, [...wordsOf(request), ...words]);
  const { role, incident } = chooseController(ground, request, again);
  const side = pair.sides[role];
  const isLossy = request.operation === 'approve' || request.operation === 'failover';
  const needed = isLossy ? acceptanceFor(ground.sides[role], incident, pair.now()) : undefined;
  if (isLossy) assertAcceptance(needed, request, again);
  const order = orderOf(options);
  const invocation: InvokeOptions = {
    signal,
    ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
  };
  const say = speak(options);

  const dryRun =
    order.operation === 'approve'
      ? undefined
      : await invokeController(
          side,
          { ...order, requestId: `${order.requestId}/dry-run`, dryRun: true },
          invocation,
        );
  for (const line of outlook(options, ground, side, incident, dryRun)) say(line);
  if (isLossy) for (const line of acceptanceNote(needed, request, pair.now())) say(line);
  const refusal = dryRun === undefined ? undefined : refusalOf(dryRun);
  if (refusal !== undefined)
    return report(options, side, {
      result: 'refused',
      reason: `${refusal}. Nothing was done.${incident === undefined ? '' : ` ${seeIncident(options, incident)}`}`,
    });
  if (!(await goesOn(terminal, options, pair.environment.suffix)))
    return report(options, side, { result: 'declined', reason: 'Left as it was. Nothing was done.' });
  const reception = await give(side, order, invocation, say, seeStatus(options));
  if (reception.kind === 'refused')
    return report(options, side, { result: 'refused', reason: reception.reason });
  return followToItsEnd(options, side, order, reception);
}

/** Says what is read while the order is given; where JSON is asked for, beside it. */
const speak =
  ({ terminal, json }: MoveOptions) =>
  (text: string): void =>
    json ? terminal.note(text) : terminal.print(prose(terminal, text));

/** A command of drctl as it is given here, whole. */
const commandOf = ({ pair, program = DEFAULT_PROGRAM }: MoveOptions, words: readonly string[]): string =>
  commandLine(program, pair.environment.suffix, words);

/** The words by which an order was given. */
function wordsOf(request: OperationRequest): readonly string[] {
  if (request.operation === 'approve') return ['approve', request.incidentId];
  if (request.operation !== 'failover') return [request.operation];
  const { acceptDataLoss, to, overrideReason } = request;
  return [
    'failover',
    ...(to === undefined ? [] : ['--to', to]),
    ...(acceptDataLoss ? ['--accept-data-loss'] : []),
    ...(overrideReason === undefined ? [] : ['--override', quoted(overrideReason)]),
  ];
}

/** How to look at what was ordered. */
const seeStatus = (options: MoveOptions): string => `See: ${commandOf(options, ['status', '--watch'])}`;

/** What a controller that is at work does without an order. */
const seeIncident = (options: MoveOptions, { id }: Incident): string =>
  `The controller goes on with ${id} by itself. ${seeStatus(options)}`;

function orderOf({ request, requestId, requestedBy }: MoveOptions): Order {
  switch (request.operation) {
    case 'approve':
      return {
        operation: 'approve',
        requestId,
        requestedBy,
        incidentId: request.incidentId,
        acceptDataLoss: request.acceptDataLoss,
      };
    case 'failover':
      return {
        operation: 'failover',
        requestId,
        requestedBy,
        acceptDataLoss: request.acceptDataLoss,
        ...(request.overrideReason === undefined ? {} : { overrideReason: request.overrideReason }),
        dryRun: false,
      };
    default:
      return { operation: request.operation, requestId, requestedBy, dryRun: false };
  }
}

/**
 * How long clients cannot write in a planned move, where nothing else fails: until the writer has moved, and until they are led to it.
 * `npm run simulate` prints it.
 */
const WITHOUT_DATABASE = 'two to three minutes';

/** What an operator reads before the question. */
function outlook(
  options: MoveOptions,
  ground: Ground,
  side: RegionClients,
  incident: Incident | undefined,
  dryRun: Reply | undefined,
): readonly string[] {
  const { pair, request, requestedBy } = options;
  const { environment } = pair;
  const writer = writerOf(ground);
  const lag = dryRun?.status?.lag;
  const lossless = request.operation === 'switchover' || request.operation === 'failback';
  const target = request.operation === 'failback' ? pair.sides.primary : lossless ? pair.sides.dr : side;
  const accepted = 'acceptDataLoss' in request && request.acceptDataLoss;
  return [
    `${request.operation} of ${environment.suffix} (account ${environment.accountId}), as ${requestedBy}`,
    `  writes now:  ${writer === undefined ? 'nobody can say' : `${writer} (${pair.sides[writer].region})`}`,
    `  is to write: ${target.role} (${target.region}); traffic follows once it does`,
    `  data loss:   ${
      lossless
        ? 'none: writes pause until both sides are equal'
        : `${accepted ? 'ACCEPTED, also beyond the bound or of unknown size' : 'only within the bound of the policy'}${lag === undefined ? '' : `; the lag was ${lagInWords(lag.lagMs)}`}`
    }`,
    ...(lossless ? [`  clients:     without a database for ${WITHOUT_DATABASE}`] : []),
    ...(incident === undefined
      ? []
      : [
          `  incident:    ${incident.id}, at "${incident.phase}", opened ${new Date(incident.openedAt).toISOString()}`,
        ]),
    ...Object.values(ground.sides).flatMap(({ region, hold }) =>
      valueOf(hold)?.held === true ? [`  PAUSED in ${region}: ${valueOf(hold)?.reason ?? ''}`] : [],
    ),
    // What it refuses is said at the end, once.
    ...(dryRun !== undefined && refusalOf(dryRun) !== undefined
      ? []
      : [
          `  the controller in ${side.region} ${whatItDoes(options, ground.sides[side.role], incident, dryRun)}`,
        ]),
  ];
}

/** What the controller does with the order, in words that go on from its name. */
function whatItDoes(
  { pair, request }: MoveOptions,
  side: GroundSide,
  incident: Incident | undefined,
  dryRun: Reply | undefined,
): string {
  if (request.operation === 'switchover' || request.operation === 'failback')
    return `takes it, and begins at once: ${dryRun?.message ?? ''}`;
  const overrides = request.operation === 'failover' && request.overrideReason !== undefined;
  const effect = effectOf({ incident, overrides }, side, pair.now());
  // Of an open incident it says no more than who approves it.
  return incident === undefined && dryRun !== undefined ? `${effect} (${dryRun.message})` : effect;
}

/** Gives the order. An answer that is lost is no refusal: the journal knows whether it was taken. */
async function give(
  side: RegionClients,
  order: Order,
  invocation: InvokeOptions,
  say: (text: string) => void,
  see: string,
): Promise<Reception> {
  try {
    return receptionOf(order, await invokeController(side, order, invocation));
  } catch (error) {
    if (error instanceof InterruptedError) {
      say(`Not waited for any more: the controller in ${side.region} may have taken the command. ${see}`);
      throw error;
    }
    if (!(error instanceof ControllerError) || !error.mayHaveBeenTaken) throw error;
    say(`${error.message}\nIt may have taken the command: its journal is looked at.`);
    return { kind: 'unclear', reason: error.message };
  }
}

async function followToItsEnd(
  options: MoveOptions,
  side: RegionClients,
  order: Order,
  reception: Reception,
): Promise<number> {
  const { terminal, json, signal, timeoutMs, pair } = options;
  const say = speak(options);
  const accepted = reception.kind === 'accepted' ? reception.incident : undefined;
  const kind: IncidentKind = accepted?.kind ?? (order.operation === 'approve' ? 'failover' : order.operation);
  if (accepted !== undefined)
    say(`Incident ${accepted.id} is followed; Ctrl-C ends following, not the ${kind}.`);
  const approval = approvalCommand(options, side);
  const progress =
    terminal.interactive && !json
      ? liveProgress(terminal, () => pair.now(), approval)
      : plainProgress(say, approval);
  const history: HistoryLine[] = [];
  let ending: Ending;
  try {
    ending = await follow(
      side,
      {
        ...progress,
        line: (line) => {
          history.push(line);
          progress.line(line);
        },
      },
      {
        isIt: (incident) => (accepted === undefined ? isOf(order, incident) : incident.id === accepted.id),
        timeoutMs,
        signal,
        now: () => pair.now(),
        whatItWaitsFor: () => askWhatItWaitsFor(side),
        ...(options.sleep === undefined ? {} : { sleep: options.sleep }),
      },
    );
  } catch (error) {
    progress.end('Not followed any more.');
    const what = accepted === undefined ? 'whatever it has taken' : accepted.id;
    say(`No longer followed: the controller in ${side.region} goes on with ${what}. ${seeStatus(options)}`);
    throw error;
  }
  const end = endOf(options, ending, history, kind, side);
  progress.end(end.result === 'succeeded' ? undefined : end.reason);
  return report(options, side, { ...end, history });
}

/** The whole command by which an incident is approved at this moment, by what was read of the policy when it was chosen. */
function approvalCommand(options: MoveOptions, side: RegionClients): ApprovalCommand {
  let policy: Answer<Policy> = { known: false, reason: 'not asked yet', dark: false };
  void askPolicy(side).then((answer) => (policy = answer));
  return (incident) => {
    const request = approvalOf(
      incident,
      { policy, journal: { known: false, reason: 'not asked', dark: false } },
      options.pair.now(),
    );
    return commandOf(options, approvalWords(request));
  };
}

/** The controller's word for what it would do next. One that does not answer for now is no end of following. */
async function askWhatItWaitsFor(side: RegionClients): Promise<string | undefined> {
  const answer = await ask(async () => invokeController(side, { operation: 'status' }), STATUS_LIMIT_MS);
  return answer.known && answer.value.healthy ? answer.value.message : undefined;
}

type End = Pick<Report, 'result' | 'reason'> & Partial<Pick<Report, 'incident' | 'history'>>;

function endOf(
  options: MoveOptions,
  ending: Ending,
  history: readonly HistoryLine[],
  kind: IncidentKind,
  { region }: RegionClients,
): End {
  const last = history.at(-1);
  const minutes = Math.round(options.timeoutMs / 60_000);
  switch (ending.kind) {
    case 'closed': {
      const { incident } = ending;
      const result = incident.result ?? 'failed';
      const why = last === undefined ? '' : `: ${last.text}`;
      return { result, incident, reason: `${incident.id} ${result}${why}.` };
    }
    case 'superseded': {
      const succeeded = history.some(({ event }) => event === `${kind}-succeeded`);
      const reason = `It is over: ${last === undefined ? 'the history does not say how' : `${last.title}: ${last.text}`}.`;
      return { result: succeeded ? 'succeeded' : 'failed', reason };
    }
    case 'timeout': {
      const { incident } = ending;
      const reason =
        incident === undefined
          ? `The journal in ${region} shows no sign of it after ${minutes} min. ${seeStatus(options)}, and ${CONTROLLER_RUNBOOK}.`
          : `${incident.id} is at "${incident.phase}" after ${minutes} min${ending.waitsFor === undefined ? '' : ` (${ending.waitsFor})`}; the controller in ${region} goes on. ${seeStatus(options)}`;
      return { result: incident === undefined ? 'unknown' : 'timeout', incident, reason };
    }
  }
}

function report(
  { terminal, json, request, requestId }: MoveOptions,
  { region }: RegionClients,
  end: End,
): number {
  const full: Report = {
    operation: request.operation,
    region,
    requestId,
    result: end.result,
    reason: end.reason,
    incident: end.incident,
    history: end.history ?? [],
  };
  if (json) terminal.print(JSON.stringify(full, undefined, 2));
  else terminal.print(prose(terminal, end.reason));
  return end.result === 'succeeded' ? 0 : 1;
}
