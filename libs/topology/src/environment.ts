import { dev } from './environments/dev';
import { prod } from './environments/prod';
import { us } from './environments/us';
import { ConfigurationError } from './errors';
import type { Role } from './roles';
import { environmentSchema, type Environment, type EnvironmentInput, type RegionTopology } from './schema';

/** The environments with a file of their own, by suffix. */
export const BUILT_IN_ENVIRONMENTS: Readonly<Record<string, EnvironmentInput>> = { dev, prod, us };

const PULL_REQUEST = /^pr[1-9]\d*$/;
const KNOWN = `${Object.keys(BUILT_IN_ENVIRONMENTS).join(', ')}, or pr<number> such as pr42`;

/** Where the choice of an environment can come from; the first that is set wins. */
export interface EnvironmentChoice {
  /** The value of `ENVIRONMENT_SUFFIX`. */
  readonly environmentSuffix: string | undefined;
  /** CDKTF context, from `cdktf.json` or `CDKTF_CONTEXT_JSON`. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** The CDKTF context key that chooses the environment. */
export const CONTEXT_KEY = 'environmentSuffix';

/**
 * The suffix of the chosen environment: `ENVIRONMENT_SUFFIX` if it is set, else CDKTF context.
 *
 * @throws ConfigurationError if neither chooses one
 */
export function chooseEnvironment(choice: EnvironmentChoice): string {
  const chosen = choice.environmentSuffix ?? choice.context[CONTEXT_KEY];
  if (typeof chosen === 'string' && chosen !== '') return chosen;
  throw new ConfigurationError({
    problem: 'No environment is chosen.',
    allowed: KNOWN,
    fix: `set ENVIRONMENT_SUFFIX (ENVIRONMENT_SUFFIX=dev npm run synth), or "${CONTEXT_KEY}" in the context of cdktf.json.`,
  });
}

/**
 * The environment of this suffix, validated.
 *
 * @throws ConfigurationError if there is none, or if its configuration cannot be deployed
 */
export function loadEnvironment(suffix: string): Environment {
  const builtIn = Object.hasOwn(BUILT_IN_ENVIRONMENTS, suffix) ? BUILT_IN_ENVIRONMENTS[suffix] : undefined;
  if (builtIn !== undefined) return parseEnvironment(builtIn);
  if (PULL_REQUEST.test(suffix)) return parseEnvironment(pullRequest(suffix));
  throw new ConfigurationError({
    problem: `There is no environment '${suffix}'.`,
    allowed: KNOWN,
    fix: `choose one of these with ENVIRONMENT_SUFFIX, or add libs/topology/src/environments/${/^\w+$/.test(suffix) ? suffix : '<suffix>'}.ts and list it in environment.ts.`,
  });
}

/** A copy of `dev` under its own suffix, with names of its own in the zone that the two share. */
const pullRequest = (suffix: string): EnvironmentInput => ({
  ...dev,
  suffix,
  trail: {
    enabled: false,
    optOutReason:
      'The account is shared with dev, whose trails record it; CloudTrail has room for five in a Region, and each environment takes two.',
  },
  dns: {
    ...dev.dns,
    recordLabel: `app-${suffix}`,
    queryLogging: {
      enabled: false,
      optOutReason:
        'A zone has one query logging configuration, and the zone is shared with dev, which logs it.',
    },
  },
});

/**
 * Validates a configuration and fills in its defaults. All that is wrong with it is said at once.
 *
 * @throws ConfigurationError naming every field that cannot be used, what is allowed there, and where to mend it
 */
export function parseEnvironment(input: EnvironmentInput): Environment {
  const result = environmentSchema.safeParse(input);
  if (result.success) return result.data;
  const suffix = String(input.suffix);
  const findings = result.error.issues.map(
    (issue) => `\n    ${issue.path.join('.') || 'environment'} ${issue.message}`,
  );
  throw new ConfigurationError({
    problem: `Environment '${suffix}' cannot be used:${findings.join('')}`,
    fix: Object.hasOwn(BUILT_IN_ENVIRONMENTS, suffix)
      ? `edit libs/topology/src/environments/${suffix}.ts.`
      : 'edit the environment’s file in libs/topology/src/environments, or choose another suffix.',
  });
}

/** The side of the pair that a role stands for. */
export function topologyOf(environment: Environment, role: Role): RegionTopology {
  return environment[role];
}

/** Whether the environment may be destroyed whole, data included. */
export function isEphemeral(environment: Environment): boolean {
  return environment.deletionPolicy === 'ephemeral';
}
