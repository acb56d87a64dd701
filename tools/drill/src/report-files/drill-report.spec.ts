import { temporaryFolder, type TemporaryFolder } from '@healthcare-dr/processes';
import { fixtureEnvironment } from '@healthcare-dr/topology/fixtures';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillOutcome } from '../drill';
import { FAILBACK, FAILOVER, REJOIN, START, STEADY } from '../failover/__fixtures__/recordings';
import { AssertionFailedError } from '../assertion-recorder';
import { DRAWN, pictureOf } from './client-section';
import { derivationsOf } from './derivations';
import { drillReport, type DrillReport } from './drill-report';
import { objectiveAssertions, objectivesOf } from './objectives';
import { objectiveTable } from './tables';
import { writeReport } from './write-report';

const environment = fixtureEnvironment('dev');
// The way home is played after the loss.
const home = { ...FAILBACK, control: FAILBACK.control.map((each) => ({ ...each, at: each.at + 900_000 })) };
const held = { id: 'dns-situation/all-well', title: 'it holds', ok: true, detail: 'seen' } as const;
const broken = { id: 'snapshot-kept/rejoin', title: 'it | breaks', ok: false, detail: 'no\nmore' } as const;

const outcome: DrillOutcome = {
  assertions: [held, held],
  standing: [],
  leftOut: [],
  recordings: [STEADY, FAILOVER, REJOIN, home],
  recovered: { restored: [], reconciled: undefined },
  permissions: [
    {
      roleArn: 'arn:aws:iam::111111111111:role/controller',
      used: 2,
      grantedAndUnused: ['Trace: xray:PutTraceSegments'],
      usedAndNotGranted: [],
    },
  ],
  versions: { node: '22.0.0', terraform: '1.11.4', moto: '5.2.1' },
  startedAt: START,
  durationMs: 480_000,
  failure: undefined,
};

describe('the objectives', () => {
  const objectives = objectivesOf(outcome.recordings, environment);

  it('are measured from the loss to the moment when all that it takes to serve is there', () => {
    // Lost at 0, promoted after 122 s, control metric after 180 s; DNS led there before.
    expect(objectives.rto.measuredMs).toBe(180_000);
    expect(objectives.milestones).toMatchObject({
      lost: START,
      noticed: START + 60_000,
      promoted: START + 122_000,
      home: START + 960_000,
    });
  });

  it('take what was not replicated yet for lost', () => {
    expect(objectives.rpo.measuredMs).toBe(20_800);
  });

  it('are modelled with what AWS documents, each part with its source', () => {
    const { parts, modelledMs } = objectives.rto;
    expect(modelledMs).toBe(parts.reduce((sum, { seconds }) => sum + seconds * 1000, 0));
    expect(parts.find(({ what }) => what.includes('promotes'))?.from).toMatch(
      /^https:\/\/docs\.aws\.amazon\.com/,
    );
    expect(objectiveAssertions(objectives).map(({ ok }) => ok)).toEqual(
      Array.from({ length: 6 }, () => true),
    );
  });

  it('do not hold when dr never served', () => {
    const never = objectivesOf([{ ...FAILOVER, control: [] }], environment);
    expect(
      objectiveAssertions(never)
        .filter(({ ok }) => !ok)
        .map(({ title }) => title),
    ).toEqual([
      'The time until clients are served, measured in virtual time, is less than 20.0 min',
      'RTO, measured in virtual time, is less than 60.0 min',
    ]);
  });

  it('do not hold when dr writes after more than twelve minutes', () => {
    const writers = FAILOVER.writers.map((each) => ({ ...each, at: each.at + 600_000 }));
    expect(objectiveAssertions(objectivesOf([{ ...FAILOVER, writers }], environment))[0]).toMatchObject({
      ok: false,
      detail: '12.0 min',
    });
  });

  it('do not hold when it took an hour', () => {
    const late = { ...FAILOVER, control: [{ at: START + 3_600_000, value: 1 }] };
    expect(
      objectiveAssertions(objectivesOf([late], environment)).filter(
        ({ ok, detail }) => !ok && detail === '60.0 min',
      ),
    ).toHaveLength(2);
  });
});

describe('the report', () => {
  let folder: TemporaryFolder;
  beforeEach(async () => (folder = await temporaryFolder('drill-report-')));
  afterEach(() => folder.remove());

  const written = async (changes: Partial<DrillOutcome> = {}) => {
    const paths = await writeReport(
      drillReport({ ...outcome, ...changes }, environment, 'abc123'),
      folder.path,
    );
    const read = (name: string) => readFileSync(join(folder.path, name), 'utf8');
    expect(readdirSync(folder.path).sort()).toEqual([
      'SHA256SUMS',
      'drill-report.html',
      'drill-report.json',
      'drill-report.md',
      'drill-report.svg',
    ]);
    expect(paths.at(-1)).toBe(join(folder.path, 'SHA256SUMS'));
    for (const line of read('SHA256SUMS').trimEnd().split('\n')) {
      const [sum, name = ''] = line.split('  ');
      expect(createHash('sha256').update(read(name)).digest('hex')).toBe(sum);
    }
    return {
      json: JSON.parse(read('drill-report.json')) as DrillReport,
      markdown: read('drill-report.md'),
      svg: read('drill-report.svg'),
      html: read('drill-report.html'),
    };
  };

  it('leaves no picture of an earlier drill beside its own', async () => {
    for (const scenario of DRAWN) writeFileSync(join(folder.path, pictureOf(scenario)), '<svg/>');

    await expect(written()).resolves.toHaveProperty('svg');

    expect(readdirSync(folder.path)).not.toContain(pictureOf('failover'));
  });

  it('says with what it was done, what was measured and modelled, and each assertion', async () => {
    const { json, markdown, svg } = await written();
    expect(json).toMatchObject({
      held: true,
      commit: 'abc123',
      totals: { passed: 2, failed: 0 },
      versions: { moto: '5.2.1' },
    });
    expect(markdown).toContain('**Every assertion held.** 2 passed, 0 failed.');
    expect(markdown).toMatch(/\| RTO \| < 60\.0 min \| 3\.0 min \| 24\.5 min \|/);
    expect(markdown).toMatch(/\| RPO \| < 15\.0 min \| 20\.8 s \| 60\.0 s \|/);
    expect(markdown).toContain(
      [
        '### RTO: Clients are led to where records are written',
        '',
        '- holds: `dns-situation/all-well`: it holds',
        '',
        '  ```',
        '  seen',
        '  ```',
      ].join('\n'),
    );
    for (const word of ['lost', 'noticed', 'decided', 'promoted', 'served', 'home again 16:00'])
      expect(svg).toContain(word);
  });

  it('has each figure computed from what is filed with it, and says from what', async () => {
    const { json, markdown, html } = await written();
    expect(objectivesOf(json.recordings, environment)).toEqual(json.objectives);
    expect(json.totals).toEqual({
      passed: json.assertions.filter(({ ok }) => ok).length,
      failed: json.assertions.filter(({ ok }) => !ok).length,
    });
    const derived = derivationsOf(json);
    // The objectives' own table shows no figure that is not derived.
    const shown = objectiveTable(json.objectives).rows.flatMap(([, , ...figures]) => figures);
    expect(derived.map(({ value }) => value)).toEqual(expect.arrayContaining(shown));
    // Lost at 03:00, the last of what it takes to serve three minutes later.
    expect(derived).toContainEqual({
      figure: 'RTO, measured',
      value: '3.0 min',
      from: expect.stringMatching(
        /^dr serves (\S+) − the Region goes dark \S+; .*traffic routed \1, /,
      ) as string,
    });
    for (const { figure, from } of derived) {
      expect(markdown).toContain(`| ${figure} |`);
      expect(markdown).toContain(from);
      expect(html).toContain(figure);
    }
  });

  it('is written of a drill that failed too, and names what did', async () => {
    const { json, markdown, svg, html } = await written({
      assertions: [held, broken],
      recordings: [],
      failure: new AssertionFailedError([broken]),
    });
    expect(json).toMatchObject({
      held: false,
      totals: { passed: 1, failed: 1 },
      failure: expect.stringContaining('it | breaks') as string,
    });
    expect(markdown).toContain('**The drill failed.** 1 passed, 1 failed.');
    expect(markdown).toContain(
      '- **FAILS**: `snapshot-kept/rejoin`: it \\| breaks\n\n  ```\n  no\n  more\n  ```',
    );
    expect(html).toContain('<pre>no\nmore</pre>');
    expect(markdown).toMatch(/\| RTO \| < 60\.0 min \| not reached \|/);
    expect(svg).toContain('did not come home');
  });

  it('shows what was not drilled, and why', async () => {
    const leftOut = [{ name: 'primary-broker', reason: 'moto has no broker' }];
    const { json, markdown } = await written({ leftOut });
    expect(json).toMatchObject({ held: true, leftOut });
    expect(markdown).toContain('## Not drilled');
    expect(markdown).toContain('| primary-broker | moto has no broker |');
    expect((await written()).markdown).not.toContain('## Not drilled');
  });

  it('shows which permissions were not used', async () => {
    const { json, markdown } = await written();
    expect(json).toMatchObject({ permissions: outcome.permissions });
    expect(markdown).toContain('## Permissions of controller');
    expect(markdown).toContain('| Trace: xray:PutTraceSegments |  |');
  });

  it('replaces the one before as a whole', async () => {
    writeFileSync(join(folder.path, 'drill-report.md'), 'old');
    await expect(written()).resolves.toMatchObject({
      markdown: expect.not.stringContaining('old\n') as string,
    });
  });
});
