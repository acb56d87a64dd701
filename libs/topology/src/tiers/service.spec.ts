import { dev } from '../__fixtures__';
import { parseEnvironment } from '../environment';
import type { EnvironmentInput } from '../schema';
import { endpointPathOf } from './container';

type ServiceInput = NonNullable<EnvironmentInput['service']>;
type ContainerInput = NonNullable<ServiceInput['container']>;

const container: ContainerInput = {
  image: '{account}.dkr.ecr.{region}.amazonaws.com/records:1.4.2',
  port: 3000,
  healthPath: '/health',
  healthCommand: ['CMD', 'curl', '-fsS', 'https://127.0.0.1:3000/health'],
};

const parseService = (service: ServiceInput) => parseEnvironment({ ...dev, service }).service;

const complaintAbout = (service: object): string => {
  try {
    parseService(service as ServiceInput);
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing';
};

const complaintAboutContainer = (changes: object) =>
  complaintAbout({ container: { ...container, ...changes } });

describe('the defaults of the service', () => {
  const { container: own, ...rest } = parseService({});

  it('run two to ten tasks, warm in dr, none of them on Spot', () => {
    expect(rest).toMatchObject({ tasks: { min: 2, max: 10, drMin: 2 }, spotPercent: 0 });
  });

  it('have a container whose port, path and health command are one', () => {
    expect(complaintAbout({ container: own })).toBe('nothing');
    expect(own.healthCommand.at(-1)).toContain(`https://127.0.0.1:${own.port}${own.livenessPath}`);
  });

  it('have an image that stays the same: it is named by digest', () => {
    expect(own.image).toMatch(/^public\.ecr\.aws\/docker\/library\/python@sha256:[0-9a-f]{64}$/);
  });

  it('need no path to write to: a volume would belong to root, and the container does not run as root', () => {
    expect(own).toMatchObject({ user: '65534:65534', writablePaths: [] });
  });
});

describe('a container', () => {
  it.each([
    [['CMD', 'curl', '-fsS', 'https://127.0.0.1:3000/health']],
    [['CMD-SHELL', 'curl -fsS https://localhost:3000/health || exit 1']],
    [['CMD-SHELL', 'wget --no-check-certificate -qO- https://localhost:3000/health >/dev/null']],
    [['CMD-SHELL', 'curl -fsS "https://[::1]:3000/health"']],
    [['CMD', 'nc', '-z', '127.0.0.1', '3000']],
    [['CMD', '/app/health']],
  ])('may be asked by %j', (healthCommand) => {
    expect(complaintAboutContainer({ healthCommand })).toBe('nothing');
  });

  it.each([
    [
      'another port',
      ['CMD', 'curl', 'https://127.0.0.1:8080/health'],
      /asks port 8080, and the container listens on 3000/,
    ],
    [
      'the port of HTTPS',
      ['CMD-SHELL', 'curl -f https://localhost/health'],
      /asks port 443, and the container listens on 3000/,
    ],
    ['another port by nc', ['CMD', 'nc', '-z', 'localhost', '3001'], /asks port 3001/],
    [
      'another path',
      ['CMD', 'curl', 'https://127.0.0.1:3000/healthz'],
      /asks \/healthz, and healthPath is \/health; allowed: .*, or livenessPath: \/healthz/,
    ],
    ['no path', ['CMD', 'curl', 'https://127.0.0.1:3000'], /asks \/, and healthPath is \/health;/],
    [
      'another host',
      ['CMD', 'curl', 'https://example.com:3000/health'],
      /asks example\.com, which is not the container itself/,
    ],
    [
      'plain HTTP',
      ['CMD', 'curl', 'http://127.0.0.1:3000/health'],
      /asks without TLS, and the load balancer speaks TLS/,
    ],
    ['an address without a scheme', ['CMD-SHELL', 'wget -qO- localhost:3000/health'], /asks without TLS/],
    [
      'the second of two',
      ['CMD-SHELL', 'curl -k https://localhost:3000/health && curl -k https://localhost:3000/ready'],
      /asks \/ready/,
    ],
    [
      'no form',
      ['curl', 'https://127.0.0.1:3000/health'],
      /allowed: CMD and arguments, or CMD-SHELL and one line/,
    ],
    ['words for a shell', ['CMD-SHELL', 'curl', '-f'], /allowed: one line after CMD-SHELL/],
  ])('is not asked for %s', (_, healthCommand, message) => {
    expect(complaintAboutContainer({ healthCommand })).toMatch(message);
  });

  it.each([
    [
      'node:22-alpine',
      ['CMD', 'curl', 'https://127.0.0.1:3000/health'],
      /calls curl, and '.*' is an image on Alpine Linux/,
    ],
    [
      'nginx:1.29-alpine-slim',
      ['CMD', 'curl', 'https://127.0.0.1:3000/health'],
      /calls curl, and '.*' is an image on Alpine/,
    ],
    [
      'node:22-bookworm-slim',
      ['CMD', 'wget', 'https://127.0.0.1:3000/health'],
      /calls wget, and '.*' is a slim Debian image/,
    ],
    [
      'distroless/nodejs22:2',
      ['CMD-SHELL', '/nodejs/bin/node health.js'],
      /calls sh, and '.*' is a distroless image/,
    ],
    ['node:22-alpine', ['CMD', 'bash', '-c', 'true'], /calls bash/],
  ])('of %s is not asked by what the image lacks: %j', (name, healthCommand, message) => {
    const image = `public.ecr.aws/docker/library/${name}`;
    expect(complaintAboutContainer({ image, healthCommand })).toMatch(message);
  });

  it.each([
    ['node:22-alpine', ['CMD', 'wget', '-qO-', 'https://127.0.0.1:3000/health']],
    ['nginx:1.29-alpine', ['CMD', 'curl', 'https://127.0.0.1:3000/health']],
    ['node:22-bookworm-slim', ['CMD', 'node', '-e', 'fetch("https://127.0.0.1:3000/health")']],
  ])('of %s may be asked by what it has: %j', (name, healthCommand) => {
    const image = `public.ecr.aws/docker/library/${name}`;
    expect(complaintAboutContainer({ image, healthCommand })).toBe('nothing');
  });

  it.each([
    [
      'a port for root',
      { port: 80 },
      /container\.port is 80; allowed: 1024 to 65535, because the container does not run as root/,
    ],
    ['root by name', { user: 'root' }, /container\.user is 'root'; allowed: .* that is not root/],
    ['root by number', { user: '0:0' }, /container\.user is '0:0'/],
    [
      'an image of one Region',
      { image: '111111111111.dkr.ecr.eu-west-2.amazonaws.com/records:1' },
      /which stands in eu-west-2 alone.*allowed: 111111111111\.dkr\.ecr\.\{region\}\.amazonaws\.com\/records:1/,
    ],
    [
      'an image of one Region at the FIPS endpoint',
      { image: '111111111111.dkr.ecr-fips.us-east-1.amazonaws.com/records:1' },
      /which stands in us-east-1 alone.*allowed: 111111111111\.dkr\.ecr-fips\.\{region\}\.amazonaws\.com\/records:1/,
    ],
    ['a moving tag', { image: 'public.ecr.aws/x/records:latest' }, /means another image tomorrow/],
    ['no tag', { image: 'public.ecr.aws/x/records' }, /means another image tomorrow/],
    ['no registry', { image: 'records:1' }, /is 'records:1', which names no registry.*; allowed: <registry>/],
    ['a path with a query', { healthPath: '/health?deep=1' }, /healthPath is '\/health\?deep=1'/],
    ['a path from nowhere', { healthPath: 'health' }, /healthPath is 'health'/],
    [
      'an endpoint from nowhere',
      { endpointPath: 'ready' },
      /endpointPath is 'ready'; allowed: a path that begins with \//,
    ],
    ['a liveness path with a query', { livenessPath: '/live?deep' }, /livenessPath is '\/live\?deep'/],
    [
      'a liveness path that its command does not ask',
      { livenessPath: '/live' },
      /asks \/health, and livenessPath is \/live;/,
    ],
    [
      'a liveness path that Route 53 asks too',
      {
        livenessPath: '/ready',
        endpointPath: '/ready',
        healthCommand: ['CMD', 'curl', 'https://127.0.0.1:3000/ready'],
      },
      /livenessPath is '\/ready', which is endpointPath too, and ECS would replace every task/,
    ],
    [
      'a secret in the clear',
      { environment: { API_TOKEN: 'x' } },
      /environment\.API_TOKEN would stand in plain text/,
    ],
    [
      'a variable of the platform',
      { environment: { DATABASE_HOST: 'x' } },
      /environment\.DATABASE_HOST is set by the platform/,
    ],
    ['the whole root file system', { writablePaths: ['/'] }, /writablePaths\.0 is '\/'/],
    [
      'a bundle from nowhere',
      { databaseCaFile: 'rds.pem' },
      /databaseCaFile is 'rds\.pem'; allowed: an absolute path/,
    ],
    ['a path twice', { writablePaths: ['/tmp', '/tmp'] }, /writablePaths lists a path twice/],
  ])('is refused with %s', (_, changes, message) => {
    expect(complaintAboutContainer(changes)).toMatch(message);
  });

  it('has three settings of health, and asks one path for all unless it is told otherwise', () => {
    const three = {
      livenessPath: '/live',
      endpointPath: '/ready?deep',
      healthCommand: ['CMD', 'curl', 'https://127.0.0.1:3000/live'],
    };
    expect(complaintAboutContainer(three)).toBe('nothing');
    expect(endpointPathOf(parseService({ container: { ...container, ...three } }).container)).toBe(
      '/ready?deep',
    );
    expect(endpointPathOf(parseService({ container }).container)).toBe('/health');
  });

  it.each(['image', 'port', 'healthPath', 'healthCommand'] as const)('is refused without its %s', (key) => {
    const rest = Object.fromEntries(Object.entries(container).filter(([name]) => name !== key));
    expect(complaintAbout({ container: rest })).toMatch(new RegExp(`service\\.container\\.${key} `));
  });

  it('may be pinned by digest, and name where a secret is kept', () => {
    const image = `{account}.dkr.ecr.{region}.amazonaws.com/records@sha256:${'a'.repeat(64)}`;
    const environment = { PARTNER_TOKEN_ARN: 'arn:aws:secretsmanager:…' };
    expect(complaintAboutContainer({ image, environment })).toBe('nothing');
  });
});

describe('the service', () => {
  it.each([
    [
      'no task in dr',
      { tasks: { drMin: 0 } },
      /tasks\.drMin is 0; allowed: whole tasks, 1 to 1000, because dr runs warm/,
    ],
    ['half a task', { tasks: { min: 1.5 } }, /tasks\.min is 1\.5/],
    [
      'fewer than the least',
      { tasks: { min: 4, max: 3 } },
      /tasks\.max is 3, less than min, which is 4; allowed: 4 or more/,
    ],
    ['more than all on Spot', { spotPercent: 101 }, /spotPercent is 101; allowed: percent, 0 to 100/],
    ['an amount of CPU that Fargate lacks', { cpu: 300 }, /cpu is 300; allowed \(Fargate\): 256, 512/],
    [
      'memory that does not go with it',
      { cpu: 256, memoryMiB: 4096 },
      /memoryMiB is 4096; allowed \(Fargate\) with cpu 256: 512, 1024, 2048/,
    ],
    [
      'a farewell longer than the notice of Spot',
      { deregistrationDelaySeconds: 300 },
      /deregistrationDelaySeconds is 300; allowed: seconds, 0 to 110/,
    ],
    [
      'a database user that PostgreSQL would quote',
      { databaseUser: 'Health Care' },
      /databaseUser is 'Health Care'/,
    ],
    [
      'a rule that does not exist',
      { waf: { countedRules: ['SizeRestriction_BODY'] } },
      /names 'SizeRestriction_BODY'; allowed: .*SizeRestrictions_BODY/,
    ],
    [
      'a limit below what AWS WAF takes',
      { waf: { requestsPerFiveMinutes: 5 } },
      /requestsPerFiveMinutes is 5/,
    ],
  ])('is refused with %s', (_, service, message) => {
    expect(complaintAbout(service)).toMatch(message);
  });
});
