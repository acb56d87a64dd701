import { execFile, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  arnOf,
  DATABASE,
  describeWithPostgres,
  DR,
  endpointOf,
  GLOBAL_ENDPOINT,
  MASTER,
  Pair,
  pairState,
  PRIMARY,
} from '@healthcare-dr/local-aws/fixtures';
import { blocksOf } from '@healthcare-dr/drill/runbooks';

const hasPsql = spawnSync('psql', ['--version'], { stdio: 'ignore' }).status === 0;
if (!hasPsql) process.stderr.write('\nSKIPPED: reconciling divergent records. There is no psql here.\n\n');

const RECORD = `INSERT INTO patient_records.record VALUES ('%', 'patient of %', 'documents/%', '2026-01-02 03:04:05Z')`;
const write = (id: string) => RECORD.replaceAll('%', id);

/** The commands of a step of the page. */
const step = (number: number): string =>
  blocksOf('divergent-records.md')
    .filter((block) => block.step === number)
    .map(({ text }) => text)
    .join('\n');

jest.setTimeout(240_000);

(hasPsql ? describeWithPostgres : describe.skip)(
  'reconciling what the old primary took after the promotion',
  () => {
    let pair: Pair;
    let work: string;

    const connection = (endpoint: string, region: typeof PRIMARY | typeof DR) =>
      `host=${endpoint} hostaddr=127.0.0.1 port=${pair.databases.portOf(endpoint, region)} dbname=${DATABASE} user=${MASTER.user} sslmode=verify-full sslrootcert=${pair.databases.certificateFile}`;

    const run = async (commands: string): Promise<string> => {
      const { stdout } = await promisify(execFile)('bash', ['-euc', commands], {
        env: {
          PATH: process.env['PATH'],
          PGPASSWORD: MASTER.password,
          TABLE: 'patient_records.record',
          KEY: 'id',
          WORK: work,
          OLD_DB: connection(endpointOf(PRIMARY), PRIMARY),
          NEW_DB: connection(endpointOf(DR), DR),
        },
      });
      return stdout;
    };

    beforeAll(async () => {
      work = mkdtempSync(join(tmpdir(), 'divergent-'));
      pair = await Pair.open();
      await pair.databases.apply(pairState());
      await pair.ask(
        GLOBAL_ENDPOINT,
        `CREATE SCHEMA patient_records; CREATE TABLE patient_records.record (id text PRIMARY KEY, patient text NOT NULL, document_key text NOT NULL, written_at timestamptz NOT NULL); ${write('both')}; ${write('changed')}`,
      );
      // The lag is measured by a heartbeat: once it has arrived, so has what was written before it.
      await pair.databases.measure();
      const inTheRegion = await pair.connect(endpointOf(PRIMARY), PRIMARY);
      pair.gateway.region(PRIMARY).blackOut('reset');
      await pair.databases.failover(arnOf(DR), 'lost');
      await inTheRegion.query(write('O\'\'Neill, "two\nlines"'));
      await inTheRegion.query(write('struck-out'));
      await inTheRegion.query(`UPDATE patient_records.record SET patient = 'there' WHERE id = 'changed'`);
      await pair.ask(
        endpointOf(DR),
        `UPDATE patient_records.record SET patient = 'here' WHERE id = 'changed'`,
      );
      await pair.ask(endpointOf(DR), write('new'));
    });
    afterAll(async () => {
      await pair.close();
      rmSync(work, { recursive: true, force: true });
    });

    it('exports and compares both sides, and changes neither', async () => {
      await run(step(4));
      expect((await run(step(5))).trim().split('\n')).toEqual([
        'only in the old primary: 2',
        'different on both sides: 1',
        'only in the new writer: 1',
      ]);
      expect(readFileSync(join(work, 'changed.csv'), 'utf8')).toMatch(/^changed,.*there.*here/);
      expect(await pair.ask(endpointOf(DR), 'SELECT count(*)::int FROM patient_records.record')).toEqual([3]);
    });

    it('adds what only the old primary has, but what was struck out, and overwrites nothing', async () => {
      const { stdout } = await promisify(execFile)('sed', [
        '-i',
        '/struck-out/d',
        join(work, 'only-old.csv'),
      ]);
      expect(stdout).toBe('');
      expect((await run(step(6))).trim()).toBe('added 1 of 1');
      expect(
        await pair.ask(endpointOf(DR), 'SELECT id FROM patient_records.record ORDER BY id COLLATE "C"'),
      ).toEqual(['O\'Neill, "two\nlines"', 'both', 'changed', 'new']);
      expect(
        await pair.ask(endpointOf(DR), `SELECT patient FROM patient_records.record WHERE id = 'changed'`),
      ).toEqual(['here']);
      await run(step(4));
      expect(await run(step(5))).toContain('only in the old primary: 1\n');
    });
  },
);
