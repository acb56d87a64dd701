import { DescribeAvailabilityZonesCommand, DescribeRegionsCommand } from '@aws-sdk/client-ec2';
import {
  DescribeDBEngineVersionsCommand,
  DescribeOrderableDBInstanceOptionsCommand,
} from '@aws-sdk/client-rds';
import { GLOBAL_SERVICES_REGION } from '@healthcare-dr/platform';
import { topologyOf, type Environment, type Region } from '@healthcare-dr/topology';
import { ask } from '../answer';
import type { Account, AccountClients } from './clients';
import { CHECK_LIMIT_MS, findingOf, type PreflightFinding } from './finding';

/**
 * The zones, by their id, in which Fargate or a function in a VPC cannot run. A zone's name leads to another zone in each
 * account, its id does not.
 *
 * Sources: ECS developer guide, "Supported Regions for Amazon ECS on AWS Fargate"; Lambda refuses "availability zones that Lambda
 * doesn't support" without publishing a list, and use1-az3 is the one of us-east-1 **(u)**.
 */
const UNSUPPORTED_ZONES: Readonly<Record<string, string>> = {
  'use1-az3': 'Fargate and Lambda',
  'usw1-az2': 'Fargate',
  'apne1-az3': 'Fargate',
};

/**
 * Whether the account may use a Region at all: one that is opt-in is closed until somebody enables it, and until then knows the keys of
 * nobody in it. So another one is asked.
 */
export async function checkRegionEnabled({ global }: Account, region: Region): Promise<PreflightFinding> {
  const answer = await ask(async (options) => {
    const { Regions = [] } = await global.ec2.send(
      new DescribeRegionsCommand({ AllRegions: true, RegionNames: [region] }),
      options,
    );
    return Regions[0]?.OptInStatus ?? 'not-listed';
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'region-enabled',
      scope: region,
      needed: 'enabled for the account',
      fix: 'enable it, and wait until it is (up to hours)',
      commands: [`aws account enable-region --region-name ${region} --region ${GLOBAL_SERVICES_REGION}`],
    },
    answer,
    (status) => ({ holds: status === 'opt-in-not-required' || status === 'opted-in', found: status }),
  );
}

/** Whether the configured zones are there, and take tasks and functions. */
export async function checkZones(
  environment: Environment,
  { ec2, region, role }: AccountClients,
): Promise<PreflightFinding> {
  const wanted = topologyOf(environment, role).zones;
  const answer = await ask(async (options) => {
    const { AvailabilityZones = [] } = await ec2.send(new DescribeAvailabilityZonesCommand({}), options);
    return AvailabilityZones;
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'zones',
      scope: region,
      needed: `${wanted.join(', ')}, available to the account and to Fargate and Lambda`,
      fix: `set ${role}.zones to zones that are shown as available`,
      commands: [`aws ec2 describe-availability-zones --region ${region}`],
    },
    answer,
    (zones) => {
      const problems = wanted.flatMap((name) => {
        const zone = zones.find(({ ZoneName }) => ZoneName === name);
        if (zone === undefined) return [`${name} is not there`];
        if (zone.State !== 'available') return [`${name} is ${zone.State}`];
        const lacking = UNSUPPORTED_ZONES[zone.ZoneId ?? ''];
        return lacking === undefined ? [] : [`${name} is ${zone.ZoneId}, which lacks ${lacking}`];
      });
      const ids = wanted.map((name) => {
        const id = zones.find(({ ZoneName }) => ZoneName === name)?.ZoneId;
        return id === undefined ? name : `${name} (${id})`;
      });
      return { holds: problems.length === 0, found: (problems.length === 0 ? ids : problems).join(', ') };
    },
  );
}

/** Whether the engine version is offered for a global database here, with serverless instances in the configured zones. */
export async function checkGlobalDatabase(
  environment: Environment,
  { rds, region, role }: AccountClients,
): Promise<PreflightFinding> {
  const { engineVersion } = environment.database;
  const wanted = topologyOf(environment, role).zones;
  const answer = await ask(async (options) => {
    const [versions, orderable] = await Promise.all([
      rds.send(
        new DescribeDBEngineVersionsCommand({ Engine: 'aurora-postgresql', EngineVersion: engineVersion }),
        options,
      ),
      rds.send(
        new DescribeOrderableDBInstanceOptionsCommand({
          Engine: 'aurora-postgresql',
          EngineVersion: engineVersion,
          DBInstanceClass: 'db.serverless',
        }),
        options,
      ),
    ]);
    const zones = (orderable.OrderableDBInstanceOptions ?? []).flatMap(({ AvailabilityZones = [] }) =>
      AvailabilityZones.flatMap(({ Name }) => Name ?? []),
    );
    return { version: versions.DBEngineVersions?.[0], zones: new Set(zones) };
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'global-database',
      scope: region,
      needed: `Aurora PostgreSQL ${engineVersion} with global databases and db.serverless in ${wanted.join(', ')}`,
      fix: 'set database.engineVersion to one that is listed with SupportsGlobalDatabases, in both Regions, or choose another Region',
      commands: [
        `aws rds describe-db-engine-versions --engine aurora-postgresql --region ${region} --query 'DBEngineVersions[?SupportsGlobalDatabases].EngineVersion'`,
      ],
    },
    answer,
    ({ version, zones }) => {
      if (version === undefined) return { holds: false, found: `no version ${engineVersion}` };
      if (version.SupportsGlobalDatabases !== true) {
        return { holds: false, found: `version ${engineVersion} without global databases` };
      }
      const missing = wanted.filter((zone) => !zones.has(zone));
      return missing.length > 0
        ? { holds: false, found: `no db.serverless in ${missing.join(', ')}` }
        : { holds: true, found: `version ${engineVersion} in ${[...zones].sort().join(', ')}` };
    },
  );
}
