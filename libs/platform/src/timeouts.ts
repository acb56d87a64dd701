import type { Environment } from '@healthcare-dr/topology';
import { TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';

/** The operations on a resource that take time on AWS; Terraform's fourth, `read`, does not. */
const OPERATIONS = ['create', 'update', 'delete'] as const;

type Timeouts = Partial<Record<(typeof OPERATIONS)[number], string>>;

/** A resource that Terraform waits for: its class has the block, and the block the operations that the provider knows. */
interface Waiting {
  readonly timeouts: object;
  putTimeouts(value: Timeouts): void;
}

const isWaiting = (resource: object): resource is Waiting => 'putTimeouts' in resource;

/**
 * Lets Terraform wait for AWS as long as the environment says, on every resource that it waits for: the provider's own limits
 * differ from resource to resource, up to two hours, and a drill or a deployment that hangs has to end.
 */
export function limitWaits(scope: IConstruct, limits: Environment['timeouts']): void {
  const { createMinutes, updateMinutes, deleteMinutes } = limits;
  const minutes = { create: createMinutes, update: updateMinutes, delete: deleteMinutes };
  for (const node of scope.node.findAll()) {
    if (!TerraformResource.isTerraformResource(node) || !isWaiting(node)) continue;
    const { timeouts: block } = node;
    const known = OPERATIONS.filter((operation) => operation in block);
    node.putTimeouts(Object.fromEntries(known.map((operation) => [operation, `${minutes[operation]}m`])));
  }
}
