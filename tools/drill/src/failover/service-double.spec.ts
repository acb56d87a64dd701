import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { certify, type Certificate } from './certificate';
import { ServiceDouble } from './service-double';

const run = promisify(execFile);
const HOST = 'eu-west-2.app.example.org';
const ANCHOR = 'sts.eu-central-1.amazonaws.com';
const PRELOAD = require.resolve('./function-preload.cjs');

/** Asks as the controller's probe does, and says what time it is. */
const ASK = `
  require('node:https').request(process.argv[1], { agent: false }, ({ statusCode }) => say(statusCode))
    .once('error', ({ code }) => say(code)).end();
  const say = (served) => {
    console.log(JSON.stringify({ served, now: Date.now(), made: new Date().getTime(), text: Date(), epoch: new Date(0).getTime() }));
    process.exit(0);
  };
`;

describe('a function of the drill', () => {
  let folder: TemporaryFolder;
  let certificate: Certificate;
  let service: ServiceDouble;

  beforeAll(async () => {
    folder = await temporaryFolder('service-double-');
    certificate = await certify([HOST, ANCHOR], folder.path, new AbortController().signal);
    service = await ServiceDouble.open(certificate);
  }, 60_000);
  afterAll(async () => {
    await service.switchOff();
    await folder.remove();
  });

  const ask = async (host: string, variables: NodeJS.ProcessEnv = {}) => {
    const { stdout } = await run(process.execPath, ['-e', ASK, `https://${host}/health`], {
      env: {
        PATH: process.env['PATH'],
        NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
        NODE_EXTRA_CA_CERTS: certificate.certificateFile,
        DRILL_CLOCK_OFFSET_MS: '-43200000',
        DRILL_SERVICES: JSON.stringify({
          [HOST]: service.port,
          [ANCHOR]: service.port,
          'other.example.org': service.port,
        }),
        ...variables,
      },
    });
    return JSON.parse(stdout) as {
      served: number | string;
      now: number;
      made: number;
      text: string;
      epoch: number;
    };
  };

  it('finds the service by its name, with a certificate that is verified', async () => {
    await expect(ask(HOST)).resolves.toMatchObject({ served: 200 });
    await expect(ask(ANCHOR)).resolves.toMatchObject({ served: 200 });
  });

  it('reaches nothing whose name leads nowhere on this machine', async () => {
    await expect(ask(ANCHOR, { DRILL_SERVICES: '{}' })).resolves.toMatchObject({ served: 'ECONNREFUSED' });
  });

  it('is not served by a certificate of another name, nor by one that nobody vouches for', async () => {
    await expect(ask('other.example.org')).resolves.toMatchObject({ served: 'ERR_TLS_CERT_ALTNAME_INVALID' });
    await expect(ask(HOST, { NODE_EXTRA_CA_CERTS: undefined })).resolves.toMatchObject({
      served: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });

  it('is not served once it is switched off, and again after that', async () => {
    const { port } = service;
    await service.switchOff();
    await expect(ask(HOST)).resolves.toMatchObject({ served: 'ECONNREFUSED' });
    await service.switchOn();
    expect(service.port).toBe(port);
    await expect(ask(HOST)).resolves.toMatchObject({ served: 200 });
  });

  it('lives in the time that it is given', async () => {
    const expected = Date.now() - 43_200_000;
    const { now, made, text, epoch } = await ask(HOST);
    for (const time of [now, made, Date.parse(text)]) expect(Math.abs(time - expected)).toBeLessThan(30_000);
    expect(epoch).toBe(0);
  });
});
