import type { Mutant } from './mutant';

/** What the adapters make of what the SDK, Node and the resolver tell them. */
export const ADAPTERS: readonly Mutant[] = [
  {
    name: 'a call that timed out was not made',
    breaks: ['1', '2'],
    find: "  if (UNANSWERED.has(code) || UNANSWERED_NAMES.has(name)) return 'timeout';",
    replace: "  if (UNANSWERED.has(code) || UNANSWERED_NAMES.has(name)) return 'unreachable';",
  },
  {
    name: 'throttling is a time-out',
    breaks: ['2'],
    find: "  if (THROTTLED.has(name)) return 'throttled';",
    replace: "  if (THROTTLED.has(name)) return 'timeout';",
  },
  {
    name: 'a denial is a time-out',
    breaks: ['2'],
    find: "return 'denied';",
    replace: "return 'timeout';",
  },
  {
    name: 'a 5xx is a time-out',
    breaks: ['2'],
    find: "  return kindOfName(name) ?? 'unknown';",
    replace: "  return kindOfName(name) ?? 'timeout';",
  },
  {
    name: 'a 5xx is an unreachable service',
    breaks: ['1', '2'],
    find: "  return kindOfName(name) ?? 'unknown';",
    replace: "  return kindOfName(name) ?? 'unreachable';",
  },
  {
    name: 'a state that does not allow it is an unreachable service',
    breaks: ['1'],
    find: "/^Invalid\\w+State(?:Fault)?$/.test(name)) return 'conflict';",
    replace: "/^Invalid\\w+State(?:Fault)?$/.test(name)) return 'unreachable';",
  },
  {
    name: 'a witness that is not there is unhealthy',
    breaks: ['2', '8'],
    find: "  for (const answer of ['healthy', 'unhealthy'] as const)",
    replace:
      "  if (texts.length === 1 && text !== witnessText(role, 'healthy')) return 'unhealthy';\n  for (const answer of ['healthy', 'unhealthy'] as const)",
  },
  {
    name: "any text that says healthy is the witness's",
    breaks: ['9', '11'],
    find: '    if (texts.length === 1 && text === witnessText(role, answer)) return answer;',
    replace: '    if (text?.includes(answer) === true) return answer;',
  },
  {
    name: 'an operation without an end is none',
    breaks: ['1', '4'],
    find: '  if (!Status && !FromDbClusterArn && !ToDbClusterArn) return undefined;',
    replace: "  if (Status !== 'pending') return undefined;",
  },
];
