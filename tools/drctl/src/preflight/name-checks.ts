import { DescribeCertificateCommand } from '@aws-sdk/client-acm';
import { paginateListHostedZones } from '@aws-sdk/client-route-53';
import { serviceNames, topologyOf, type Environment } from '@healthcare-dr/topology';
import { sameName } from '@healthcare-dr/aws-models/route53';
import { ask } from '../answer';
import { HostedZoneRoleRefused } from '../hosted-zone-role';
import type { Account, AccountClients } from './clients';
import { CHECK_LIMIT_MS, findingOf, type PreflightFinding } from './finding';

/** Whether the role for a hosted zone in another account can be assumed with these credentials. */
export async function checkHostedZoneRole({
  environment,
  hostedZoneCredentials,
}: Account): Promise<PreflightFinding> {
  const { hostedZoneRoleArn: roleArn = '' } = environment.dns;
  const answer = await ask(async () => {
    try {
      await hostedZoneCredentials?.();
      return undefined;
    } catch (error) {
      if (error instanceof HostedZoneRoleRefused) return error.message;
      throw error;
    }
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'hosted-zone-role',
      scope: 'global',
      needed: `dns.hostedZoneRoleArn ${roleArn}, which these credentials may assume`,
      fix:
        'have the owner of the zone make the role by what is printed for the ARN of yours, allow sts:AssumeRole on it to these credentials, ' +
        'or correct dns.hostedZoneRoleArn',
      commands: [`npm run bootstrap -- --environment ${environment.suffix} --hosted-zone-role`],
    },
    answer,
    (refusal) => ({ holds: refusal === undefined, found: refusal ?? 'assumed' }),
  );
}

/** Whether there is one public hosted zone of the domain, or the one that is named. */
export async function checkHostedZone({
  environment,
  hostedZoneRoute53,
}: Account): Promise<PreflightFinding> {
  const { domainName, hostedZone, hostedZoneId } = environment.dns;
  const answer = await ask(async (options) => {
    const ids: string[] = [];
    for await (const page of paginateListHostedZones({ client: hostedZoneRoute53 }, {}, options)) {
      for (const { Id = '', Name = '', Config } of page.HostedZones ?? []) {
        if (sameName(Name, domainName) && Config?.PrivateZone !== true)
          ids.push(Id.replace('/hostedzone/', ''));
      }
    }
    return ids;
  }, CHECK_LIMIT_MS);
  const needed =
    hostedZoneId === undefined
      ? `one public hosted zone of ${domainName}`
      : `the public hosted zone ${hostedZoneId} of ${domainName}`;
  return findingOf(
    {
      id: 'hosted-zone',
      scope: 'global',
      needed: hostedZone === 'create' ? `nothing: the dns tier creates ${domainName}` : needed,
      fix: 'make the zone and have its parent delegate to it; or set dns.hostedZone to create',
      commands: [
        `aws route53 create-hosted-zone --name ${domainName} --caller-reference healthcare-dr-${environment.suffix}`,
      ],
    },
    answer,
    (ids) => {
      const found = ids.length === 0 ? 'none' : ids.join(', ');
      if (hostedZone === 'create') return { holds: true, found };
      if (hostedZoneId !== undefined) return { holds: ids.includes(hostedZoneId), found };
      return {
        holds: ids.length === 1,
        found,
        ...(ids.length > 1
          ? { fix: `set dns.hostedZoneId to the one of them that the domain is delegated to: ${found}` }
          : {}),
      };
    },
  );
}

/** Whether a certificate that is given is issued and covers the names of the Region; one that is made needs nothing. */
export async function checkCertificate(
  environment: Environment,
  { acm, region, role }: AccountClients,
): Promise<PreflightFinding> {
  const { certificateArn } = topologyOf(environment, role);
  const { service, regional } = serviceNames(environment);
  const names = [service, regional[role]];
  const answer = await ask(async (options) => {
    if (certificateArn === undefined) return undefined;
    const { Certificate } = await acm.send(
      new DescribeCertificateCommand({ CertificateArn: certificateArn }),
      options,
    );
    return Certificate;
  }, CHECK_LIMIT_MS);
  return findingOf(
    {
      id: 'certificate',
      scope: region,
      needed:
        certificateArn === undefined
          ? 'nothing: certificates are issued and validated by the stacks'
          : `an issued certificate of ${names.join(' and ')}`,
      fix: `request one, validate it, and give its ARN in ${role}.certificateArn`,
      commands: [
        `aws acm request-certificate --domain-name ${service} --subject-alternative-names ${regional[role]} --validation-method DNS --region ${region}`,
      ],
    },
    answer,
    (certificate) => {
      if (certificate === undefined) return { holds: true, found: 'none given' };
      const covered = [certificate.DomainName ?? '', ...(certificate.SubjectAlternativeNames ?? [])];
      const uncovered = names.filter((name) => !covered.some((pattern) => covers(pattern, name)));
      const found = `${certificate.Status}, of ${[...new Set(covered)].join(', ')}`;
      return { holds: certificate.Status === 'ISSUED' && uncovered.length === 0, found };
    },
  );
}

/** A wildcard stands for one label. Source: RFC 6125, 6.4.3. */
function covers(pattern: string, name: string): boolean {
  if (!pattern.startsWith('*.')) return sameName(pattern, name);
  const [, ...rest] = name.split('.');
  return sameName(pattern.slice(2), rest.join('.'));
}
