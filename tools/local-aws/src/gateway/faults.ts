import { REGION_ZONES, UserError, type Region } from '@healthcare-dr/topology';
import { z } from 'zod';
import { GLOBAL_REGION, type CredentialScope } from './credential-scope';
import type { Random } from './random';

/** Where a fault can be: a Region, or `aws-global` for the services without Regions. */
export type FaultRegion = Region | typeof GLOBAL_REGION;

const FAULT_REGIONS = [...(Object.keys(REGION_ZONES) as Region[]), GLOBAL_REGION] as const;

const services = z
  .array(z.string().regex(/^[a-z0-9.-]+$/, 'must be a signing name such as rds or monitoring'))
  .min(1);
const callers = z.array(z.string().regex(/^arn:aws[\w-]*:sts::/, 'must be the ARN of a session')).min(1);
const share = z.number().gt(0).max(1);

/** The most a request is held back: beyond it, a client has long given up, and `hang` says what is meant. */
const MAX_DELAY_MS = 600_000;
const delayMs = z.number().int().min(0).max(MAX_DELAY_MS);

const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('slow'),
    delayMs,
    jitterMs: delayMs.optional(),
    services: services.optional(),
  }),
  z.strictObject({ kind: z.literal('throttle'), rate: share, services: services.optional() }),
  z.strictObject({
    kind: z.literal('fail'),
    status: z.number().int().min(400).max(599),
    code: z.string().regex(/^[A-Za-z0-9.]+$/, 'must be an error code such as InternalFailure'),
    rate: share.optional(),
    services: services.optional(),
  }),
  z.strictObject({
    kind: z.literal('black-out'),
    mode: z.enum(['reset', 'hang']),
    services: services.optional(),
    callers: callers.optional(),
    exceptCallers: callers.optional(),
  }),
]);

/**
 * What is wrong with a Region. Each kind can be narrowed to `services`, by signing name.
 *
 * - `slow`: each request waits `delayMs`, plus up to `jitterMs`
 * - `throttle`: this share (`rate`, above 0 up to 1) of the requests gets the throttling error of its protocol
 * - `fail`: this share of the requests (all by default) gets `status` and `code`
 * - `black-out`: no request gets an answer; its connection is reset at once, or hangs. It can be narrowed to `callers`, by the
 *   ARN of their session: the way of these is cut, and everybody else's is open. `exceptCallers` are those who are inside
 */
export type Fault = z.infer<typeof faultSchema>;

/** The kinds of {@link Fault}. */
export type FaultKind = Fault['kind'];

/** A fault and where it is. */
export type PlacedFault = Fault & { readonly region: FaultRegion };

/** What the faults do to one request. */
export interface FaultEffect {
  /** How long it waits first. */
  readonly delayMs: number;
  /** The fault that decides its answer. @default - undefined: it is answered by AWS */
  readonly fault?: Exclude<Fault, { kind: 'slow' }>;
}

/**
 * Checks what was given as a fault.
 *
 * @throws UserError naming every field that cannot be used
 */
export function parseFault(input: unknown): Fault {
  const result = faultSchema.safeParse(input);
  if (result.success) return result.data;
  const findings = result.error.issues.map(
    (issue) => `\n    ${issue.path.join('.') || 'fault'}: ${issue.message}`,
  );
  throw new UserError({
    problem: `The fault ${JSON.stringify(input) ?? String(input)} cannot be used:${findings.join('')}`,
    allowed:
      '{kind: slow, delayMs, jitterMs?}, {kind: throttle, rate}, {kind: fail, status, code, rate?} or ' +
      '{kind: black-out, mode: reset | hang}; each with services? (signing names); black-out with callers?, exceptCallers? (ARNs of sessions)',
    fix: 'correct the fields named above.',
  });
}

/**
 * Checks what was given as the place of a fault.
 *
 * @throws UserError if there is no such Region
 */
export function parseFaultRegion(name: string): FaultRegion {
  const region = FAULT_REGIONS.find((candidate) => candidate === name);
  if (region !== undefined) return region;
  throw new UserError({
    problem: `There is no Region '${name}'.`,
    allowed: FAULT_REGIONS.join(', '),
    fix: 'correct the name of the Region.',
  });
}

/** Whose request it is, and in which session it was signed. */
export type CalledScope = CredentialScope & { readonly caller?: string };

/** Whether a fault concerns a request. */
export function concerns(
  fault: Fault,
  { service, caller }: Pick<CalledScope, 'service' | 'caller'>,
): boolean {
  if (fault.services !== undefined && !fault.services.includes(service)) return false;
  if (fault.kind !== 'black-out') return true;
  if (caller !== undefined && fault.exceptCallers?.includes(caller) === true) return false;
  return fault.callers === undefined || (caller !== undefined && fault.callers.includes(caller));
}

/** The faults in force. */
export class FaultTable {
  private readonly byRegion = new Map<string, Fault[]>();

  constructor(private readonly random: Random) {}

  /** Puts a fault in force. It replaces one of the same kind with the same services and callers there; others stay. */
  set(region: FaultRegion, fault: Fault): void {
    const scope = (other: Fault) =>
      JSON.stringify([
        other.kind,
        (other.services ?? []).toSorted(),
        other.kind === 'black-out' ? (other.callers ?? []).toSorted() : [],
      ]);
    const others = (this.byRegion.get(region) ?? []).filter((other) => scope(other) !== scope(fault));
    this.byRegion.set(region, [...others, fault]);
  }

  /** Ends every fault of a Region, or of all. */
  heal(region?: FaultRegion): void {
    if (region === undefined) this.byRegion.clear();
    else this.byRegion.delete(region);
  }

  /** The faults in force, by Region in the order of their coming. */
  list(): PlacedFault[] {
    return [...this.byRegion].flatMap(([region, faults]) =>
      faults.map((fault) => ({ region: region as FaultRegion, ...fault })),
    );
  }

  /** The faults that concern a request. */
  concerning(scope: Pick<CalledScope, 'region' | 'service' | 'caller'>): Fault[] {
    return (this.byRegion.get(scope.region) ?? []).filter((fault) => concerns(fault, scope));
  }

  /** Decides about one request. A black-out comes before everything else, throttling before failing. */
  judge(scope: CalledScope): FaultEffect {
    const faults = this.concerning(scope);
    const blackOut = faults.find((fault) => fault.kind === 'black-out');
    if (blackOut !== undefined) return { delayMs: 0, fault: blackOut };
    const delayMs = faults
      .filter((fault) => fault.kind === 'slow')
      .reduce((sum, fault) => sum + fault.delayMs + this.random() * (fault.jitterMs ?? 0), 0);
    const answering = [
      ...faults.filter((fault) => fault.kind === 'throttle'),
      ...faults.filter((fault) => fault.kind === 'fail'),
    ];
    const fault = answering.find(({ rate = 1 }) => this.random() < rate);
    return fault === undefined ? { delayMs } : { delayMs, fault };
  }
}
