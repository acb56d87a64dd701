import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { NameServer } from './name-server';

const run = promisify(execFile);
const WITNESS = 'witness-eu-west-2.app.example.org';
const PRELOAD = require.resolve('./function-preload.cjs');

/** Asks as the controller's witness does: by a resolver of its own, whose servers are the system's or given. */
const ASK = `
  import { Resolver } from 'node:dns/promises';
  const resolver = new Resolver({ timeout: 500, tries: 2 });
  const [name, ...servers] = process.argv.slice(1);
  if (servers.length > 0) resolver.setServers(servers);
  const answer = await resolver.resolveTxt(name).catch(({ code }) => code);
  console.log(JSON.stringify(answer));
`;

describe('the resolver of a function of the drill', () => {
  let texts: Readonly<Record<string, readonly string[]>>;
  let server: NameServer;

  beforeEach(async () => {
    texts = { [WITNESS]: ['primary healthy'] };
    server = await NameServer.open((name) => texts[name]);
  });
  afterEach(() => server.close());

  const ask = async (name: string, nameServer: string | undefined, ...servers: readonly string[]) => {
    const { stdout } = await run(
      process.execPath,
      ['--input-type=module', '-e', ASK, '--', name, ...servers],
      {
        env: {
          PATH: process.env['PATH'],
          NODE_OPTIONS: `--require ${JSON.stringify(PRELOAD)}`,
          ...(nameServer === undefined ? {} : { DRILL_NAME_SERVER: nameServer }),
        },
      },
    );
    return JSON.parse(stdout) as unknown;
  };

  it('answers a name by what is true when it is asked', async () => {
    await expect(ask(WITNESS, server.address)).resolves.toEqual([['primary healthy']]);
    texts = { [WITNESS]: ['primary unhealthy'] };
    await expect(ask(WITNESS.toUpperCase(), server.address)).resolves.toEqual([['primary unhealthy']]);
  });

  it('knows no other name', async () => {
    await expect(ask('other.example.org', server.address)).resolves.toBe('ENOTFOUND');
  });

  it('asks nobody else, whomever the function has named', async () => {
    await expect(ask(WITNESS, server.address, '192.0.2.1')).resolves.toEqual([['primary healthy']]);
    await expect(ask(WITNESS, undefined)).resolves.toMatch(/^(?:ECONNREFUSED|ETIMEOUT)$/);
  });
});
