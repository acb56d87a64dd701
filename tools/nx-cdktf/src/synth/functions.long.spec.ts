import { FIXTURES_DIRECTORY as environmentsDir } from '@healthcare-dr/topology/fixtures';
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { BundleError, bundleFunction, freshFunctions, loadedBytes, zip } from './functions.cjs';
import { synthesize } from './index';

const workspaceRoot = resolve(__dirname, '..', '..', '..', '..');
const TIER = 'failover-lambda';
const ENTRY = 'libs/failover-controller/src/handler/handler.ts';
const FAILING_CALLS = join(__dirname, '..', '__fixtures__', 'failing-calls.ts');
/** What each service answers in vain. */
const ERRORS: Readonly<Record<string, string>> = {
  rds: '<ErrorResponse><Error><Type>Sender</Type><Code>GlobalClusterNotFoundFault</Code><Message>no such cluster</Message></Error></ErrorResponse>',
  AmazonSSM: JSON.stringify({ __type: 'ParameterNotFound', message: 'no such parameter' }),
  DynamoDB_20120810: JSON.stringify({
    __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
    Message: 'cancelled',
    CancellationReasons: [{ Code: 'ConditionalCheckFailed' }],
  }),
};
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** What the whole of the code that a cold start loads may take. */
const MAX_LOADED_BYTES = 550_000;

jest.setTimeout(60_000);

describe('the zip file of a function', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'functions-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('is the same from the same sources, at another time and in another time zone', async () => {
    const here = sha256(zip((await bundleFunction(workspaceRoot, ENTRY)).files));
    const script = `
      const { bundleFunction, zip } = require(${JSON.stringify(join(__dirname, 'functions.cjs'))});
      bundleFunction(${JSON.stringify(workspaceRoot)}, ${JSON.stringify(ENTRY)}).then(({ files }) =>
        process.stdout.write(require('node:crypto').createHash('sha256').update(zip(files)).digest('hex')));`;
    const there = execFileSync(process.execPath, ['-e', script], {
      encoding: 'utf8',
      env: { ...process.env, TZ: 'Pacific/Kiritimati' },
    });

    expect(there).toBe(here);
  });

  it('can be read by others, byte for byte', () => {
    const files = { 'handler.mjs': Buffer.from('export {};'), 'b.mjs': Buffer.alloc(100_000, 'x') };
    const file = join(folder, 'function.zip');
    writeFileSync(file, zip(files));

    execFileSync('unzip', ['-q', file, '-d', join(folder, 'out')]);

    for (const [name, content] of Object.entries(files)) {
      expect(readFileSync(join(folder, 'out', name)).equals(content)).toBe(true);
      // Lambda runs it as a user of its own.
      expect(statSync(join(folder, 'out', name)).mode & 0o444).toBe(0o444);
    }
  });

  it('loads no more than it must: neither the chain of credentials nor, untraced, the tracer', async () => {
    const { files } = await bundleFunction(workspaceRoot, ENTRY);
    const handler = Buffer.from(files['handler.mjs'] ?? []).toString();

    expect(loadedBytes(files)).toBeLessThanOrEqual(MAX_LOADED_BYTES);
    // Not toContain: a failure would print half a megabyte.
    expect(['sso_start_url', 'AWS_WEB_IDENTITY_TOKEN_FILE'].filter((text) => handler.includes(text))).toEqual(
      [],
    );
    expect(handler.includes('AWS_XRAY_CONTEXT_MISSING')).toBe(false);
    expect(Object.keys(files).some((name) => name.startsWith('tracing-'))).toBe(true);
  });

  it('leaves out the class of an error that says no more than its name, and tells name and message all the same', async () => {
    const { files } = await bundleFunction(workspaceRoot, relative(workspaceRoot, FAILING_CALLS));
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    const code = Object.values(files).map((content) => Buffer.from(content).toString());
    const server = createServer((request, response) => {
      const isJson = request.headers['x-amz-target'] !== undefined;
      response.writeHead(400, { 'content-type': isJson ? 'application/x-amz-json-1.1' : 'text/xml' });
      response.end(ERRORS[String(request.headers['x-amz-target'] ?? 'rds').split('.')[0] ?? '']);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { stdout } = await promisify(execFile)(process.execPath, [
      join(folder, 'handler.mjs'),
      `http://127.0.0.1:${port}`,
    ]);
    server.close();

    expect(JSON.parse(stdout)).toEqual([
      { name: 'GlobalClusterNotFoundFault', message: 'no such cluster' },
      { name: 'ParameterNotFound', message: 'no such parameter' },
      {
        name: 'TransactionCanceledException',
        message: 'cancelled',
        reasons: [{ Code: 'ConditionalCheckFailed' }],
      },
    ]);
    const named = (error: string) => code.some((text) => text.includes(error));
    expect(['ParameterNotFound', 'GlobalClusterNotFoundFault'].filter(named)).toEqual([]);
    expect(named('TransactionCanceledException')).toBe(true);
  });

  it('is built again when a source changes, and only then', async () => {
    const first = (await freshFunctions(workspaceRoot))[TIER] ?? '';
    const { mtimeMs } = statSync(first);

    await freshFunctions(workspaceRoot);

    expect(statSync(first).mtimeMs).toBe(mtimeMs);
    const record = JSON.parse(readFileSync(join(dirname(first), 'record.json'), 'utf8')) as {
      inputs: [string, string][];
    };
    const inputs = record.inputs.map(([file]) => file);
    expect(inputs).toEqual(
      expect.arrayContaining([
        ENTRY,
        `libs/${TIER}/contract/index.ts`,
        `libs/${TIER}/function.json`,
        'tsconfig.base.json',
      ]),
    );
    expect(inputs.filter((file) => file.endsWith('.spec.ts'))).toEqual([]);
  });

  it('is not made from sources that do not compile', async () => {
    writeFileSync(join(folder, 'tsconfig.base.json'), '{}');
    writeFileSync(join(folder, 'handler.ts'), 'export const = 1;');

    const attempt = bundleFunction(folder, 'handler.ts');

    await expect(attempt).rejects.toThrow(BundleError);
    await expect(attempt).rejects.toThrow(/Expected identifier[^]*handler\.ts:1:13/);
  });

  it('is refused where its tier names no source of it', async () => {
    mkdirSync(join(folder, 'libs', 'jobs'), { recursive: true });
    writeFileSync(join(folder, 'libs', 'jobs', 'function.json'), '{"handler": "libs/jobs/handler.ts"}');

    await expect(freshFunctions(folder)).rejects.toThrow(
      /libs\/jobs\/function\.json names the handler "libs\/jobs\/handler\.ts"/,
    );
  });

  it('is none where a tier has no function', async () => {
    mkdirSync(join(folder, 'libs', 'kms', 'src'), { recursive: true });

    await expect(freshFunctions(folder)).resolves.toEqual({});
  });
});

describe('a synthesis', () => {
  it('puts the code beside the stacks of its tier, and beside no other', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'synth-'));
    const stacks = ['dr-failover-lambda', 'primary-failover-lambda', 'dr-kms'];
    const options = {
      workspaceRoot,
      environmentsDir,
      environmentSuffix: 'dev',
      outdir: join(folder, 'cdktf.out'),
      stacks,
    };
    const codeOf = (stack: string) => join(options.outdir, 'stacks', stack, 'function.zip');

    await synthesize(options);

    expect(
      readFileSync(codeOf('dr-failover-lambda')).equals(readFileSync(codeOf('primary-failover-lambda'))),
    ).toBe(true);
    expect(existsSync(codeOf('dr-kms'))).toBe(false);
    const { mtimeMs } = statSync(codeOf('dr-failover-lambda'));
    await synthesize(options);
    expect(statSync(codeOf('dr-failover-lambda')).mtimeMs).toBe(mtimeMs);
    rmSync(folder, { recursive: true });
  });

  it('follows the code: the tier depends on it, although it does not import it', () => {
    const project = JSON.parse(readFileSync(join(workspaceRoot, 'libs', TIER, 'project.json'), 'utf8')) as {
      implicitDependencies?: string[];
    };

    expect(project.implicitDependencies).toContain('failover-controller');
  });
});
