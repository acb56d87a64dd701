import type { Role } from './roles';
import type { Region } from './regions';

/** What decides where the certificates come from. */
export interface CertificateSubject {
  readonly accountId: string;
  readonly dns: {
    readonly domainName: string;
    readonly recordLabel: string;
    readonly hostedZone: 'given' | 'create';
  };
  readonly primary: CertificateSide;
  readonly dr: CertificateSide;
}

interface CertificateSide {
  readonly region: Region;
  readonly certificateArn?: string | undefined;
}

/** A field of the configuration and what is wrong with it. */
export interface CertificateProblem {
  readonly path: string[];
  readonly input: unknown;
  readonly message: string;
}

/** The most characters of a certificate's first name. Source: ACM API reference, RequestCertificate. */
const MAX_NAME_LENGTH = 64;

const ARN = /^arn:aws:acm:(?<region>[a-z0-9-]+):(?<account>\d{12}):certificate\/[\w-]+$/;
const SIDES = ['primary', 'dr'] as const satisfies readonly Role[];

/** Whether the certificates of both load balancers are given, rather than issued. */
export function certificatesAreGiven({ primary, dr }: Pick<CertificateSubject, Role>): boolean {
  return primary.certificateArn !== undefined && dr.certificateArn !== undefined;
}

/** What keeps either load balancer from having a certificate by the time its listener is made. */
export function certificateProblems(subject: CertificateSubject): CertificateProblem[] {
  const given = SIDES.filter((side) => subject[side].certificateArn !== undefined);
  if (given.length === 0) return issueProblems(subject);
  return SIDES.flatMap((side) => {
    const { certificateArn: arn, region } = subject[side];
    const allowed = `arn:aws:acm:${region}:${subject.accountId}:certificate/<id>`;
    const problem = (message: string) => [{ path: [side, 'certificateArn'], input: arn, message }];
    if (arn === undefined) {
      return problem(
        `is missing while ${given.join()} has one, and a load balancer takes certificates of its own Region only; allowed: ${allowed}, or none on either side`,
      );
    }
    const groups = ARN.exec(arn)?.groups;
    if (groups === undefined) return problem(`is '${arn}'; allowed: ${allowed}`);
    if (groups['region'] !== region) {
      return problem(`is '${arn}', which stands in ${groups['region']}; allowed: ${allowed}`);
    }
    return groups['account'] === subject.accountId
      ? []
      : problem(`is '${arn}', which belongs to account ${groups['account']}; allowed: ${allowed}`);
  });
}

/** With no certificate given each Region requests one, which a record in the hosted zone must validate. */
function issueProblems({
  dns: { domainName, recordLabel, hostedZone },
}: CertificateSubject): CertificateProblem[] {
  if (hostedZone === 'create') {
    return [
      {
        path: ['dns', 'hostedZone'],
        input: hostedZone,
        message:
          "is 'create' and no certificate is given: a zone that is made after the load balancers, and delegated to later still, " +
          "can validate none for their listeners; allowed: 'given', with a public hosted zone of " +
          `${domainName} in the account, or primary.certificateArn and dr.certificateArn`,
      },
    ];
  }
  const name = `${recordLabel}.${domainName}`;
  if (name.length <= MAX_NAME_LENGTH) return [];
  return [
    {
      path: ['dns', 'domainName'],
      input: domainName,
      message: `makes the service's name '${name}', ${name.length} characters; allowed (ACM): ${MAX_NAME_LENGTH}, or primary.certificateArn and dr.certificateArn`,
    },
  ];
}
