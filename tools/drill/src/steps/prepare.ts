import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { startLocalAws } from '@healthcare-dr/local-aws';
import { synthesize } from '@healthcare-dr/nx-cdktf';
import { findTerraform } from '@healthcare-dr/terraform';
import { hostedZoneAccountOf, ROLES } from '@healthcare-dr/topology';
import { bootstrap, deliveryRoleArn } from '@healthcare-dr/drctl/bootstrap';
import { createHostedZone } from '../hosted-zone';
import { createPermissionsBoundary } from '../permissions-boundary';
import { ANYTHING } from '../delivery-roles/documents';
import { documentsOf } from '../delivery-roles/files';
import { DELIVERY_ROLES } from '../delivery-roles/implied-actions';
import { StandingRoles } from '../delivery-roles/standing-roles';
import { describePostgres, type DrillSession, type Step } from '../session';
import { selectStacks } from '../selection';

/** How long the local AWS takes to move the writer, in seconds: long enough to be seen at it. */
const MOVES = {
  LOCAL_AWS_GLOBAL_PENDING_SECONDS: '0.3',
  LOCAL_AWS_GLOBAL_FAILOVER_SECONDS: '1',
  LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS: '1',
  LOCAL_AWS_GLOBAL_RESYNC_SECONDS: '1',
};

/** Finds the tools, starts the local AWS, makes the state buckets and synthesizes: all that stands before the first apply. */
export function prepare(session: DrillSession): Step[] {
  const { environment, workspaceRoot, folder, signal, recorder, recordPermissions } = session.props;
  return [
    {
      title: 'Find Terraform and the AWS provider',
      task: async (_, task) => {
        session.terraform = await findTerraform();
        const { binary, version, pluginDirectory } = session.terraform;
        task.title = `Found ${binary} ${version}; AWS provider: ${pluginDirectory ?? `from where ${binary} finds it`}`;
      },
    },
    {
      title: 'Start the local AWS',
      task: async (_, task) => {
        const variables = { ...MOVES, LOCAL_AWS_FUNCTION_VARIABLES: session.functionVariablesFile };
        await writeFile(session.functionVariablesFile, '{}');
        session.aws = await startLocalAws({
          accountId: environment.accountId,
          port: session.props.port,
          signal,
          variables,
          databases: session.props.withDatabases,
          authorization: {
            byActions: (arn) => DELIVERY_ROLES.some((role) => arn === deliveryRoleArn(environment, role)),
            notesOnly: recordPermissions,
          },
        });
        const postgres = await session.findPostgres();
        const behind =
          'missing' in postgres
            ? `without databases, so that the lag is configured and no data is lost or kept:\n${postgres.missing}`
            : `with PostgreSQL ${describePostgres(postgres)} behind its clusters`;
        task.title = `Started the local AWS at ${session.aws.endpoint}, ${behind}`;
      },
    },
    {
      title: 'Bootstrap the state buckets',
      task: async (_, task) => {
        const variables = session.aws.environment;
        const first = await bootstrap({ environment, roles: ROLES, variables });
        const second = await bootstrap({ environment, roles: ROLES, variables });
        recorder.record({
          id: 'bootstrap-idempotent',
          title: 'Bootstrap is idempotent',
          ok:
            first.every(({ done }) => done === 'created') &&
            second.every(({ done }) => done === 'already-there'),
          detail: [...first, ...second].map(({ bucket, done }) => `${bucket}: ${done}`).join('\n'),
        });
        task.title = `Bootstrapped ${first.map(({ bucket }) => bucket).join(' and ')}`;
      },
    },
    {
      title: 'Give the environment its hosted zone and permissions boundary',
      task: async (_, task) => {
        const boundary = await createPermissionsBoundary(environment, session.aws.environment);
        const domain = await createHostedZone(environment, session.aws);
        const owner = hostedZoneAccountOf(environment);
        const given = [
          domain === undefined
            ? `The environment creates its hosted zone of ${environment.dns.domainName} itself`
            : `Gave the environment the hosted zone of ${domain}${owner === environment.accountId ? '' : ` in account ${owner}`}`,
          ...(boundary === undefined ? [] : [`the boundary ${boundary}`]),
        ];
        task.title = given.join(', and ');
      },
    },
    {
      title: 'Give Terraform its roles',
      task: async (_, task) => {
        const standing = new StandingRoles({
          workspaceRoot,
          environment,
          folder,
          variables: session.aws.environment,
          documents: recordPermissions ? ANYTHING : documentsOf(workspaceRoot, environment, 'deploy'),
          recording: recordPermissions,
        });
        const first = await standing.ensure();
        const second = await standing.ensure();
        recorder.record({
          id: 'bootstrap-idempotent/roles',
          title: 'Making the roles of workflows is idempotent',
          ok:
            first.every(({ done }) => done === 'created') &&
            second.every(({ done }) => done === 'already-there'),
          detail: [...first, ...second].map(({ arn, done }) => `${arn}: ${done}`).join('\n'),
        });
        session.deliveryRoles = { standing, sessions: await standing.signIn() };
        task.title = recordPermissions
          ? 'Terraform may do anything, and it is recorded what it does'
          : `Terraform runs under the roles ${DELIVERY_ROLES.join(' and ')}, of ${standing.documents.size} policies for the former`;
      },
    },
    {
      title: 'Synthesize',
      task: async (_, task) => {
        const outdir = join(folder, 'cdktf.out');
        const { stacks } = await synthesize({ workspaceRoot, environmentSuffix: environment.suffix, outdir });
        session.selection = selectStacks(stacks);
        const { leftOut } = session;
        task.title =
          `Synthesized ${stacks.length} stacks of environment ${environment.suffix}` +
          (leftOut.length === 0 ? '' : `; not drilled: ${leftOut.map(({ name }) => name).join(', ')}`);
      },
    },
  ];
}
