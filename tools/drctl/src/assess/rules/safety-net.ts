import { ago } from '../words';
import { fail, known, pass, present, type ReadinessRule } from './rule';

const DAY_MS = 86_400_000;

/** That somebody is told, nothing else is wrong, and what is lost can be restored. */
export const SAFETY_NET_RULES: readonly ReadinessRule[] = [
  {
    id: 'recovery-point',
    title: 'The standby Region has a recovery point younger than a day',
    fix: 'see docs/runbooks/restore-from-backup.md; the jobs of the vault say why none was made.',
    check: ({ facts, standby }) =>
      known(standby.backups, standby.region, ({ lastRecoveryPoint: last }) => {
        if (last === undefined) return fail('none within the last week');
        const detail = `completed ${ago(last.at, facts.at)}`;
        return facts.at - last.at <= DAY_MS ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'notifications-subscribed',
    title: 'Somebody is told in the standby Region',
    fix: 'confirm the subscriptions that wait (a link was sent), or add one: notifications.subscriptions of the environment.',
    check: ({ standby }) =>
      present(
        standby.subscriptions,
        standby,
        `there is no topic in ${standby.region}`,
        ({ confirmed, pending }) => {
          if (pending.length > 0) return fail(`${confirmed} confirmed; not confirmed: ${pending.join(', ')}`);
          return confirmed > 0 ? pass(`${confirmed} confirmed`) : fail('nobody is subscribed');
        },
      ),
  },
  {
    id: 'alarms-ok',
    title: 'No alarm of the standby Region is on',
    fix: 'do what the description of each alarm says.',
    check: ({ standby }) =>
      known(standby.alarms, standby.region, ({ total, inAlarm }) => {
        if (total === 0) return fail(`no alarm stands in ${standby.region}`);
        return inAlarm.length === 0 ? pass(`${total} alarms`) : fail(inAlarm.join(', '));
      }),
  },
];
