import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Whom the trust policy of the role lets in. */
const ADMITTED = 'AKIAENVIRONMENT';
const SESSION = 'ASIASESSION';

const assumed = `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${SESSION}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>2100-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`;
const denied =
  '<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>';

/** Two accounts on this machine: one has health checks, and another a hosted zone, which a session of its role alone may read. */
export class TwoAccounts {
  /** What was asked, as `<access key> <operation or path>`. */
  readonly calls: string[] = [];
  readonly #server: Server;

  /** @param domainName the zone's domain, with the name of a record in it */
  constructor(
    private readonly domainName: string,
    private readonly record: string,
  ) {
    this.#server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        const key = accessKeyOf(request);
        const path = (request.url ?? '').split('?')[0] ?? '';
        this.calls.push(`${key} ${/Action=(\w+)/.exec(body)?.[1] ?? path}`);
        response.setHeader('content-type', 'text/xml');
        if (body.includes('Action=AssumeRole')) {
          response.statusCode = key === ADMITTED ? 200 : 403;
          response.end(key === ADMITTED ? assumed : denied);
        } else response.end(this.#route53(path, key === SESSION));
      });
    });
  }

  /** Starts it. @returns the variables of a process that the role's trust admits, or does not */
  async variables(admitted = true): Promise<NodeJS.ProcessEnv> {
    if (!this.#server.listening)
      await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening));
    const { port } = this.#server.address() as AddressInfo;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: admitted ? ADMITTED : 'AKIASTRANGER',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  }

  stop(): Promise<void> {
    return new Promise((stopped) => {
      this.#server.close(() => stopped());
      this.#server.closeAllConnections();
    });
  }

  #route53(path: string, isOwner: boolean): string {
    const list = (name: string, inner: string) =>
      `<${name}Response xmlns="https://route53.amazonaws.com/doc/2013-04-01/">${inner}<IsTruncated>false</IsTruncated><MaxItems>100</MaxItems></${name}Response>`;
    if (path.endsWith('/healthcheck'))
      return list(
        'ListHealthChecks',
        `<HealthChecks>${isOwner ? '' : '<HealthCheck><Id>check</Id><CallerReference>c</CallerReference><HealthCheckConfig><Type>HTTPS</Type></HealthCheckConfig><HealthCheckVersion>1</HealthCheckVersion></HealthCheck>'}</HealthChecks>`,
      );
    if (path.endsWith('/rrset'))
      return list(
        'ListResourceRecordSets',
        `<ResourceRecordSets><ResourceRecordSet><Name>${this.record}.</Name><Type>A</Type></ResourceRecordSet></ResourceRecordSets>`,
      );
    const zones = isOwner
      ? `<HostedZone><Id>/hostedzone/Z1</Id><Name>${this.domainName}.</Name><CallerReference>o</CallerReference><Config><PrivateZone>false</PrivateZone></Config></HostedZone>`
      : '';
    const operation = path.endsWith('/hostedzonesbyname') ? 'ListHostedZonesByName' : 'ListHostedZones';
    return list(operation, `<HostedZones>${zones}</HostedZones>`);
  }
}

const accessKeyOf = ({ headers }: IncomingMessage): string =>
  /Credential=(\w+)\//.exec(headers.authorization ?? '')?.[1] ?? 'nobody';
