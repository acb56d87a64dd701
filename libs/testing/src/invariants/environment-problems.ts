import type { StackDefinition } from '@healthcare-dr/platform';
import { isEphemeral } from '@healthcare-dr/topology';
import { EnvironmentModel } from '../model';
import { synthesizeStack } from '../synth';
import { arnFormProblems } from './arn-forms';
import { bucketOrderProblems } from './bucket-order';
import { contractProblems, type DefinedStack } from './contracts';
import { controllerReachProblems } from './controller-reach';
import { foundationProblems } from './foundation';
import { dependenceProblems, primaryRegionMentions } from './independence';
import { weigh } from './declared';
import { logBucketProblems } from './log-buckets';
import { claimsOf, collisions, nameProblems } from './names';
import { metricNamespaceProblems } from './metric-namespaces';
import { observabilityProblems } from './observability';
import { protectionProblems } from './protection';
import type { SynthesizedEnvironment } from './synthesized-environment';
import { invariantsOf } from './tier-invariants';

/**
 * What must hold of every environment, and what does not hold of this one.
 *
 * @returns the problems, none if all is well, by what must hold
 */
export function environmentProblems(
  definitions: readonly StackDefinition[],
  { environment, stacks }: SynthesizedEnvironment,
): Readonly<Record<string, readonly string[]>> {
  const defined = stacks.flatMap((stack): DefinedStack[] =>
    definitions.filter(({ name }) => name === stack.name).map((definition) => ({ definition, stack })),
  );
  const dr = stacks.filter(({ role }) => role === 'dr');
  const model = new EnvironmentModel(environment, stacks);
  return {
    'are all there': definitions
      .filter(({ name }) => !stacks.some((stack) => stack.name === name))
      .map(({ name }) => `${name} is not there.`),
    'carry the environment’s suffix in every name': stacks.flatMap((stack) => nameProblems(stack)),
    'claim no name twice, in one Region or over both': collisions(stacks.flatMap((stack) => claimsOf(stack))),
    'read what is declared, published and deployed before them': contractProblems(defined),
    'refuse to be destroyed in production, and go whole elsewhere': stacks.flatMap((stack) =>
      protectionProblems(stack),
    ),
    'write to buckets that stand before them': bucketOrderProblems(defined),
    'deliver access logs to buckets that take them': logBucketProblems(model),
    'watch, show and tell what is there, and nothing else': observabilityProblems(stacks),
    'publish metrics in namespaces of the environment alone': metricNamespaceProblems(model),
    'grant on ARNs of the form that AWS asks for': arnFormProblems(model),
    'lead the failover controller to port 443 and nowhere else': controllerReachProblems({
      environment,
      stacks,
    }),
    'act on their own account and Region, with their state encrypted and locked': stacks.flatMap((stack) =>
      foundationProblems(stack),
    ),
    'are the same bytes when synthesized again, one by one': definitions
      .filter((definition) => {
        const before = stacks.find(({ name }) => name === definition.name);
        return synthesizeStack(definition, environment).text !== before?.text;
      })
      .map(({ name }) => `${name} differs.`),
    'need nothing of the primary Region on the dr side': dr.flatMap((stack) => dependenceProblems(stack)),
    'name the primary Region nowhere on the dr side, but for what is declared': dr.flatMap((stack) =>
      weigh(
        primaryRegionMentions(stack),
        invariantsOf(stack.tier).primaryRegionMentions ?? [],
      ).unexplained.map(({ found }) => found),
    ),
  };
}

/**
 * The names that two environments of one account both claim, and production in an account with another environment: AWS gives the snapshots
 * of AWS Backup (`awsbackup:*`) one namespace per account, and binds no dimension of a metric, so the roles of one environment reach
 * those of the other.
 */
export function sharedAccountProblems(environments: readonly SynthesizedEnvironment[]): string[] {
  return environments.flatMap((a, index) =>
    environments
      .slice(index + 1)
      .filter((b) => a.environment.accountId === b.environment.accountId)
      .flatMap((b) => {
        const both = `${a.environment.suffix} and ${b.environment.suffix}`;
        const collided = collisions([...a.stacks, ...b.stacks].flatMap((stack) => claimsOf(stack)));
        return [
          ...[a, b]
            .filter(({ environment }) => !isEphemeral(environment))
            .map(
              ({ environment }) =>
                `${both} share account ${environment.accountId}, and ${environment.suffix} is production; allowed: an account of its own.`,
            ),
          ...collided.map((problem) => `${both}: ${problem}`),
        ];
      }),
  );
}
