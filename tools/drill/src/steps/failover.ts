import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  DeleteDBClusterSnapshotCommand,
  DescribeDBClusterSnapshotsCommand,
  RDSClient,
} from '@aws-sdk/client-rds';
import { controllerRoleArn } from '@healthcare-dr/failover-lambda/contract';
import { replicationLagAlarmName, rpoLagAlarmName } from '@healthcare-dr/observability/contract';
import { namingOf } from '@healthcare-dr/platform';
import type { SynthesizedFile } from '@healthcare-dr/nx-cdktf';
import { ROLES, type Role } from '@healthcare-dr/topology';
import { clientConfiguration, deliveryRoleArn } from '@healthcare-dr/drctl/bootstrap';
import { DELIVERY_ROLES } from '../delivery-roles/implied-actions';
import {
  emptyPlan,
  failoverAssertions,
  plannedAssertions,
  refusalAssertions,
  rejoinAssertions,
  steadyAssertions,
} from '../failover/assertions';
import { scheduleAssertion, type Expectations } from '../failover/checks';
import type { Recording } from '../failover/facts';
import {
  blipAssertions,
  cutAssertions,
  isolatedAssertions,
  writerLostAssertions,
} from '../failover/path-assertions';
import * as scenes from '../failover/scenes';
import { Experiment } from '../failover/experiment';
import type { Assertion } from '../assertion-recorder';
import {
  clientAssertions,
  clientServed,
  reconciledAssertions,
  restoredAssertions,
} from '../client/client-assertions';
import type { RestoredBy } from '../client/facts';
import { objectiveAssertions, objectivesOf } from '../report-files/objectives';
import type { DrillSession, Step } from '../session';
import { readTrafficFacts } from '../traffic-facts';
import { brokenOnPurpose, planWithoutAction, planWithoutIgnored } from './broken-on-purpose';
import { permissionAssertions, permissionsOf } from '../permissions/permissions';
import { planInTheDark } from './region-loss';
import { runbooks } from './runbooks';

/**
 * Loses the primary Region and lets the deployed controller answer, then goes home and there and back again by an operator's commands;
 * first, all that must keep it from failing over. One loss serves for all that is to be shown of it: while the Region is dark dr is
 * planned, and when it is back every stack is.
 *
 * @param all - also what takes hours of virtual time, and the commands of every runbook, not only those of an outage
 */
export function failover(session: DrillSession, { all }: { readonly all: boolean }): Step[] {
  const { environment, recorder } = session.props;
  const primary = session.regionOf('primary');
  const dr = session.regionOf('dr');

  const scene = (
    title: string,
    play: (stage: Experiment) => Promise<Recording>,
    judge: (recording: Recording) => readonly Assertion[],
  ): Step => ({
    title,
    task: async (_, task) => {
      const recording = await play(session.stage);
      const assertions = [scheduleAssertion(recording), ...judge(recording), ...clientAssertions(recording)];
      recorder.recordAll(assertions);
      const minutes = (recording.to - recording.from) / 60_000;
      task.title = `${title}: ${assertions.length} assertions, ${minutes.toFixed(0)} min of virtual time in ${(recording.realMs / 1000).toFixed(0)} s`;
    },
  });
  const plan = (what: string, stacks: () => readonly SynthesizedFile[], writer: Role): Step => {
    const when = `while ${session.regionOf(writer)} writes`;
    return {
      title: `Plan ${what} ${when}`,
      task: (_, task) =>
        task.newListr(
          session.onStacks(stacks(), { verb: 'Plan', as: 'plan' }, async (root, { name }) => {
            recorder.recordAll([emptyPlan(name, when, await root.plan())]);
          }),
          { concurrent: true },
        ),
    };
  };
  const restore = (title: string, by: RestoredBy): Step => ({
    title,
    task: async () => {
      recorder.recordAll(restoredAssertions(await session.stage.restoreDeleted(by)));
    },
  });
  return [
    {
      title: 'Set the stage: the clock, what the probes find, the resolver, the alarms and the topics',
      task: async (_, task) => {
        const variables = session.aws.environment;
        const folder = join(session.props.folder, 'stage');
        await mkdir(folder, { mode: 0o700 });
        session.stage = await Experiment.set({
          workspaceRoot: session.props.workspaceRoot,
          clients: session.props.clients,
          environment,
          facts: await readTrafficFacts(environment, session.aws),
          variables,
          gateway: session.aws.gateway,
          databases: session.databases,
          objects: session.aws.objects,
          events: session.aws.events,
          folder,
          functionVariablesFile: session.functionVariablesFile,
          signal: session.props.signal,
        });
        recorder.recordAll(await servedAssertions(session));
        task.title = `Set the stage: virtual time begins at ${new Date(session.stage.clock.now()).toISOString()}`;
      },
    },
    scene('Watch the steady state', scenes.steady, (seen) => [
      ...steadyAssertions(seen, expectations(session)),
      ...clientServed(seen),
    ]),
    runbooks(session, all),
    scene('Lose the primary while the controller is paused', scenes.held, (seen) =>
      refusalAssertions(seen, 'hold'),
    ),
    scene('Lose the primary while dr lags', scenes.lagging, (seen) => refusalAssertions(seen, 'lag')),
    scene('Lose the service alone', scenes.serviceDown, (seen) => refusalAssertions(seen, 'service-down')),
    scene(`Lose the NAT gateway of ${dr} for a minute`, scenes.blip, blipAssertions),
    scene(`Lose the NAT gateway of ${dr} for long`, scenes.isolated, isolatedAssertions),
    ...(all
      ? [scene(`Lose the NAT gateway of ${dr} for hours`, scenes.isolatedForHours, isolatedAssertions)]
      : []),
    scene('Cut the Regions from each other', scenes.cut, cutAssertions),
    scene(`Lose ${primary}`, scenes.failover, (seen) => [
      ...failoverAssertions(seen, expectations(session)),
      ...objectiveAssertions(objectivesOf([seen], environment)),
    ]),
    ...planInTheDark(session),
    scene(`Bring ${primary} back`, scenes.rejoin, rejoinAssertions),
    {
      title: 'Reconcile what the old writer took and dr never received',
      task: async () => {
        recorder.recordAll(reconciledAssertions(await session.stage.reconcile()));
      },
    },
    plan('every stack', () => session.stacks, 'dr'),
    planWithoutIgnored(session),
    scene(
      `Go home to ${primary}`,
      (stage) => scenes.planned(stage, 'failback', 'failback'),
      (seen) => plannedAssertions(seen, 'failback'),
    ),
    restore('Delete a record by mistake, and restore it to the moment before', 'point-in-time'),
    restore('Delete a record by mistake, and restore it from a snapshot', 'snapshot'),
    scene(
      `Switch over to ${dr}`,
      (stage) => scenes.planned(stage, 'switchover', 'switchover'),
      (seen) => plannedAssertions(seen, 'switchover'),
    ),
    scene(`Lose ${dr} while it writes, and bring it back`, scenes.writerLost, writerLostAssertions),
    plan('the database', () => session.databaseStacks, 'primary'),
    {
      title: 'Look at what the roles asked for',
      task: async (_, task) => {
        // Terraform's roles are looked at once it has done all of it.
        const delivering = DELIVERY_ROLES.map((role) => deliveryRoleArn(environment, role));
        const usages = session.aws.roleUsage().filter(({ roleArn }) => !delivering.includes(roleArn));
        session.permissions = permissionsOf(usages);
        recorder.recordAll(permissionAssertions(usages, controllerRoleArn(namingOf(environment, 'dr'))));
        const used = session.permissions.reduce((sum, role) => sum + role.used, 0);
        const idle = session.permissions.flatMap(({ grantedAndUnused }) => grantedAndUnused);
        task.title = `No role was denied anything; ${used} grants were used, ${idle.length} were not`;
      },
    },
    planWithoutAction(session),
    brokenOnPurpose(session, () => expectations(session)),
    {
      title: 'Strike the stage',
      task: async () => {
        await session.strike();
        await deleteCopies(session);
      },
    },
  ];
}

/** That a PostgreSQL stands behind every cluster that was applied, where there is one, and that dr's follows. */
async function servedAssertions(session: DrillSession): Promise<Assertion[]> {
  if ('missing' in (await session.findPostgres())) return [];
  const { databases } = session;
  const [lag] = (await databases?.measure()) ?? [];
  return [
    {
      id: 'database-served',
      title: 'PostgreSQL serves the clusters of both Regions, and that of dr follows',
      ok: lag?.region === session.regionOf('dr'),
      detail:
        lag === undefined
          ? 'no standby replicates'
          : `${lag.cluster} of ${lag.region} is ${Math.round(lag.transactionsMs)} ms behind`,
    },
  ];
}

/** What the assertions measure by, as it is configured. */
function expectations(session: DrillSession): Expectations {
  const { environment } = session.props;
  const naming = namingOf(environment, 'dr');
  return {
    confirmationMs: environment.failover.confirmationSeconds * 1000,
    replicationAlarms: [replicationLagAlarmName(naming), rpoLagAlarmName(naming)],
  };
}

/** The snapshots that the controllers kept are an operator's to delete, once the data is reconciled. */
async function deleteCopies(session: DrillSession): Promise<void> {
  for (const role of ROLES) {
    const client = new RDSClient(clientConfiguration(session.aws.environment, session.regionOf(role)));
    try {
      const { DBClusterSnapshots: kept = [] } = await client.send(
        new DescribeDBClusterSnapshotsCommand({ SnapshotType: 'manual' }),
      );
      for (const { DBClusterSnapshotIdentifier } of kept)
        await client.send(new DeleteDBClusterSnapshotCommand({ DBClusterSnapshotIdentifier }));
    } finally {
      client.destroy();
    }
  }
}
