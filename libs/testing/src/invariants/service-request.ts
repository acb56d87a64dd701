import { allows, coversAction, matchesPattern, type Condition, type Statement } from '../model';

/** What a service of AWS asks of a resource in its own name. */
export interface ServiceRequest {
  /** Its principal, such as `cloudwatch.amazonaws.com`. */
  readonly service: string;
  readonly action: string;
  /** The condition keys that it sends. What is missing here it does not send. */
  readonly keys: Readonly<Record<string, string>>;
}

/** Operators of conditions that name what is admitted, with or without wildcards. */
const NAMING = /^(?:ArnEquals|ArnLike|StringEquals|StringLike)$/;

/** Whether a statement of a resource's own policy admits a request. A condition on anything that is not sent admits nothing. */
export function admits(statement: Statement, { service, action, keys }: ServiceRequest): boolean {
  return (
    allows(statement) &&
    statement.principals.some(({ kind, id }) => kind === 'Service' && id === service) &&
    coversAction(statement, action) &&
    statement.conditions.every((condition) => holds(condition, keys))
  );
}

function holds({ operator, key, values }: Condition, keys: ServiceRequest['keys']): boolean {
  const sent = keys[key];
  return (
    sent !== undefined && NAMING.test(operator) && values.some((pattern) => matchesPattern(pattern, sent))
  );
}
