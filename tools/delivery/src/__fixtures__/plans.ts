import type { ResourceChange } from '../plan/changes';

/** A change of a plan; an update of one attribute unless it is said otherwise. */
export function change(address: string, given: Partial<ResourceChange> = {}): ResourceChange {
  const [type = ''] = address.split('.');
  return { address, type, actions: ['update'], before: { a: 1 }, after: { a: 2 }, ...given };
}

/** What `terraform show -json` prints of a plan with these changes, as it prints them. */
export const planJson = (...changes: readonly object[]): string =>
  JSON.stringify({ format_version: '1.2', terraform_version: '1.11.4', resource_changes: changes });

/** One entry of `resource_changes` that creates a resource. */
export function creation(address: string, after: object = {}, more: object = {}): object {
  const [type = '', name = ''] = address.split('.');
  return {
    address,
    mode: 'managed',
    type,
    name,
    change: { actions: ['create'], before: null, after, after_unknown: {}, after_sensitive: {}, ...more },
  };
}
