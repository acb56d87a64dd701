import { BACKED_UP } from '@healthcare-dr/backup/contract';
import type { Environment } from '@healthcare-dr/topology';
import { ask } from '../answer';
import { SERVICE_LINKED_ROLES, missingServiceLinkedRoles } from '../bootstrap/service-linked-roles';
import { askSubscriptions } from '../facts/subscriptions';
import { askOptIns } from '../facts/upkeep';
import type { Account, AccountClients } from './clients';
import { CHECK_LIMIT_MS, findingOf, type PreflightFinding } from './finding';

/** Whether AWS Backup takes what the plan names: what is opted out in a Region is skipped, and no job fails. */
export async function checkBackupOptIn({ backup, region }: AccountClients): Promise<PreflightFinding> {
  const answer = await askOptIns({ backup }, CHECK_LIMIT_MS);
  const optIn = BACKED_UP.map((type) => `${type}=true`).join(',');
  return findingOf(
    {
      id: 'backup-opt-in',
      scope: region,
      needed: `${BACKED_UP.join(' and ')} opted in to AWS Backup`,
      fix: 'opt them in: it is one setting of the account in the Region, for everybody',
      commands: [
        `aws backup update-region-settings --resource-type-opt-in-preference ${optIn} --region ${region}`,
      ],
    },
    answer,
    (preference) => {
      const out = BACKED_UP.filter((type) => preference[type] !== true);
      return {
        holds: out.length === 0,
        found: out.length === 0 ? `${BACKED_UP.join(' and ')} opted in` : `${out.join(' and ')} not opted in`,
      };
    },
  );
}

/** Whether the roles exist that AWS's services take by themselves; `npm run bootstrap` creates them. */
export async function checkServiceLinkedRoles({ environment, iam }: Account): Promise<PreflightFinding> {
  const answer = await ask((options) => missingServiceLinkedRoles(iam, options), CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'service-linked-roles',
      scope: 'global',
      needed: SERVICE_LINKED_ROLES.map(({ roleName }) => roleName).join(', '),
      fix: 'bootstrap the environment, which creates them',
      commands: [`npm run bootstrap -- --environment ${environment.suffix}`],
    },
    answer,
    (missing) => ({
      holds: missing.length === 0,
      found: missing.length === 0 ? 'all of them' : `without ${missing.join(', ')}`,
    }),
  );
}

/** Whether everybody who is to be told has confirmed the subscription; before the topic stands there is nothing to confirm. */
export async function checkSubscriptions(
  environment: Environment,
  { sns, naming, region }: Pick<AccountClients, 'sns' | 'naming' | 'region'>,
): Promise<PreflightFinding> {
  const answer = await askSubscriptions({ sns, naming }, CHECK_LIMIT_MS);
  // A queue of the account is subscribed by whoever may, and is asked nothing.
  const addresses = environment.notifications.subscriptions.filter(
    ({ protocol }) => protocol !== 'sqs',
  ).length;
  return findingOf(
    {
      id: 'subscriptions',
      scope: region,
      needed: `every subscription of ${region} confirmed`,
      fix: 'each subscriber follows the link in the message "AWS Notification - Subscription Confirmation"; after three days the next deployment sends it again',
    },
    answer,
    (subscriptions) => {
      if (subscriptions === undefined) {
        return {
          holds: true,
          found: `no topic yet; ${addresses} subscriptions will wait for a confirmation`,
        };
      }
      const { confirmed, pending } = subscriptions;
      return pending.length === 0
        ? { holds: true, found: `${confirmed} confirmed` }
        : { holds: false, found: `not confirmed: ${pending.join(', ')}` };
    },
  );
}
