import { dev } from './__fixtures__';
import { certificatesAreGiven } from './certificates';
import { parseEnvironment } from './environment';

const arn = (region: string, account = dev.accountId) =>
  `arn:aws:acm:${region}:${account}:certificate/0a1b2c3d-0000-4000-8000-000000000000`;

interface Given {
  readonly primary?: string;
  readonly dr?: string;
  readonly hostedZone?: 'given' | 'create';
  readonly domainName?: string;
}

const parse = ({ primary, dr, hostedZone = 'given', domainName = 'dev.healthcare.example' }: Given) =>
  parseEnvironment({
    ...dev,
    primary: { ...dev.primary, ...(primary === undefined ? {} : { certificateArn: primary }) },
    dr: { ...dev.dr, ...(dr === undefined ? {} : { certificateArn: dr }) },
    dns: { domainName, hostedZone },
  });

describe('the certificates', () => {
  it('are issued where a zone can validate them', () => {
    expect(certificatesAreGiven(parse({}))).toBe(false);
  });

  it('may be given, whatever the zone', () => {
    const given = parse({ primary: arn('eu-west-2'), dr: arn('eu-west-1'), hostedZone: 'create' });
    expect(certificatesAreGiven(given)).toBe(true);
  });

  it.each<[string, Given, RegExp]>([
    [
      'neither given nor issuable',
      { hostedZone: 'create' },
      /dns\.hostedZone is 'create' and no certificate is given: [^]*allowed: 'given', [^]*or primary\.certificateArn and dr\.certificateArn/,
    ],
    [
      'given on the primary side alone',
      { primary: arn('eu-west-2') },
      /dr\.certificateArn is missing while primary has one[^]*allowed: arn:aws:acm:eu-west-1:111111111111:certificate/,
    ],
    [
      'given on the dr side alone',
      { dr: arn('eu-west-1') },
      /primary\.certificateArn is missing while dr has one/,
    ],
    [
      'given twice from one Region',
      { primary: arn('eu-west-2'), dr: arn('eu-west-2') },
      /dr\.certificateArn is '[^']*', which stands in eu-west-2; allowed: arn:aws:acm:eu-west-1/,
    ],
    [
      'given from another account',
      { primary: arn('eu-west-2', '999999999999'), dr: arn('eu-west-1') },
      /primary\.certificateArn is '[^']*', which belongs to account 999999999999/,
    ],
    [
      'no ARN of ACM',
      { primary: 'arn:aws:iam::111111111111:server-certificate/x', dr: arn('eu-west-1') },
      /primary\.certificateArn is 'arn:aws:iam/,
    ],
    [
      'issued for a name that ACM does not take',
      { domainName: `${'a'.repeat(58)}.example` },
      /dns\.domainName makes the service's name '[^']*', 70 characters; allowed \(ACM\): 64/,
    ],
  ])('cannot be %s', (_, given, message) => {
    expect(() => parse(given)).toThrow(message);
  });
});
