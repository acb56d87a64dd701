import { DescribeCertificateCommand, paginateListCertificates } from '@aws-sdk/client-acm';
import { serviceNames, topologyOf, type Environment } from '@healthcare-dr/topology';
import { ask, orAbsent, type Answer } from '../answer';
import type { RegionClients } from '../pair';

/** The certificate of a Region's load balancer. */
export interface Certificate {
  readonly arn: string;
  /** As ACM says it: `ISSUED`, `EXPIRED`, `PENDING_VALIDATION` and others. */
  readonly status: string;
  /** Milliseconds since the epoch; `undefined` before it is issued. */
  readonly notAfter: number | undefined;
}

/** The certificate that is configured, or else the one for the name of the service; `undefined` if there is none. */
export const askCertificate = (
  { acm, role }: RegionClients,
  environment: Environment,
): Promise<Answer<Certificate | undefined>> =>
  ask(async (options) => {
    const given = topologyOf(environment, role).certificateArn;
    const arns = given === undefined ? [] : [given];
    if (given === undefined)
      for await (const { CertificateSummaryList = [] } of paginateListCertificates(
        { client: acm },
        {},
        options,
      ))
        for (const { CertificateArn, DomainName } of CertificateSummaryList)
          if (CertificateArn !== undefined && DomainName === serviceNames(environment).service)
            arns.push(CertificateArn);
    const described = await Promise.all(
      arns.map((CertificateArn) =>
        orAbsent(acm.send(new DescribeCertificateCommand({ CertificateArn }), options)),
      ),
    );
    const found = described.flatMap((answer) => answer?.Certificate ?? []);
    // One that was replaced may still stand.
    const certificate = found.find(({ InUseBy = [] }) => InUseBy.length > 0) ?? found[0];
    if (certificate?.CertificateArn === undefined) return undefined;
    return {
      arn: certificate.CertificateArn,
      status: certificate.Status ?? 'unknown',
      notAfter: certificate.NotAfter?.getTime(),
    };
  });
