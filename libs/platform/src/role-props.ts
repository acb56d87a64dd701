import type { Role } from '@healthcare-dr/topology';

/** Props of a construct that stands on both sides of the pair: a union of arms, told apart by the role. */
export interface RoleProps {
  readonly role: Role;
}

/** An arm without its role, which the stack says already. */
type WithoutRole<Arm> = Omit<Arm, 'role'> & { readonly role?: never };

type Intersection<Union> = (Union extends unknown ? (arm: Union) => void : never) extends (
  arm: infer All,
) => void
  ? All
  : never;

/**
 * What a construct with `Props` is given in a stack of role `R`: the arm of that role, and nothing of the other's. Where it is
 * not known which of the two roles a stack has, what satisfies both.
 *
 * @example
 * type DnsProps = { readonly role: 'primary'; readonly loadBalancers: LoadBalancers } | { readonly role: 'dr' };
 *
 * class Dns<R extends Role> extends Construct {
 *   constructor(scope: TierStack<R>, id: string, props: PropsFor<R, DnsProps>) { … }
 * }
 */
export type PropsFor<R extends Role, Props extends RoleProps> = Intersection<
  R extends Role ? WithoutRole<Extract<Props, { readonly role: R }>> : never
>;
