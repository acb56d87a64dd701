import { Resolver } from 'node:dns/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { UpdateHealthCheckCommand, type HealthCheck } from '@aws-sdk/client-route-53';
import { goesOn, InputError, type Manner, type Terminal } from '@healthcare-dr/cli-kit';
import { readWitness, type WitnessAnswer } from '@healthcare-dr/failover-controller';
import { ROLES, serviceNames, type Role } from '@healthcare-dr/topology';
import { ask, valueOf, type Answer } from '../answer';
import { openIncidentOf, standbyOf, viewOf, writerOf } from '../assess/pair-view';
import { witnessCheck, witnessProblems } from '../assess/witnesses';
import { survey } from '../controller/choose';
import { askDnsRecords, type DnsRecords } from '../facts/dns';
import type { Pair } from '../pair';

/** Asks for the texts of a name, each in the chunks that it came in. */
export type TextResolver = (name: string) => Promise<string[][]>;

/** What `prove-witness` is given. */
export interface ProveWitnessOptions extends Manner {
  readonly pair: Pair;
  readonly terminal: Terminal;
  /** Ends waiting; the health check is put back first. */
  readonly signal: AbortSignal;
  /** @default - this machine's resolver */
  readonly resolveTxt?: TextResolver;
  /** Waits so many milliseconds. @default - real ones */
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<unknown>;
}

/**
 * How long a change may take to be seen, in milliseconds: three checks of thirty seconds, what Route 53 takes to publish a change, and a
 * minute in which resolvers keep the record.
 */
const SEEN_WITHIN_MS = 10 * 60_000;
const LOOK_EVERY_MS = 10_000;
const RESOLVER_LIMIT_MS = 4_000;

/** Why nothing is inverted now. */
export type ProveWitnessRefusal =
  | 'writer-unknown'
  | 'operation-runs'
  | 'incident-open'
  | 'journal-unknown'
  | 'witness-unsound'
  | 'already-unhealthy';

/** How it came out, as JSON shows it. */
export interface WitnessProof {
  readonly environment: string;
  readonly role: Role;
  readonly region: string;
  readonly witness: string;
  readonly healthCheckId: string | undefined;
  readonly result: 'proved' | 'not-seen' | 'not-put-back' | 'put-back' | 'declined' | ProveWitnessRefusal;
  readonly reason: string;
  /** After how many milliseconds it said unhealthy once the check was inverted, and healthy once it was put back. */
  readonly unhealthyAfterMs: number | undefined;
  readonly healthyAfterMs: number | undefined;
}

interface Subject {
  readonly role: Role;
  readonly region: string;
  readonly witness: string;
  readonly check: HealthCheck & { readonly Id: string };
}

/**
 * Proves that the witness of the Region that does not write follows its health check: inverts the check, waits until the witness says
 * unhealthy, puts the check back, and waits until it says healthy. No client is led anywhere by it: none is led to that Region.
 *
 * @returns the exit code: 0 only if both were seen
 * @throws InputError if Route 53 refuses a change
 * @throws InterruptedError after Ctrl-C, once the check is put back
 */
export async function proveWitness(options: ProveWitnessOptions): Promise<number> {
  const proof = await prove(options);
  report(options, proof);
  return proof.result === 'proved' ? 0 : 1;
}

async function prove(options: ProveWitnessOptions): Promise<WitnessProof> {
  const { pair, terminal, json } = options;
  const ground = await survey(pair);
  const role = standbyOf(ground);
  const dns = await askDnsRecords(pair);
  const records = valueOf(dns);
  const subject = subjectOf(pair, role, records);
  const end = (result: WitnessProof['result'], reason: string, seen: Partial<WitnessProof> = {}) =>
    proofOf(pair, role, subject, { result, reason, ...seen });
  if (writerOf(ground) === undefined) return end('writer-unknown', 'nobody can say which Region writes');
  if (valueOf(viewOf(ground))?.global.operation !== undefined)
    return end('operation-runs', 'the writer is being moved');
  for (const each of ROLES) {
    if (!ground.sides[each].journal.known)
      return end('journal-unknown', `the journal in ${pair.sides[each].region} does not answer`);
    const incident = openIncidentOf(ground.sides[each]);
    if (incident !== undefined) return end('incident-open', `incident ${incident.id} is open`);
  }
  if (subject === undefined || records === undefined)
    return end('witness-unsound', dns.known ? 'the witness or its health check does not exist' : dns.reason);
  if (subject.check.HealthCheckConfig?.Inverted === true) {
    const healthyAfterMs = await putBack(options, subject);
    const reason = 'it was found inverted, as a run that was killed leaves it; nothing was proved';
    return end(healthyAfterMs === undefined ? 'not-put-back' : 'put-back', reason, { healthyAfterMs });
  }
  const [problem] = witnessProblems(pair.environment, records);
  if (problem !== undefined) return end('witness-unsound', problem);
  const before = await answerOf(options, subject);
  if (!before.known || before.value !== 'healthy')
    return end(
      'already-unhealthy',
      before.known ? 'it says unhealthy before anything is changed' : before.reason,
    );
  if (!json && !options.yes) announce(terminal, subject);
  if (!(await goesOn(terminal, options, pair.environment.suffix))) return end('declined', 'left as it was');
  return invertAndPutBack(options, subject, end);
}

async function invertAndPutBack(
  options: ProveWitnessOptions,
  subject: Subject,
  end: (result: WitnessProof['result'], reason: string, seen?: Partial<WitnessProof>) => WitnessProof,
): Promise<WitnessProof> {
  const { signal, terminal } = options;
  let unhealthyAfterMs: number | undefined;
  let healthyAfterMs: number | undefined;
  try {
    await setInverted(options, subject, true);
    terminal.note(`${subject.witness}: its health check is inverted; waiting until it says unhealthy.`);
    unhealthyAfterMs = await waitFor(options, subject, 'unhealthy', signal);
  } finally {
    // Whatever was seen, and after Ctrl-C too: what is inverted would be taken for a lost Region.
    healthyAfterMs = await putBack(options, subject);
  }
  signal.throwIfAborted();
  const seen = { unhealthyAfterMs, healthyAfterMs };
  const minutes = SEEN_WITHIN_MS / 60_000;
  if (healthyAfterMs === undefined)
    return end(
      'not-put-back',
      `it did not say healthy within ${minutes} min after its check was put back`,
      seen,
    );
  return unhealthyAfterMs === undefined
    ? end('not-seen', `it did not say unhealthy within ${minutes} min while its check was inverted`, seen)
    : end('proved', 'it follows its health check, there and back', seen);
}

function subjectOf(pair: Pair, role: Role, records: DnsRecords | undefined): Subject | undefined {
  const witness = serviceNames(pair.environment).witness[role];
  const check = records && witnessCheck(pair.environment, role, records);
  return check?.Id === undefined
    ? undefined
    : { role, region: pair.sides[role].region, witness, check: { ...check, Id: check.Id } };
}

async function setInverted(
  { pair }: ProveWitnessOptions,
  { check }: Subject,
  inverted: boolean,
): Promise<void> {
  const changed = await ask(async (options) =>
    pair.route53.send(new UpdateHealthCheckCommand({ HealthCheckId: check.Id, Inverted: inverted }), options),
  );
  if (changed.known) return;
  throw new InputError({
    problem: `Route 53 did not ${inverted ? 'invert' : 'put back'} the health check ${check.Id}: ${changed.reason}.`,
    fix: inverted
      ? 'nothing was changed; see that you may route53:UpdateHealthCheck, then try again.'
      : `put it back by hand: aws route53 update-health-check --health-check-id ${check.Id} --no-inverted`,
  });
}

/** @returns after how many milliseconds it said healthy; undefined if it did not in time */
async function putBack(options: ProveWitnessOptions, subject: Subject): Promise<number | undefined> {
  await setInverted(options, subject, false);
  options.terminal.note(`${subject.witness}: its health check is as it was; waiting until it says healthy.`);
  // Whoever interrupts has waited enough: the check is back.
  return options.signal.aborted ? undefined : waitFor(options, subject, 'healthy', options.signal);
}

async function waitFor(
  options: ProveWitnessOptions,
  subject: Subject,
  wanted: WitnessAnswer,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { pair, sleep = (ms, abort) => delay(ms, undefined, { signal: abort }) } = options;
  const from = pair.now();
  while (!signal.aborted && pair.now() - from <= SEEN_WITHIN_MS) {
    if (valueOf(await answerOf(options, subject)) === wanted) return pair.now() - from;
    await sleep(LOOK_EVERY_MS, signal).catch(() => undefined);
  }
  return undefined;
}

const answerOf = (
  { resolveTxt = systemResolver }: ProveWitnessOptions,
  { role, witness }: Subject,
): Promise<Answer<WitnessAnswer>> =>
  ask(async () => readWitness(role, await resolveTxt(witness), 'dns:ResolveWitness'), RESOLVER_LIMIT_MS);

const systemResolver: TextResolver = (name) =>
  new Resolver({ timeout: RESOLVER_LIMIT_MS / 2, tries: 2 }).resolveTxt(name);

function announce(terminal: Terminal, { region, witness, check }: Subject): void {
  terminal.print(
    [
      `The health check ${check.Id} of ${region} is inverted until ${witness} says unhealthy, and then put back.`,
      'No client is led to that Region now, so none notices. The alarm health-check-changes pages: announce it.',
    ].join('\n'),
  );
}

const proofOf = (
  pair: Pair,
  role: Role,
  subject: Subject | undefined,
  seen: Pick<WitnessProof, 'result' | 'reason'> & Partial<WitnessProof>,
): WitnessProof => ({
  environment: pair.environment.suffix,
  role,
  region: pair.sides[role].region,
  witness: serviceNames(pair.environment).witness[role],
  healthCheckId: subject?.check.Id,
  unhealthyAfterMs: undefined,
  healthyAfterMs: undefined,
  ...seen,
});

function report({ terminal, json }: ProveWitnessOptions, proof: WitnessProof): void {
  if (json) return terminal.print(JSON.stringify(proof, undefined, 2));
  const { witness, result, reason, unhealthyAfterMs, healthyAfterMs } = proof;
  const seconds = (ms: number | undefined) =>
    ms === undefined ? 'not seen' : `after ${Math.round(ms / 1000)} s`;
  terminal.print(
    result === 'proved'
      ? `${witness} follows its health check: unhealthy ${seconds(unhealthyAfterMs)}, healthy ${seconds(healthyAfterMs)}.`
      : `NOT PROVED (${result}): ${witness}: ${reason}.`,
  );
}
