type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** One condition of a list, of which one must hold. */
function ruleHolds(rule: unknown, value: unknown): boolean {
  if (typeof rule === 'string') return value === rule;
  if (!isObject(rule) || typeof value !== 'string') return false;
  const [[operator, operand] = []] = Object.entries(rule);
  if (operator === 'prefix') return value.startsWith(String(operand));
  throw new Error(`The evaluator knows no operator '${operator}'.`);
}

function propertiesHold(policy: Readonly<Record<string, unknown>>, body: unknown): boolean {
  if (!isObject(body)) return false;
  return Object.entries(policy).every(([key, condition]) => {
    if (key === '$or') {
      const branches = condition as readonly Readonly<Record<string, unknown>>[];
      return branches.some((branch) => propertiesHold(branch, body));
    }
    return Array.isArray(condition)
      ? condition.some((rule) => ruleHolds(rule, body[key]))
      : isObject(condition) && propertiesHold(condition, body[key]);
  });
}

/**
 * Whether SNS delivers a message to a subscription that looks into bodies, for the operators this tier uses. A body that is not
 * JSON is filtered out (the metric NumberOfNotificationsFilteredOut-InvalidMessageBody counts it).
 *
 * @see https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html
 */
export function delivers(filterPolicy: string | undefined, message: string): boolean {
  if (filterPolicy === undefined) return true;
  let body: Value;
  try {
    body = JSON.parse(message) as Value;
  } catch {
    return false;
  }
  return propertiesHold(JSON.parse(filterPolicy) as Readonly<Record<string, unknown>>, body);
}
