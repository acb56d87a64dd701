import type { Evidence } from '../domain/evidence';
import { assess, type Assessment, isContrary, isSuspicion, peerMayServe, permitsOrder } from './assessment';
import { WELL } from '../__fixtures__/evidence';

const LOST: Evidence = {
  probe: 'down',
  checkers: 'unhealthy',
  controlPlane: 'silent',
  replication: 'stopped',
  egress: 'open',
  database: 'unknown',
};
/** What the loss of the own NAT gateway makes of the evidence. */
const CLOSED = { egress: 'closed', probe: 'unknown', controlPlane: 'unknown', database: 'unknown' } as const;

const ALL: Evidence[] = (['up', 'down', 'unknown'] as const).flatMap((probe) =>
  (['healthy', 'unhealthy', 'unknown'] as const).flatMap((checkers) =>
    (['answers', 'silent', 'unknown'] as const).flatMap((controlPlane) =>
      (['fresh', 'stopped', 'unknown'] as const).flatMap((replication) =>
        (['open', 'closed'] as const).flatMap((egress) =>
          (['available', 'unavailable', 'unknown'] as const).map((database) => ({
            probe,
            checkers,
            controlPlane,
            replication,
            egress,
            database,
          })),
        ),
      ),
    ),
  ),
);

describe('the decision table', () => {
  it.each<[string, Evidence, Assessment]>([
    ['all is well', WELL, 'well'],
    ['2: the service is down', { ...WELL, probe: 'down', checkers: 'unhealthy' }, 'service-down'],
    ['2: the database fails over or is upgraded', { ...WELL, database: 'unavailable' }, 'database-down'],
    ['2: only the probe fails', { ...WELL, probe: 'down' }, 'well'],
    ['2: only the checkers fail', { ...WELL, checkers: 'unhealthy' }, 'clients-diverted'],
    ['2: nothing is replicated, but AWS answers', { ...WELL, replication: 'stopped' }, 'well'],
    ['3: the Regions are cut from each other', { ...LOST, checkers: 'healthy' }, 'unreachable'],
    ['3: only the control plane is silent', { ...WELL, controlPlane: 'silent' }, 'unreachable'],
    ['3: the probe answers, the checkers do not', { ...LOST, probe: 'up' }, 'clients-diverted'],
    ['3: the own NAT gateway is lost', { ...WELL, ...CLOSED }, 'isolated'],
    ['4: it is lost while the primary is', { ...LOST, ...CLOSED }, 'isolated-peer-lost'],
    [
      '5: it is lost, and the checkers fail',
      { ...LOST, ...CLOSED, replication: 'fresh' },
      'isolated-peer-unhealthy',
    ],
    ['5: it is lost, and the witness is', { ...LOST, ...CLOSED, checkers: 'unknown' }, 'isolated'],
    ['6: the Region is lost', LOST, 'lost'],
    ['7: the Region is lost, and replicates', { ...LOST, replication: 'fresh' }, 'lost-replicating'],
    ['8: whether it replicates is unknown', { ...LOST, replication: 'unknown' }, 'undetermined'],
    ['8: the checkers are unknown', { ...LOST, checkers: 'unknown' }, 'undetermined'],
    ['8: the control plane answers 5xx', { ...LOST, controlPlane: 'unknown' }, 'undetermined'],
    ['8: the probe cannot ask', { ...LOST, probe: 'unknown' }, 'undetermined'],
    [
      '8: the probe fails, the checkers are unknown, and AWS answers',
      { ...WELL, probe: 'down', checkers: 'unknown' },
      'undetermined',
    ],
    [
      '8: the checkers fail, the probe cannot ask, and AWS answers',
      { ...WELL, egress: 'closed', probe: 'unknown', checkers: 'unhealthy' },
      'undetermined',
    ],
    [
      '8: nothing is replicated, and AWS answers without a word of the database',
      { ...WELL, database: 'unknown', replication: 'stopped' },
      'undetermined',
    ],
    ['2: AWS answers without a word of the database', { ...WELL, database: 'unknown' }, 'well'],
    ['2: the checkers are unknown', { ...WELL, checkers: 'unknown' }, 'well'],
  ])('%s', (_, evidence, expected) => {
    expect(assess(evidence)).toBe(expected);
  });

  it('takes a Region for lost by one combination alone', () => {
    const lost = ALL.filter((evidence) => assess(evidence) === 'lost');
    expect(lost).toEqual(
      (['available', 'unavailable', 'unknown'] as const).map((database) => ({ ...LOST, database })),
    );
  });

  it('takes no Region for lost that serves or answers, and none while the own way out is closed', () => {
    const acting = ALL.filter((evidence) => ['lost', 'lost-replicating'].includes(assess(evidence)));
    expect(
      acting.filter((evidence) => peerMayServe(evidence) || evidence.controlPlane === 'answers'),
    ).toEqual([]);
    expect(acting.filter(({ egress }) => egress === 'closed')).toEqual([]);
  });

  it.each([
    ['up', 'unhealthy', true],
    ['down', 'healthy', true],
    // Who is cut off from the peer and has no witness knows nothing of whom it serves.
    ['down', 'unknown', true],
    ['unknown', 'unknown', true],
    ['down', 'unhealthy', false],
    ['unknown', 'unhealthy', false],
  ] as const)(
    'with the probe %s and the checkers %s, says that the peer may serve: %s',
    (probe, checkers, expected) => {
      expect(peerMayServe({ ...LOST, probe, checkers })).toBe(expected);
    },
  );

  it('lets an operator order without override only where nothing speaks for the peer', () => {
    const permitted = ALL.filter((evidence) => permitsOrder(assess(evidence)));
    expect(permitted.filter((evidence) => isContrary(evidence))).toEqual([]);
    expect(permitted.every(({ checkers }) => checkers === 'unhealthy')).toBe(true);
  });

  it('suspects whatever may become lost', () => {
    const acting = ALL.filter((evidence) => ['lost', 'lost-replicating'].includes(assess(evidence)));
    expect(acting.filter((evidence) => !isSuspicion(evidence))).toEqual([]);
  });
});
