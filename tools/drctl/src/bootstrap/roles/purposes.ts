import { isEphemeral, type Environment } from '@healthcare-dr/topology';

/** What a role is for. */
export type Purpose = 'plan' | 'deploy' | 'watch' | 'ephemeral';

/** What the role of a purpose is made of. */
export interface PurposeFacts {
  /** The policies that it has, by the names of their documents. */
  readonly documents: readonly string[];
  /** Those that it has besides where the environment may be destroyed. @default - none */
  readonly ephemeralDocuments?: readonly string[];
  /** Whether it makes roles, which must then have the environment's permissions boundary if it names one. @default false */
  readonly makesRoles?: true;
  /** How long a session lasts, in seconds: as long as the workflow may take. */
  readonly sessionSeconds: number;
  /** What stands for the environment in its policies. @default - the environment's suffix */
  readonly suffix?: string;
  /** The environment of GitHub whose jobs may take it. @default - `<purpose>-<suffix>` */
  readonly gitHubEnvironment?: string;
  readonly description: string;
}

const HOUR_SECONDS = 3600;

/** The roles that workflows take, by purpose. */
export const PURPOSES: Readonly<Record<Purpose, PurposeFacts>> = {
  plan: {
    documents: ['plan'],
    sessionSeconds: HOUR_SECONDS,
    description: 'Plans: reads what stands and its states, and changes nothing.',
  },
  deploy: {
    documents: ['deploy'],
    ephemeralDocuments: ['destroy'],
    makesRoles: true,
    sessionSeconds: 4 * HOUR_SECONDS,
    description: 'Deploys an environment.',
  },
  watch: {
    documents: ['plan', 'watch'],
    sessionSeconds: HOUR_SECONDS,
    description: 'Looks for drift and at the readiness of the standby, and changes nothing.',
  },
  ephemeral: {
    documents: ['deploy', 'ephemeral'],
    ephemeralDocuments: ['destroy'],
    makesRoles: true,
    sessionSeconds: 3 * HOUR_SECONDS,
    suffix: 'pr*',
    gitHubEnvironment: 'ephemeral',
    description: 'Makes and destroys the environments of pull requests.',
  },
};

/** Denies whoever makes roles to make one without the boundary of the environment. */
const REQUIRE_BOUNDARY = 'require-boundary';

/** Grants the role of a hosted zone in another account, which whoever plans needs as well as whoever deploys. */
const ASSUME_HOSTED_ZONE_ROLE = 'assume-hosted-zone-role';

/**
 * The documents of a purpose's role in an environment: what destroys data is granted only where data may be destroyed, and who makes roles
 * makes them with the boundary that the environment names. All assume the role for its hosted zone if that is of another account.
 */
export function documentsFor(
  purpose: Purpose,
  environment: Pick<Environment, 'deletionPolicy' | 'permissionsBoundary' | 'dns'>,
): readonly string[] {
  const { documents, ephemeralDocuments = [], makesRoles = false } = PURPOSES[purpose];
  return [
    ...documents,
    ...(isEphemeral(environment) ? ephemeralDocuments : []),
    ...(makesRoles && environment.permissionsBoundary !== undefined ? [REQUIRE_BOUNDARY] : []),
    ...(environment.dns.hostedZoneRoleArn === undefined ? [] : [ASSUME_HOSTED_ZONE_ROLE]),
  ];
}
