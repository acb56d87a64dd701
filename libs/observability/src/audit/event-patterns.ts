/** CloudWatch Logs takes no longer pattern (logs PutMetricFilter), in characters. */
const MAX_PATTERN_LENGTH = 1024;

/** Events of one service by their names, as CloudTrail writes them. */
export function eventsOf(service: string, ...names: readonly string[]): string {
  const events = names.map((name) => `($.eventName = ${name})`).join(' || ');
  return checked(`{ ($.eventSource = ${service}.amazonaws.com) && (${events}) }`);
}

/** Events of any service by their names, which are unique to it. */
export function events(...names: readonly string[]): string {
  return checked(`{ ${names.map((name) => `($.eventName = ${name})`).join(' || ')} }`);
}

/** Events of one service about one thing: a request parameter that has this text somewhere in it, be it a name or an ARN. */
export function eventsAbout(
  service: string,
  parameter: string,
  text: string,
  ...names: readonly string[]
): string {
  // Lambda appends the version of its API to its events' names.
  const events = names.map((name) => `($.eventName = "${name}*")`).join(' || ');
  return checked(
    `{ ($.eventSource = ${service}.amazonaws.com) && ($.requestParameters.${parameter} = "*${text}*") && (${events}) }`,
  );
}

function checked(pattern: string): string {
  if (pattern.length > MAX_PATTERN_LENGTH)
    throw new Error(
      `A pattern has ${pattern.length} characters, and may have ${MAX_PATTERN_LENGTH}: ${pattern}`,
    );
  return pattern;
}
