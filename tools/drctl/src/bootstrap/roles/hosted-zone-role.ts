import { UserError, type Environment } from '@healthcare-dr/topology';
import { PULL_REQUEST_BASE } from '@healthcare-dr/topology/loading';
import { deliveryRoleName, ROLE_PATH } from './names';

/** The types of the records that the stacks write: aliases, witnesses, and what validates a certificate. */
const RECORD_TYPES = ['A', 'CNAME', 'TXT'];

/** What the owner of a hosted zone in another account makes the role from that the environment names. */
export interface HostedZoneRoleDocuments {
  readonly roleArn: string;
  /** Who may assume it. */
  readonly trust: object;
  /** What it may do. */
  readonly permissions: object;
}

/**
 * The trust and the permissions of the role for the hosted zone: the roles of the environment's workflows and the operators' may assume it, and it
 * writes names of the service alone, of pull requests' environments too where these extend the environment.
 *
 * @param operatorArns - patterns of the roles by which people run drctl
 * @throws UserError if the environment names no such role
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-rrset-conditions.html
 */
export function hostedZoneRole(
  { accountId, suffix, dns }: Environment,
  operatorArns: readonly string[] = [],
): HostedZoneRoleDocuments {
  const { hostedZoneRoleArn: roleArn, hostedZoneId, domainName, recordLabel } = dns;
  if (roleArn === undefined) {
    throw new UserError({
      problem: `Environment '${suffix}' names no role for its hosted zone.`,
      allowed: 'an environment with dns.hostedZoneRoleArn, whose zone belongs to another account',
      fix: 'add it to the environment, or leave --hosted-zone-role out: a zone of its own account needs no role.',
    });
  }
  const labels = [recordLabel, ...(suffix === PULL_REQUEST_BASE ? ['app-pr*'] : [])];
  const zone = `arn:aws:route53:::hostedzone/${hostedZoneId ?? '*'}`;
  const allow = (Sid: string, Action: readonly string[], Resource: string, Condition?: object) => ({
    Sid,
    Effect: 'Allow',
    Action,
    Resource,
    ...(Condition === undefined ? {} : { Condition }),
  });
  return {
    roleArn,
    trust: {
      Version: '2012-10-17',
      Statement: [
        {
          Sid: 'WorkflowsAndOperators',
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${accountId}:root` },
          Action: 'sts:AssumeRole',
          Condition: {
            ArnLike: {
              'aws:PrincipalArn': [
                `arn:aws:iam::${accountId}:role${ROLE_PATH}${deliveryRoleName('*', suffix)}`,
                ...operatorArns,
              ],
            },
          },
        },
      ],
    },
    permissions: {
      Version: '2012-10-17',
      Statement: [
        allow('FindTheZone', ['route53:ListHostedZones', 'route53:ListHostedZonesByName'], '*'),
        allow(
          'ReadTheZone',
          ['route53:GetHostedZone', 'route53:ListResourceRecordSets', 'route53:ListTagsForResource'],
          zone,
        ),
        allow('WriteNamesOfTheService', ['route53:ChangeResourceRecordSets'], zone, {
          'ForAllValues:StringLike': {
            'route53:ChangeResourceRecordSetsNormalizedRecordNames': labels.flatMap((label) => [
              `${label}.${domainName}`,
              `*.${label}.${domainName}`,
            ]),
          },
          'ForAllValues:StringEquals': { 'route53:ChangeResourceRecordSetsRecordTypes': RECORD_TYPES },
        }),
        allow('WaitForChanges', ['route53:GetChange'], 'arn:aws:route53:::change/*'),
      ],
    },
  };
}
