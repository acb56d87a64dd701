import { peerOf, ROLES, UserError, type Role } from '@healthcare-dr/topology';
import { names, type Tree } from '@nx/devkit';
import { readDefinition } from '../../inference/definition';
import { libraryOf } from '../tier-name';
import { withRole } from './with-role';

/** Options of the `region-stack` generator. */
export interface RegionStackOptions {
  readonly tier: string;
  /** `primary` or `dr`. */
  readonly role: string;
}

/**
 * Makes `apps/<role>/<tier>/stack.ts` and its spec: like the stack of the other side if that exists, else the plainest there can be. What
 * exists is left as it is.
 *
 * @throws UserError if there is no such role or tier, or if the other side's stack cannot be turned into this one's
 */
export default function regionStack(tree: Tree, { tier, role }: RegionStackOptions): void {
  assertRole(role);
  assertTier(tree, tier);
  const [file, spec] = [fileOf(role, tier), fileOf(role, tier).replace('stack.ts', 'stack.spec.ts')];
  if (!tree.exists(spec)) tree.write(spec, SPEC);
  if (tree.exists(file)) return;
  const peer = tree.read(fileOf(peerOf(role), tier), 'utf8');
  tree.write(file, peer === null ? plainStack(role, tier) : mirrored(peer, role, tier));
}

function fileOf(role: Role, tier: string): string {
  return `apps/${role}/${tier}/stack.ts`;
}

const SPEC = `import { describeStack } from '@healthcare-dr/testing';
import stack from './stack';

describeStack(stack);
`;

function plainStack(role: Role, tier: string): string {
  const { className } = names(tier);
  return `import { ${className} } from '@healthcare-dr/${tier}';
import { defineStack } from '@healthcare-dr/platform';

export default defineStack({
  role: '${role}',
  tier: '${tier}',
  build: (stack) => void new ${className}(stack, '${tier}'),
});
`;
}

function mirrored(peer: string, role: Role, tier: string): string {
  const peerFile = fileOf(peerOf(role), tier);
  if (role === 'dr' && readDefinition(peerFile, peer).readsDr.length > 0) {
    throw new UserError({
      problem: `${peerFile} reaches into the dr Region, which its counterpart there must not.`,
      allowed: 'stacks without readsDr',
      fix: `write ${fileOf(role, tier)} by hand.`,
    });
  }
  return withRole(peer, peerOf(role), role);
}

function assertRole(role: string): asserts role is Role {
  if ((ROLES as readonly string[]).includes(role)) return;
  throw new UserError({
    problem: `There is no role '${role}'.`,
    allowed: ROLES.join(', '),
    fix: 'give one of these with --role.',
  });
}

function assertTier(tree: Tree, tier: string): void {
  if (tree.exists(`${libraryOf(tier)}/contract/project.json`)) return;
  const tiers = tree
    .children('libs')
    .filter((name) => tree.exists(`${libraryOf(name)}/contract/project.json`));
  throw new UserError({
    problem: `There is no tier '${tier}'.`,
    allowed: tiers.join(', '),
    fix: `name one of these, or make it first: nx g @healthcare-dr/nx-cdktf:tier ${tier} --owner <team>.`,
  });
}
