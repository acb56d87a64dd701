import { openIncidentOf } from '../pair-view';
import { ago } from '../words';
import { fail, known, pass, type ReadinessRule } from './rule';

const MINUTE_MS = 60_000;

/** That the controller of the standby would do it, and may. */
export const CONTROLLER_RULES: readonly ReadinessRule[] = [
  {
    id: 'controller-alive',
    title: "The standby's controller runs",
    fix: 'see docs/runbooks/controller-unavailable.md.',
    check: ({ environment, facts, standby }) =>
      known(standby.pulse, standby.region, ({ heartbeat }) => {
        const minutes = environment.alarms.controller.silentMinutes;
        if (heartbeat === undefined) return fail('no heartbeat within the last hour');
        const detail = `last heartbeat ${ago(heartbeat.at, facts.at)}`;
        // A datapoint carries the beginning of its minute, and shows up to two minutes late.
        return facts.at - heartbeat.at <= (minutes + 3) * MINUTE_MS ? pass(detail) : fail(detail);
      }),
  },
  {
    id: 'controller-concurrency',
    title: 'One execution is reserved for the controller, and it is not switched off',
    fix: ({ aws, controllerFunction }) =>
      `${aws('lambda', 'put-function-concurrency', '--function-name', controllerFunction, '--reserved-concurrent-executions', '1')}, once it is known who changed it.`,
    check: ({ environment, standby }) =>
      known(standby.reservedConcurrency, standby.region, (reserved) => {
        if (reserved === 0) return fail('none may run: somebody has switched the controller off');
        const { enabled } = environment.failover.reservedConcurrency;
        if (!enabled) return pass('opted out: the lease alone keeps two runs apart');
        return reserved === 1
          ? pass('1 reserved')
          : fail(
              reserved === undefined ? 'none is reserved' : `${reserved} are reserved, and 1 is configured`,
            );
      }),
  },
  {
    id: 'controller-mode',
    title: "The controller's policy is readable and as configured",
    fix: ({ deploy, standby }) =>
      `${deploy(`${standby}-failover-lambda`)} writes the policy as it is configured.`,
    check: ({ environment, standby }) =>
      known(standby.policy, standby.region, ({ mode }) => {
        const configured = environment.failover.mode;
        if (mode !== configured) return fail(`the mode is ${mode}, and ${configured} is configured`);
        return pass(mode === 'automatic' && standby.role === 'dr' ? mode : `${mode}: an operator decides`);
      }),
  },
  {
    id: 'journal-readable',
    title: "The controller's journal is readable",
    fix: 'see docs/runbooks/controller-unavailable.md: without its journal the controller does nothing.',
    check: ({ standby }) =>
      known(standby.journal, standby.region, ({ version, fault }) =>
        fault === undefined ? pass(`version ${version}`) : fail(`the controller reports ${fault}`),
      ),
  },
  {
    id: 'no-hold',
    title: 'The controller is not paused',
    fix: ({ drctl }) => `${drctl('resume')}, once whoever holds it is done.`,
    check: ({ standby }) =>
      known(standby.hold, standby.region, ({ held, reason }) =>
        held ? fail(`held: ${reason}`) : pass('off'),
      ),
  },
  {
    id: 'no-incident',
    title: 'No incident is open',
    fix: ({ drctl }) =>
      `let it come to its end: ${drctl('status')} shows where it is, and the whole command that approves it if it waits for that.`,
    check: ({ standby }) =>
      known(standby.journal, standby.region, () => {
        const incident = openIncidentOf(standby);
        return incident === undefined ? pass('none') : fail(`${incident.id} is at "${incident.phase}"`);
      }),
  },
];
