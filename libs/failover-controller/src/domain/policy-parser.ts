import type { Hold, Mode, Policy } from './policy';

/** What stands in a parameter is no policy, or no hold switch. The message says what was given and what is allowed. */
export class PolicyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicyError';
  }
}

type Fields = Readonly<Record<string, unknown>>;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const MODES: readonly Mode[] = ['automatic', 'approval', 'notify-only'];

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const shown = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value).slice(0, 60);

function fieldsOf(json: string, what: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw new PolicyError(`The ${what} is no JSON: ${json.slice(0, 60) || 'it is empty'}`);
  }
  if (!isFields(value)) throw new PolicyError(`The ${what} must be a JSON object, not ${shown(value)}`);
  return value;
}

function refuseUnknown(fields: Fields, known: readonly string[], what: string): void {
  const unknown = Object.keys(fields).filter((name) => !known.includes(name));
  if (unknown.length > 0)
    throw new PolicyError(`The ${what} knows no field ${unknown.join(', ')}; it has ${known.join(', ')}`);
}

/** A duration in whole milliseconds. One below the least is most likely meant as seconds. */
function duration(fields: Fields, name: string, least: number, most: number): number {
  const value = fields[name];
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw new PolicyError(
      `policy.${name} must be whole milliseconds from ${least} to ${most} (15 minutes are 900000), not ${shown(value)}`,
    );
  return value;
}

/** The steps in which Aurora Serverless v2 and ECS take a least capacity. */
function capacity(
  fields: Fields,
  name: string,
  least: number,
  most: number,
  step: number,
): number | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'number' || value < least || value > most || !Number.isInteger(value / step))
    throw new PolicyError(
      `policy.capacity.${name} must be from ${least} to ${most} in steps of ${step}, or left out, not ${shown(value)}`,
    );
  return value;
}

const POLICY_FIELDS = [
  'mode',
  'lagBoundMs',
  'lagMaxAgeMs',
  'confirmationMs',
  'cooldownMs',
  'plannedLagMs',
  'operationDeadlineMs',
  'reissueAfterMs',
  'approvalMs',
  'failoverWhileReplicatingAfterMs',
  'capacity',
] as const;

/** What policies of before had: signals were counted, whatever path they came by. They are read, and count for nothing. */
const FORMER_FIELDS = ['quorum'] as const;

/** Rounds that confirm a lost Region are at least this far apart; a policy of before may say less, and is held to this. */
export const LEAST_CONFIRMATION_MS = 180_000;

const confirmationOf = (fields: Fields): number =>
  'quorum' in fields
    ? Math.max(LEAST_CONFIRMATION_MS, duration(fields, 'confirmationMs', 1_000, HOUR_MS))
    : duration(fields, 'confirmationMs', LEAST_CONFIRMATION_MS, HOUR_MS);

const optionalDuration = (fields: Fields, name: string): number | undefined =>
  fields[name] === undefined || fields[name] === null
    ? undefined
    : duration(fields, name, LEAST_CONFIRMATION_MS, DAY_MS);

/**
 * The policy as it stands in its parameter. Nothing has a default here: the stack writes every field.
 *
 * @throws PolicyError for anything that is missing, unknown, of another type, out of range or contradictory
 */
export function parsePolicy(json: string): Policy {
  const fields = fieldsOf(json, 'policy');
  refuseUnknown(fields, [...POLICY_FIELDS, ...FORMER_FIELDS], 'policy');
  const { mode } = fields;
  if (!MODES.includes(mode as Mode))
    throw new PolicyError(`policy.mode must be one of ${MODES.join(', ')}, not ${shown(mode)}`);
  const floors = fields['capacity'] ?? {};
  if (!isFields(floors)) throw new PolicyError(`policy.capacity must be an object, not ${shown(floors)}`);
  refuseUnknown(floors, ['minTasks', 'minAcu'], 'policy.capacity');
  const policy: Policy = {
    mode: mode as Mode,
    lagBoundMs: duration(fields, 'lagBoundMs', 1_000, DAY_MS),
    lagMaxAgeMs: duration(fields, 'lagMaxAgeMs', 1_000, DAY_MS),
    confirmationMs: confirmationOf(fields),
    cooldownMs: duration(fields, 'cooldownMs', 1_000, 30 * DAY_MS),
    plannedLagMs: duration(fields, 'plannedLagMs', 1, HOUR_MS),
    operationDeadlineMs: duration(fields, 'operationDeadlineMs', 1_000, DAY_MS),
    reissueAfterMs: duration(fields, 'reissueAfterMs', 1_000, HOUR_MS),
    approvalMs: duration(fields, 'approvalMs', 1_000, DAY_MS),
    failoverWhileReplicatingAfterMs: optionalDuration(fields, 'failoverWhileReplicatingAfterMs'),
    capacity: {
      minTasks: capacity(floors, 'minTasks', 0, 1_000, 1),
      minAcu: capacity(floors, 'minAcu', 0.5, 256, 0.5),
    },
  };
  if (policy.reissueAfterMs >= policy.operationDeadlineMs)
    throw new PolicyError(
      `policy.reissueAfterMs (${policy.reissueAfterMs}) must be less than policy.operationDeadlineMs (${policy.operationDeadlineMs}): a promotion is asked for again before it counts as stuck`,
    );
  return policy;
}

/**
 * The hold switch as it stands in its parameter: `{"held": false, "reason": ""}`.
 *
 * @throws PolicyError for anything else
 */
export function parseHold(json: string): Hold {
  const fields = fieldsOf(json, 'hold switch');
  refuseUnknown(fields, ['held', 'reason'], 'hold switch');
  const { held, reason } = fields;
  if (typeof held !== 'boolean') throw new PolicyError(`hold.held must be true or false, not ${shown(held)}`);
  if (typeof reason !== 'string') throw new PolicyError(`hold.reason must be a string, not ${shown(reason)}`);
  return { held, reason };
}
