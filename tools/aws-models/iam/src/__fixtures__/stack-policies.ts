import type { SynthesizedStack } from '@healthcare-dr/testing';
import { topologyOf, watchRegionOf } from '@healthcare-dr/topology';
import { parsePolicy } from '../policy/parse-policy';
import type { Policy } from '../policy/policy';

/** A policy document of a synthesized stack. */
export interface StackPolicy {
  readonly stack: string;
  /** Of the resource that holds it. */
  readonly address: string;
  readonly type: string;
  /** The resource's attribute: a role holds a trust policy. */
  readonly attribute: string;
  readonly policy: Policy;
}

/** Every policy document that a stack would create, Terraform's expressions resolved by {@link resolve}. */
export function policiesOf(stack: SynthesizedStack, resolve = standIn): StackPolicy[] {
  return stack.allResources.flatMap(({ address, type, attributes }) =>
    Object.entries(attributes).flatMap(([attribute, value]) => {
      if (typeof value !== 'string' || !value.includes('"Statement"')) return [];
      const text = value.replaceAll(/\$\{([^}]*)\}/g, (_, expression: string) => resolve(stack, expression));
      const policy = parsePolicy(`${stack.name} ${address}`, text);
      return [{ stack: stack.name, address, type, attribute, policy }];
    }),
  );
}

/** The id that {@link standIn} gives the cluster, by which IAM knows its users. */
export const CLUSTER_RESOURCE_ID = 'cluster-OWN';

/** The ARN of a key by its purpose, that of a secret, and the id of the cluster; any other reference becomes a name. */
export function standIn({ name, environment }: SynthesizedStack, expression: string): string {
  const [, other, purpose, secret] =
    /contract-(?:(primary|dr)-)?(?:kms-(\w+)KeyArn|aurora-(secretArn))/.exec(expression) ?? [];
  const role = (other ?? name.split('-')[0]) === 'primary' ? 'primary' : 'dr';
  const { region } = topologyOf(environment, role);
  if (purpose !== undefined) return keyArn(environment.accountId, region, purpose);
  if (secret !== undefined) return secretArn(environment.accountId, region);
  if (expression.includes('contract-notifications-watchKeyArn'))
    return keyArn(environment.accountId, watchRegionOf(environment), 'watch');
  if (expression.includes('contract-aurora-clusterResourceId')) return CLUSTER_RESOURCE_ID;
  return expression.replaceAll(/[^A-Za-z0-9-]/g, '-');
}

/** The ARN that {@link standIn} gives the key of a purpose. */
export const keyArn = (accountId: string, region: string, purpose: string): string =>
  `arn:aws:kms:${region}:${accountId}:key/${purpose}`;

/** The ARN that {@link standIn} gives the database's secret. */
export const secretArn = (accountId: string, region: string): string =>
  `arn:aws:secretsmanager:${region}:${accountId}:secret:database-AbCdEf`;
