import { deliveryRoleArn } from '@healthcare-dr/drctl/bootstrap';
import { neededBy, staleness, sufficiency, unseenTypes } from '../delivery-roles/assertions';
import { deployDocuments } from '../delivery-roles/documents';
import { readRecordedTypes, writePolicyDocuments, writeRecordedTypes } from '../delivery-roles/files';
import { DELIVERY_ROLES, type DeliveryRole } from '../delivery-roles/implied-actions';
import { permissionsOf } from '../permissions/permissions';
import type { RoleUsage } from '@healthcare-dr/aws-models/iam';
import type { DrillSession, Step } from '../session';
import { DROPPED_ACTION } from './broken-on-purpose';

/**
 * Holds what Terraform's roles are granted to what they used, or makes it what they are granted.
 *
 * @param complete - whether everything was made, planned and deleted: what was not used then is not needed
 */
export function deliveryRoles(session: DrillSession, { complete }: { readonly complete: boolean }): Step {
  const { environment, workspaceRoot, recordPermissions, recorder } = session.props;
  return {
    title: 'Look at what Terraform asked for',
    task: async (_, task) => {
      const deploys = deliveryRoleArn(environment, 'deploy');
      const usages = session.aws
        .roleUsage()
        .map((usage) => (usage.roleArn === deploys ? withoutDenialOf(usage, DROPPED_ACTION) : usage));
      session.permissions = permissionsOf(usages);
      const usageOf = (role: DeliveryRole) =>
        usages.find(({ roleArn }) => roleArn === deliveryRoleArn(environment, role));
      const types = session.standing.flatMap(({ resources }) => resources.map(({ type }) => type));
      if (recordPermissions) {
        const documents = deployDocuments(neededBy(usageOf('deploy')));
        const folder = await writePolicyDocuments(workspaceRoot, documents);
        await writeRecordedTypes(workspaceRoot, types);
        task.title = `Wrote ${[...documents.keys()].join(', ')} to ${folder}`;
      }
      for (const role of DELIVERY_ROLES) recorder.record(sufficiency(role, usageOf(role)));
      if (recordPermissions) return;
      const { documents } = session.deliveryRoles.standing;
      const unseen = complete ? unseenTypes(readRecordedTypes(workspaceRoot), types) : [];
      if (complete && unseen.length === 0) recorder.record(staleness(documents, usageOf('deploy')));
      const limit = `; whether they hold more than they need is not seen without ${unseen.join(', ')}`;
      task.title = `Terraform was held to its roles${unseen.length > 0 ? limit : ''}`;
    },
  };
}

/** What a role was denied while an action was taken from it on purpose is not held against it. */
const withoutDenialOf = ({ denied, ...usage }: RoleUsage, dropped: string): RoleUsage => ({
  ...usage,
  denied: denied.filter(({ action }) => action !== dropped),
});
