import type { Mutant } from './mutant';

/** What each vantage point is believed to say, and what they amount to. */
export const EVIDENCE: readonly Mutant[] = [
  {
    name: 'a pair without a history is a whole one',
    breaks: ['18'],
    find: '  !(lag.known && lag.value === undefined && valueOf(replicated) === false);',
    replace: '  lag !== undefined || replicated !== undefined;',
  },
  {
    name: 'a global cluster that is not found for a moment is a pair that is gone',
    breaks: ['5', '9'],
    find: '  if (mayBeBlip(site, observation, before)) return unchanged;',
    replace: '  if (mayBeBlip(site, observation, before) && at === 0) return unchanged;',
  },
  {
    name: 'a control plane of which nothing is known is silent',
    breaks: ['2'],
    find: "  if (probe === 'down' && checkers === 'unhealthy' && controlPlane === 'silent') {",
    replace: "  if (probe === 'down' && checkers === 'unhealthy') {",
  },
  {
    name: 'a dead service is a lost Region',
    breaks: ['2', '8'],
    find: "    if (probe === 'down' && checkers === 'unhealthy') return 'service-down';",
    replace: "    if (probe === 'down' && checkers === 'unhealthy') return 'lost';",
  },
  {
    name: 'a service that only one vantage point finds down is well while the checkers are unknown',
    breaks: ['9'],
    find: "  (probe === 'down' && checkers === 'unknown') ||",
    replace: '',
  },
  {
    name: 'a service that only the checkers find down is well while the probe is unknown',
    breaks: ['9'],
    find: "  (probe === 'unknown' && checkers === 'unhealthy') ||",
    replace: '',
  },
  {
    name: 'a database of which its control plane tells nothing is well although nothing is replicated',
    breaks: ['9'],
    find: "checkers === 'unhealthy') ||\n  (database === 'unknown' && replication === 'stopped');",
    replace: "checkers === 'unhealthy');",
  },
  {
    name: 'a control plane that answers does not count once replication has stopped',
    breaks: ['10'],
    find: "  if (controlPlane === 'answers') {",
    replace: "  if (controlPlane === 'answers' && replication !== 'stopped') {",
  },
  {
    name: 'the way out is taken for open',
    breaks: ['2', '8'],
    find: "  const egress = valueOf(observation.egress) === true ? 'open' : 'closed';",
    replace: "  const egress = valueOf(observation.egress) !== undefined ? 'open' : 'closed';",
  },
  {
    name: 'healthy checkers do not count',
    breaks: ['8', '2'],
    find: "checkers = valueOf(observation.peerWitness) ?? 'unknown';",
    replace: "checkers = valueOf(observation.peerWitness) === undefined ? 'unknown' : 'unhealthy';",
  },
  {
    name: 'an unknown witness is an unhealthy one',
    breaks: ['2', '8'],
    find: "checkers = valueOf(observation.peerWitness) ?? 'unknown';",
    replace: "checkers = valueOf(observation.peerWitness) ?? 'unhealthy';",
  },
  {
    name: "the own witness is asked instead of the peer's",
    breaks: ['2', '5', '9'],
    find: "checkers = valueOf(observation.peerWitness) ?? 'unknown';",
    replace: "checkers = valueOf(observation.ownWitness) ?? 'unknown';",
  },
  {
    name: 'a throttled control plane is silent',
    breaks: ['2'],
    find: "    case 'throttled':\n    case 'denied':\n    case 'conflict':\n    case 'not-found':\n    case 'invalid':\n    case 'malformed':\n      return 'answers';",
    replace:
      "    case 'denied':\n    case 'conflict':\n    case 'not-found':\n    case 'invalid':\n    case 'malformed':\n      return 'answers';\n    case 'throttled':\n      return 'silent';",
  },
  {
    name: 'a control plane that denies is silent',
    breaks: ['2'],
    find: "    case 'denied':\n    case 'conflict':\n    case 'not-found':",
    replace: "    case 'denied':\n      return 'silent';\n    case 'conflict':\n    case 'not-found':",
  },
  {
    name: 'a 5xx of the control plane is silence',
    breaks: ['2'],
    find: "      // A 5xx: something answered, but nobody can say what.\n      return 'unknown';",
    replace: "      return 'silent';",
  },
  {
    name: 'a control plane that is silent is unknown',
    breaks: ['5'],
    find: "      return egress === 'open' ? 'silent' : 'unknown';",
    replace: "      return 'unknown';",
  },
  {
    name: 'replication does not count',
    breaks: ['2'],
    find: "    if (replication === 'stopped') return 'lost';\n    if (replication === 'fresh') return 'lost-replicating';",
    replace: "    return replication === 'stopped' || replication === 'fresh' ? 'lost' : 'undetermined';",
  },
  {
    name: 'replication of which nothing is known has stopped',
    breaks: ['2'],
    find: "  return appliedUpTo(newest) >= since ? 'fresh' : 'unknown';",
    replace: "  return appliedUpTo(newest) >= since ? 'fresh' : 'stopped';",
  },
  {
    name: 'replication has stopped after a minute',
    breaks: ['2'],
    find: "  if (now - appliedUpTo(newest) > REPLICATION_STOPPED_MS) return 'stopped';",
    replace: "  if (now - appliedUpTo(newest) > 60_000) return 'stopped';",
  },
  {
    name: 'what was written before the evidence shows that replication works',
    breaks: ['5', '9'],
    find: "  return appliedUpTo(newest) >= since ? 'fresh' : 'unknown';",
    replace: "  return appliedUpTo(newest) >= since - 600_000 ? 'fresh' : 'unknown';",
  },
  {
    name: 'a growing lag is fresh',
    breaks: ['5'],
    find: 'measuredAt - lagMs;',
    replace: 'measuredAt - lagMs + lagMs;',
  },
  {
    name: 'a database that fails over is a lost Region',
    breaks: ['2', '8'],
    find: "  if (peer.known) return 'answers';",
    replace: "  if (peer.known) return peer.value?.status === 'failing-over' ? 'silent' : 'answers';",
  },
  {
    name: 'a database that is not available is a lost Region',
    breaks: ['2', '8'],
    find: "  if (peer.known) return 'answers';",
    replace:
      "  if (peer.known)\n    return peer.value !== undefined && peer.value.availableInstances > 0 ? 'answers' : 'silent';",
  },
];
