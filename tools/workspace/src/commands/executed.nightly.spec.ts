import { execFileSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { DeliverySession, synthesizeForDeployment } from '@healthcare-dr/delivery';
import { recordAsDeployed } from '@healthcare-dr/delivery/fixtures';
import { startLocalAws, type LocalAws } from '@healthcare-dr/local-aws';
import { describeWithMoto } from '@healthcare-dr/local-aws/fixtures';
import { run } from '@healthcare-dr/processes';
import { LOCK_TIMEOUT_SECONDS } from '@healthcare-dr/terraform';
import { FIXTURES_DIRECTORY, fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { chosenEnvironment, REPOSITORY_FILE } from '@healthcare-dr/topology/loading';
import { parse, stringify } from 'yaml';
import { COMMANDS } from './registry';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');

// Most start Node and Nx anew, some Terraform too, which takes seconds, many on a busy machine.
jest.setTimeout(900_000);

/** The first command line that wants environments that were deployed. */
const FIRST_OF_WHAT_STANDS = 'npm run deploy';

const ACCOUNT = fixtureEnvironment('dev').accountId;

const EXECUTED = Object.entries(COMMANDS).flatMap(([command, registration]) =>
  registration.kind === 'here' ? [{ command, ...registration }] : [],
);

/** An environment whose hosted zone belongs to another account. */
const ZONE_ELSEWHERE = `extends: dev
suffix: zone
dns:
  hostedZoneRoleArn: arn:aws:iam::999999999999:role/hosted-zone
  queryLogging: { enabled: false, optOutReason: The network team logs it. }
`;

/** The variables of the workflows' steps, and the options that one of them collects. */
const SETTINGS = 'ENVIRONMENT=pr42 ROLE=dr BASE=main; options=(--yes --role dr)';

describeWithMoto('every command line of the documents and workflows that can be executed', () => {
  const folder = mkdtempSync(join(tmpdir(), 'healthcare-dr-commands-'));
  const copy = join(folder, 'workspace');
  let aws: LocalAws;
  let gitHub: Server;
  let variables: NodeJS.ProcessEnv = {};

  beforeAll(async () => {
    copyWorkspace();
    aws = await startLocalAws({ accountId: ACCOUNT });
    gitHub = await startGitHub();
    const outside = Object.entries(process.env).filter(
      ([name]) => !/^(?:NX_|ENVIRONMENT|npm_|GITHUB_)/.test(name),
    );
    variables = {
      ...Object.fromEntries(outside),
      ...aws.environment,
      // As npx finds it.
      PATH: `${join(copy, 'node_modules', '.bin')}:${process.env['PATH'] ?? ''}`,
      ENVIRONMENT_SUFFIX: 'dev',
      GITHUB_REPOSITORY: 'clinic/recovery',
      GITHUB_TOKEN: 'a-token',
      GITHUB_API_URL: `http://127.0.0.1:${(gitHub.address() as AddressInfo).port}`,
      npm_config_loglevel: 'silent',
      NX_DAEMON: 'false',
      CI: 'true',
      FORCE_COLOR: '0',
    };
  });

  afterAll(async () => {
    gitHub.close();
    await aws.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  /** What git would check out, with environments and an account of the spec's own, as a repository that has a main branch. */
  function copyWorkspace(): void {
    const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
      cwd: workspaceRoot,
      encoding: 'utf8',
    });
    for (const file of listed
      .split('\0')
      .filter((name) => name !== '' && !name.startsWith('environments/'))) {
      if (!existsSync(join(workspaceRoot, file))) continue;
      mkdirSync(dirname(join(copy, file)), { recursive: true });
      cpSync(join(workspaceRoot, file), join(copy, file));
    }
    for (const environments of [join(copy, 'environments'), join(folder, 'our-environments')])
      cpSync(FIXTURES_DIRECTORY, environments, { recursive: true });
    writeFileSync(join(copy, 'environments', 'staging.yaml'), 'extends: prod\nsuffix: staging\n');
    writeFileSync(join(copy, 'environments', 'zone.yaml'), ZONE_ELSEWHERE);
    const repository = join(copy, REPOSITORY_FILE);
    const numbers = { organizationId: 1, repositoryId: 2 };
    writeFileSync(
      repository,
      stringify({ ...(parse(readFileSync(repository, 'utf8')) as object), ...numbers }),
    );
    writeFileSync(join(copy, 'usage.json'), '{"primary": {"nat-gateway-gb": 500}, "dr": {}}\n');
    symlinkSync(join(workspaceRoot, 'node_modules'), join(copy, 'node_modules'));
    mkdirSync(join(copy, 'release'));
    git('init', '--quiet', '--initial-branch=main');
    // It is a link here, which no rule for folders ignores.
    writeFileSync(join(copy, '.git', 'info', 'exclude'), 'node_modules\n');
    commit();
  }

  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=Nobody', '-c', 'user.email=nobody@example.invalid', ...args], {
      cwd: copy,
      stdio: 'pipe',
    });

  /** Makes everything as it is now part of main. */
  function commit(): void {
    git('add', '--all');
    git('commit', '--quiet', '--no-gpg-sign', '--message=As it is');
  }

  /** GitHub with no issues, and with an open pull request 42 that has its environment. */
  async function startGitHub(): Promise<Server> {
    const server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '', 'http://github.invalid');
      const answer = pathname.endsWith('/pulls/42')
        ? { number: 42, state: 'open', labels: [{ name: 'environment' }] }
        : request.method === 'GET'
          ? []
          : { number: 1 };
      request.resume();
      response.setHeader('content-type', 'application/json').end(JSON.stringify(answer));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    return server;
  }

  /** Lets every stack of an environment stand as the checkout has it. */
  async function deployed(suffix: string): Promise<void> {
    const session = new DeliverySession({
      workspaceRoot: copy,
      environment: chosenEnvironment(copy, variables, suffix),
      variables,
      signal: new AbortController().signal,
      lockTimeoutSeconds: LOCK_TIMEOUT_SECONDS,
      note: () => undefined,
    });
    try {
      const stacks = await synthesizeForDeployment({ workspaceRoot: copy, environment: suffix });
      await recordAsDeployed(session, stacks);
    } finally {
      session.destroy();
    }
  }

  it.each(EXECUTED)('$command', async ({ command, prints, exitCode, writes, output, fill }) => {
    if (command === FIRST_OF_WHAT_STANDS) {
      // One account for all that is deployed: it is the local AWS's.
      const production = join(copy, 'environments', 'prod.yaml');
      const text = readFileSync(production, 'utf8').replace(/^accountId: .*$/m, `accountId: '${ACCOUNT}'`);
      writeFileSync(production, text);
      commit();
      await shell('npm run bootstrap -- --environment prod');
      for (const suffix of ['dev', 'prod', 'pr42']) await deployed(suffix);
    }
    for (const file of writes) rmSync(join(copy, file), { force: true });
    const filled = Object.entries(fill).reduce((text, [blank, name]) => text.replace(blank, name), command);

    const result = await shell(filled);

    const said = `${result.stdout}${result.stderr}`;
    if (result.exitCode !== exitCode) throw new Error(`exit code ${result.exitCode}\n${said.slice(-3000)}`);
    if (output !== undefined) writeFileSync(join(copy, output), result.stdout);
    for (const pattern of prints) expect(said).toMatch(pattern);
    expect(writes.filter((file) => !existsSync(join(copy, file)))).toEqual([]);
    // What is generated, or written in its form, is main's for what comes next: nobody has changed anything.
    if (git('status', '--porcelain').toString() !== '') commit();
  });

  const shell = (command: string) =>
    run('bash', ['-c', `set -o pipefail; ${SETTINGS}; ${command}`], { cwd: copy, env: variables });
});
