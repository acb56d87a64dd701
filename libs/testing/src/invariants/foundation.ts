import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import { hostedZoneAccountOf, watchRegionOf } from '@healthcare-dr/topology';
import { blocksOf, objectOf, stringsOf } from '../json';
import type { SynthesizedStack } from '../synthesized-stack';
import { invariantsOf } from './tier-invariants';

const REQUIRED_TAGS = ['Project', 'Environment', 'Tier', 'Role', 'DataClassification', 'ManagedBy'];

/** A Region of the pair, or one outside it for which the tier has a reason. */
function mayStandIn({ environment, role, tier }: SynthesizedStack, alias: unknown, region: string): boolean {
  const { globalProvider, watchProvider } = invariantsOf(tier);
  if (alias === 'global' && region === GLOBAL_SERVICES_REGION)
    return role === 'primary' && globalProvider !== undefined;
  if (alias === 'watch')
    return role === 'primary' && watchProvider !== undefined && region === watchRegionOf(environment);
  return [environment.primary.region, environment.dr.region].some((own) => own === region);
}

/** What of a stack's providers, state, tags and roles would let it act on the wrong account, leave its state open, or grant beyond the boundary. */
export function foundationProblems(stack: SynthesizedStack): string[] {
  const { accountId, suffix } = stack.environment;
  const own = stack.environment[stack.role].region;
  const problems: string[] = [];
  const require = (holds: boolean, message: string) => {
    if (!holds) problems.push(`${stack.name}: ${message}`);
  };

  const { permissionsBoundary } = stack.environment;
  for (const { address, attributes } of stack.resources('aws_iam_role')) {
    const bound = attributes['permissions_boundary'];
    require(bound ===
      permissionsBoundary, `${address} has the boundary ${String(bound)}, and ${String(permissionsBoundary)} is configured.`);
  }

  const providers = stack.providers();
  require(providers.length > 0, 'has no aws provider.');
  for (const provider of providers) {
    const name = `the provider ${String(provider['alias'] ?? 'aws')}`;
    const [tags] = blocksOf(provider['default_tags']).map((block) => objectOf(block['tags']));
    const region = String(provider['region']);
    require(mayStandIn(stack, provider['alias'], region), `${name} stands in ${region}.`);
    const account = provider['alias'] === 'hosted_zone' ? hostedZoneAccountOf(stack.environment) : accountId;
    require(stringsOf(provider['allowed_account_ids']).join() ===
      account, `${name} does not admit ${account} alone.`);
    require(REQUIRED_TAGS.every(
      (tag) => typeof tags?.[tag] === 'string',
    ), `${name} does not set the tags ${REQUIRED_TAGS.join(', ')}.`);
    require(tags?.['Environment'] === suffix &&
      tags['Tier'] === stack.tier &&
      tags['Role'] === stack.role, `${name} tags another stack.`);
  }
  problems.push(...hostedZoneProblems(stack));
  const main = providers.filter((provider) => provider['alias'] === undefined);
  require(main.length === 1 && main[0]?.['region'] === own, `its own provider does not stand in ${own}.`);

  const { backend } = stack;
  require(backend['region'] === own, `its state is in ${String(backend['region'])}, not in ${own}.`);
  require(backend['key'] === `${stack.name}.tfstate`, `its state's key is ${String(backend['key'])}.`);
  require(backend['encrypt'] === true, 'its state is not encrypted.');
  require(/^arn:aws[a-z-]*:kms:/.test(String(backend['kms_key_id'])), 'its state has no customer key.');
  require(backend['use_lockfile'] === true, 'its state is not locked.');
  require(stringsOf(backend['allowed_account_ids']).join() ===
    accountId, `its state's account is not ${accountId} alone.`);
  require(typeof objectOf(stack.json['terraform'])['required_version'] ===
    'string', 'names no version of Terraform.');
  return problems;
}

/** What may act by the role for a hosted zone in another account. */
const OF_HOSTED_ZONE: ReadonlySet<string> = new Set(['aws_route53_record', 'aws_route53_zone']);

/** Who acts by a role that nobody configured, or in the account of the hosted zone without a need, or outside it. */
function hostedZoneProblems(stack: SynthesizedStack): string[] {
  const { hostedZoneRoleArn: configured } = stack.environment.dns;
  const assuming = stack.providers().flatMap((provider) => {
    const [role] = blocksOf(provider['assume_role']).map((block) => block['role_arn']);
    const expected = provider['alias'] === 'hosted_zone' ? configured : undefined;
    return role === expected
      ? []
      : [
          `${stack.name}: the provider ${String(provider['alias'] ?? 'aws')} assumes ${String(role)}, not ${String(expected)}.`,
        ];
  });
  const misplaced = [...stack.allResources, ...stack.allDataSources].flatMap(
    ({ address, type, attributes }) => {
      const isThere = attributes['provider'] === 'aws.hosted_zone';
      const belongsThere = configured !== undefined && OF_HOSTED_ZONE.has(type);
      return isThere === belongsThere
        ? []
        : [`${stack.name}: ${address} acts ${isThere ? '' : 'not '}in the account of the hosted zone.`];
    },
  );
  return [...assuming, ...misplaced];
}
