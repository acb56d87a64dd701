import { dev } from './__fixtures__';
import { parseEnvironment } from './environment';
import { ConfigurationError } from './errors';
import { MAX_TAGS } from './tags';

/** What parsing says of `dev` with these fields changed; the fields may be anything a person could type. */
const messageOf = (changes: Readonly<Record<string, unknown>>): string => {
  try {
    parseEnvironment({ ...dev, suffix: 'trial', ...changes });
  } catch (error) {
    if (error instanceof ConfigurationError) return error.message;
    throw error;
  }
  return 'nothing';
};

const primary = (changes: Readonly<Record<string, unknown>>) => ({ primary: { ...dev.primary, ...changes } });
const many = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, n) => [`Key${n}`, 'x']));
const image = (name: string) => ({
  service: {
    container: {
      image: name,
      port: 8080,
      healthPath: '/',
      healthCommand: ['CMD', '/app/healthy'],
    },
  },
});

describe('tags', () => {
  it.each([
    [
      'Environment',
      'development',
      /tags\.Environment is a tag of the platform's own \(Environment\).*allowed: any key but Project/,
    ],
    ['environment', 'development', /tags\.environment is a tag of the platform's own \(Environment\)/],
    ['NAME', 'x', /tags\.NAME is a tag of the platform's own \(Name\)/],
    ['aws:owner', 'x', /begins with 'aws:', which AWS reserves/],
    ['AWS:owner', 'x', /begins with 'AWS:', which AWS reserves/],
    ['', 'x', /has a key of 0 characters; allowed: 1 to 128/],
    ['k'.repeat(129), 'x', /has a key of 129 characters/],
    ['Cost*', 'x', /has a key with other characters than IAM takes; allowed: letters, digits/],
    ['Owner', 'v'.repeat(257), /tags\.Owner is a value of 257 characters; allowed: up to 256/],
    ['Owner', 'a;b', /tags\.Owner is 'a;b', with other characters than IAM takes/],
    ['Owner', 42, /tags\.Owner is 42 \(a number\); allowed: text/],
  ])('%j: %j', (key, value, message) => {
    expect(messageOf({ tags: { [key]: value } })).toMatch(message);
  });

  it('differ in more than case', () => {
    expect(messageOf({ tags: { Owner: 'a', owner: 'b' } })).toMatch(
      /tags\.owner is the key 'Owner' in another case/,
    );
  });

  it('leave room for the platform’s own among the 50 of a resource', () => {
    expect(MAX_TAGS).toBe(43);
    expect(messageOf({ tags: many(43) })).toBe('nothing');
    expect(messageOf({ tags: many(44) })).toMatch(
      /tags has 44 tags; allowed: up to 43, because a resource has room for 50/,
    );
  });

  it('may be what IAM takes, and empty', () => {
    expect(messageOf({ tags: { 'cost-center/Größe': 'a b_c.d:e/f=g+h-i@j', Empty: '' } })).toBe('nothing');
  });
});

describe('Regions and zones', () => {
  it.each([
    [
      'ap-east-2',
      /is 'ap-east-2', which has no Aurora global databases.*https:.*, and no Terraform's S3 backend \(1\.11/,
    ],
    ['ap-southeast-7', /is 'ap-southeast-7', which has no Aurora global databases \(PostgreSQL\) \(https:/],
    ['mx-central-1', /which has no Aurora global databases/],
    ['us-gov-west-1', /is 'us-gov-west-1', of the partition aws-us-gov/],
    ['cn-north-1', /of the partition aws-cn/],
    ['mars-north-1', /is 'mars-north-1'; allowed: af-south-1, /],
    [7, /is 7; allowed: af-south-1, /],
  ])('%j', (region, message) => {
    expect(messageOf(primary({ region }))).toMatch(message);
  });

  it.each([
    ['euw2-az1', /names euw2-az1, which is a zone's ID and not its name; allowed: two or more of eu-west-2a/],
    ['eu-west-2-lon-1a', /names eu-west-2-lon-1a, which is a Local or Wavelength Zone/],
    ['eu-west-2z', /names eu-west-2z, which eu-west-2 does not have/],
  ])('%s', (zone, message) => {
    expect(messageOf(primary({ zones: ['eu-west-2a', zone] }))).toMatch(message);
  });
});

describe('address blocks', () => {
  it.each([
    ['0.0.0.0/16', '0.0.0.0/8'],
    ['127.1.0.0/16', '127.0.0.0/8'],
    ['169.254.0.0/16', '169.254.0.0/16'],
    ['224.0.0.0/16', '224.0.0.0/4'],
    ['239.255.0.0/16', '224.0.0.0/4'],
    ['255.255.0.0/16', '240.0.0.0/4'],
  ])('%s is within %s, which CreateVpc refuses', (vpcCidr, block) => {
    expect(messageOf(primary({ vpcCidr }))).toContain(`primary.vpcCidr is '${vpcCidr}', within ${block} (`);
  });

  it.each(['1.0.0.0/16', '100.64.0.0/16', '169.253.0.0/16', '172.16.0.0/16', '223.255.0.0/16'])(
    '%s is taken',
    (vpcCidr) => {
      expect(messageOf(primary({ vpcCidr }))).toBe('nothing');
    },
  );
});

describe('images', () => {
  it.each([
    ['nginx:1.27', /which names no registry, and ECS would ask Docker Hub/],
    ['library/nginx:1.27', /which names no registry/],
    ['ghcr.io/Hospital/app:1', /which has no usable repository; allowed: .*in lower case/],
    ['ghcr.io/hospital//app:1', /which has no usable repository/],
    ['ghcr.io/hospital/app:-1', /which has no usable tag/],
    [`ghcr.io/hospital/app:${'t'.repeat(129)}`, /which has no usable tag; .*1 to 128/],
    ['ghcr.io/hospital/app@sha256:abc', /which has no usable digest; .*64 hexadecimal digits/],
    ['ghcr.io/hospital/app:{version}', /which has the placeholder \{version\}/],
    ['ghcr.io/hospital/app', /which means another image tomorrow/],
  ])('%s', (name, message) => {
    expect(messageOf(image(name))).toMatch(message);
  });

  it.each([
    'ghcr.io/hospital/app:1.2.3',
    `registry.hospital.example:5000/a/b_c-d:1@sha256:${'a'.repeat(64)}`,
    '{account}.dkr.ecr.{region}.amazonaws.com/app:1',
  ])('%s is taken', (name) => {
    expect(messageOf(image(name))).toBe('nothing');
  });
});

describe('suffixes', () => {
  it('have no hyphen, and the message says why', () => {
    expect(messageOf({ suffix: 'eu-dev' })).toMatch(
      /suffix is 'eu-dev'.*'healthcare-\*-dev' would match those of 'eu-dev' too/,
    );
    expect(messageOf({ suffix: 'eu_dev' })).not.toMatch(/would match/);
  });
});

describe('what YAML takes for something else', () => {
  it.each([
    [{ accountId: 111111111111 }, /accountId is 111111111111 \(a number\); allowed: text, in quotes if YAML/],
    [
      { primary: 'eu-west-2' },
      /primary is 'eu-west-2' \(text\); allowed: a map of fields: region, vpcCidr, zones, certificateArn/,
    ],
    [primary({ zones: 'eu-west-2a' }), /primary\.zones is 'eu-west-2a' \(text\); allowed: a list/],
    [{ tags: ['a'] }, /tags is \["a"\] \(a list\); allowed: a map of names and text/],
    [{ dns: undefined }, /dns is missing; allowed: a map of fields: domainName/],
    [
      { interfaceEndpoints: { enabled: 'no' } },
      /interfaceEndpoints\.enabled gives no usable enabled|interfaceEndpoints gives no usable enabled/,
    ],
    [
      { database: { minAcu: 9, maxAcu: 1.5e20 } },
      /database\.maxAcu is 150000000000000000000; allowed: 0\.5 to 256/,
    ],
  ])('%j', (changes, message) => {
    expect(messageOf(changes)).toMatch(message);
  });
});

describe('a field that nobody knows', () => {
  it.each([
    [{ retenton: {} }, /retenton is no field \(did you mean retention\?\); allowed: suffix, accountId/],
    [
      { retention: { logdays: 3 } },
      /retention\.logdays is no field \(did you mean logDays\?\); allowed: logDays, auditLogDays/,
    ],
    [{ quota: 1 }, /quota is no field; allowed: suffix/],
  ])('%j', (changes, message) => {
    expect(messageOf(changes)).toMatch(message);
  });

  it('is each said once', () => {
    const message = messageOf({ retenton: {}, primry: {}, database: { maxAcu: 1.5e20 } });
    expect(message.split('\n').filter((line) => line.startsWith('    '))).toHaveLength(3);
  });
});
