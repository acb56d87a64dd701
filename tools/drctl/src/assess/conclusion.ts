import type { State } from '@healthcare-dr/cli-kit';
import { lossIsWithinBound, type Alert, type Incident } from '@healthcare-dr/failover-controller';
import { peerOf, ROLES, type Environment, type Role } from '@healthcare-dr/topology';
import { valueOf } from '../answer';
import type { PairFacts, SideFacts } from '../facts';
import { commandLine } from '../program';
import { approvalOf, approvalWords } from './approval';
import type { Clients } from './clients';
import { outlookOf } from './outlook';
import { isSilent, openIncidentOf, viewOf, writerOf } from './pair-view';
import { atWork } from './rows/region';
import type { StatusRow } from './rows/row';
import { freshEvidence, signalsOf } from './signals';
import { nameOfCaller } from './words';

/** What a look comes to, by its code. */
export type ConclusionCode =
  | 'not-deployed'
  | 'no-global-database'
  | 'nobody-answers'
  | 'paused'
  | 'approval-required'
  | 'second-person-required'
  | 'incident-open'
  | 'journal-unreadable'
  | 'alert'
  | 'no-writer'
  | 'clients-not-served'
  | 'attention'
  | 'dr-writes'
  | 'well';

/** Whom the next step is up to. */
export type WaitsFor = 'nobody' | 'operator' | 'second-person' | 'controller';

/** What an operator reads first. */
export interface Conclusion {
  readonly code: ConclusionCode;
  readonly state: State;
  readonly waitsFor: WaitsFor;
  /** Who writes, whether anyone is without service, whether somebody is waited for. */
  readonly line: string;
  /** The next command, whole; `undefined` if nothing is to be done. */
  readonly next: string | undefined;
  /** Whether that command is to watch: who watches already needs none. */
  readonly watches: boolean;
  /** Where it says what else is to be done. */
  readonly runbook: string | undefined;
}

/** What was found; `next` are the words of a command of drctl. */
type Found = Pick<Conclusion, 'code'> &
  Partial<Omit<Conclusion, 'next' | 'line' | 'watches'>> & {
    readonly text: string;
    readonly next?: readonly string[];
  };

const WATCH = ['status', '--watch'] as const;
const page = (name: string) => `docs/runbooks/${name}.md`;

/** The first of all that matters, by what a patient would be harmed by first. Pure. */
export function conclude(
  environment: Environment,
  facts: PairFacts,
  clients: Clients,
  rows: readonly StatusRow[],
  program: string,
): Conclusion {
  const found =
    standing(facts) ??
    incident(facts) ??
    unreadable(facts) ??
    paused(facts) ??
    alert(facts) ??
    served(facts, clients) ??
    silentRegion(facts) ??
    calm(facts, rows);
  const { code, state = 'attention', waitsFor = 'operator', runbook } = found;
  return {
    code,
    state,
    waitsFor,
    runbook,
    line: lineOf(environment, facts, clients, found),
    next: nextOf(environment, found, program),
    watches: found.next === WATCH,
  };
}

const SERVICE: Readonly<Record<Clients['service'], string>> = {
  full: 'Clients are served.',
  'read-only': 'Clients can only read.',
  none: 'Clients are WITHOUT SERVICE.',
  unknown: 'Whether clients are served is not known.',
};

/** Where nothing stands, or nobody answers, there is nothing to say of writers and clients. */
const ALONE: readonly ConclusionCode[] = ['not-deployed', 'no-global-database', 'nobody-answers'];

function lineOf(
  { suffix }: Environment,
  facts: PairFacts,
  { service }: Clients,
  { code, text }: Found,
): string {
  if (ALONE.includes(code)) return `${suffix}: ${text}`;
  const writer = writerOf(facts);
  const writes =
    writer === undefined ? 'nobody writes.' : `${writer} (${facts.sides[writer].region}) writes.`;
  return `${suffix}: ${writes} ${SERVICE[service]} ${text}`;
}

function nextOf({ suffix }: Environment, { code, next }: Found, program: string): string | undefined {
  if (code === 'not-deployed') return `ENVIRONMENT_SUFFIX=${suffix} npm run deploy`;
  return next === undefined ? undefined : commandLine(program, suffix, next);
}

/** Whether there is anything to look at. */
function standing(facts: PairFacts): Found | undefined {
  const sides = ROLES.map((role) => facts.sides[role]);
  const view = viewOf(facts);
  if (!view.known)
    return {
      code: 'nobody-answers',
      state: 'unknown',
      text: `Neither Region says who writes: ${view.reason}.`,
      next: WATCH,
      runbook: page('controller-unavailable'),
    };
  if (view.value !== undefined) return undefined;
  const others = sides.filter(({ global }) => !global.known).map(({ region }) => region);
  if (others.length === 0 && sides.every(isEmpty))
    return { code: 'not-deployed', waitsFor: 'nobody', text: 'Nothing is deployed there.' };
  const but = others.length === 0 ? '' : ` (${others.join(', ')} does not answer)`;
  return {
    code: 'no-global-database',
    text: `There is no global database${but}: it is not deployed yet, or it is gone.`,
    next: ['readiness'],
    runbook: page('restore-from-backup'),
  };
}

const isEmpty = ({ member, loadBalancer, service }: SideFacts): boolean =>
  [member, loadBalancer, service].every((answer) => answer.known && answer.value === undefined);

/** An open incident, first the one that asks for somebody. Where its controller is paused, nothing else helps before. */
function incident(facts: PairFacts): Found | undefined {
  const open = ROLES.flatMap((role) => {
    const found = openIncidentOf(facts.sides[role]);
    return found === undefined ? [] : [{ side: facts.sides[role], found }];
  });
  const asking = open.find(({ found }) => found.phase === 'approval-required') ?? open[0];
  if (asking === undefined) return undefined;
  const { side, found } = asking;
  const what = `${found.id} ${atWork(found)}`;
  if (valueOf(side.hold)?.held === true)
    return {
      code: 'paused',
      text: `${what}, and the controller in ${side.region} is paused: nothing goes on, and no approval is taken, before it is resumed.`,
      next: ['resume'],
      runbook: page('hold'),
    };
  if (found.phase === 'approval-required') return asksForApproval(found, side, facts.at);
  const isStuck = found.stuckReportedAt !== undefined;
  return {
    code: 'incident-open',
    waitsFor: isStuck ? 'operator' : 'controller',
    text: `${what}. ${outlookOf(found, side, facts.at)?.byItself ?? `The controller in ${side.region} goes on by itself.`}`,
    next: WATCH,
    runbook: page(
      found.kind === 'failover'
        ? 'disaster-failover'
        : found.kind === 'failback'
          ? 'failback'
          : 'planned-switchover',
    ),
  };
}

function asksForApproval(found: Incident, side: SideFacts, at: number): Found {
  const request = approvalOf(found, side, at);
  const { secondPersonAfter: first } = request;
  return {
    code: first === undefined ? 'approval-required' : 'second-person-required',
    waitsFor: first === undefined ? 'operator' : 'second-person',
    text:
      first === undefined
        ? `${found.id} waits for approval.`
        : `${found.id} waits for somebody else than ${nameOfCaller(first)} to confirm it.`,
    next: approvalWords(request),
    runbook: page('disaster-failover'),
  };
}

/** A journal that answers, but not with a journal: an incident may be open. One in the dark is of a Region that is. */
function unreadable(facts: PairFacts): Found | undefined {
  const { dr, primary } = facts.sides;
  const first = !dr.journal.known ? dr : undefined;
  const side = first ?? (!primary.journal.known && !primary.journal.dark ? primary : undefined);
  if (side === undefined || side.journal.known) return undefined;
  return {
    code: 'journal-unreadable',
    state: 'unknown',
    text: `Whether an incident is open cannot be told: the journal in ${side.region} does not answer.`,
    next: WATCH,
    runbook: page('controller-unavailable'),
  };
}

function paused(facts: PairFacts): Found | undefined {
  const held = ROLES.filter((role) => valueOf(facts.sides[role].hold)?.held === true);
  if (held.length === 0) return undefined;
  return {
    code: 'paused',
    text: `The controller is paused in ${held.map((role) => facts.sides[role].region).join(' and ')}: nobody fails over.`,
    next: ['resume'],
    runbook: page('hold'),
  };
}

/** What is reported and nobody has answered. */
function alert(facts: PairFacts): Found | undefined {
  for (const role of ['dr', 'primary'] as const) {
    const side = facts.sides[role];
    const open = (signalsOf(side, facts.at)?.alerts ?? []).filter(
      ({ answeredBy }) => answeredBy === undefined,
    );
    const [first] = open.filter(({ code }) => !code.startsWith('signal-unknown/')).concat(open);
    if (first !== undefined)
      return {
        code: 'alert',
        text: `The controller in ${side.region} does nothing by itself about what it sees (${first.code}).`,
        next: answerTo(first, side, facts),
        runbook: page('disaster-failover'),
      };
  }
  return undefined;
}

/** The order that the evidence permits without an override; where none is, that somebody looks after it. */
function answerTo({ code }: Alert, side: SideFacts, facts: PairFacts): readonly string[] {
  switch (code) {
    case 'service-down':
    case 'database-down':
    case 'clients-diverted':
      return freshEvidence(side, facts.at)?.replication === 'fresh' && side.role === 'dr'
        ? ['switchover']
        : ['acknowledge'];
    case 'isolated-peer-lost':
    case 'lost-replicating':
      return failoverWords(side, facts.at);
    case 'lost':
      return ['resume'];
    default:
      return ['acknowledge'];
  }
}

function failoverWords(side: SideFacts, at: number): readonly string[] {
  const policy = valueOf(side.policy);
  const lagAtOpening = valueOf(side.lag);
  const isBeyond = policy !== undefined && !lossIsWithinBound({ lagAtOpening } as Incident, policy, at);
  return [
    'failover',
    ...(side.role === 'primary' ? ['--to', side.region] : []),
    ...(isBeyond ? ['--accept-data-loss'] : []),
  ];
}

function served(facts: PairFacts, { service }: Clients): Found | undefined {
  if (writerOf(facts) === undefined)
    return {
      code: 'no-writer',
      text: 'No member of the global database writes.',
      next: ['readiness'],
      runbook: page('disaster-failover'),
    };
  if (service === 'full' || service === 'unknown') return undefined;
  return {
    code: 'clients-not-served',
    text: 'The controller has no incident open.',
    next: ['readiness'],
    runbook: page('service-degradation'),
  };
}

/** A Region that answers nothing, and nothing is open: before the other's controller has looked, or because it is reached from there. */
function silentRegion(facts: PairFacts): Found | undefined {
  const [silent] = ROLES.filter((role) => isSilent(facts.sides[role]));
  if (silent === undefined) return undefined;
  const { region } = facts.sides[silent];
  const other = facts.sides[peerOf(silent)];
  if (writerOf(facts) !== silent)
    return {
      code: 'attention',
      text: `${region} does not answer from here: until it does, there is nothing to fail over to.`,
      next: ['readiness'],
      runbook: page('disaster-failover'),
    };
  return {
    code: 'attention',
    text: `${region} does not answer from here, and the controller in ${other.region} has no incident open.`,
    next: WATCH,
    runbook: page('disaster-failover'),
  };
}

function calm(facts: PairFacts, rows: readonly StatusRow[]): Found {
  const trouble = rows.filter(({ state }) => state !== 'ok');
  const isHome = (writerOf(facts) satisfies Role | undefined) === 'primary';
  // Who writes is no trouble of its own.
  const others = trouble.filter(({ subject }) => isHome || subject !== 'writer');
  if (others.length > 0) {
    const isUnknown = others.every(({ state }) => state === 'unknown');
    return {
      code: 'attention',
      state: isUnknown ? 'unknown' : 'attention',
      text: `${others.length} of ${rows.length} lines below ${others.length === 1 ? 'wants' : 'want'} a look.`,
      next: ['readiness'],
      runbook: undefined,
    };
  }
  if (isHome) return { code: 'well', state: 'ok', waitsFor: 'nobody', text: 'Nobody has to do anything.' };
  return {
    code: 'dr-writes',
    waitsFor: 'operator',
    text: 'Nothing fails back by itself: ask for it once the primary Region is sound.',
    next: ['failback'],
    runbook: page('failback'),
  };
}
