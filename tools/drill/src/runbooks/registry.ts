/** How a block of a runbook is shown to work, or why it is not. */
export type Registration =
  /**
   * It runs in the drill as it stands on the page: a `look` changes nothing, an `act` is undone by what comes after it.
   */
  | {
      readonly kind: 'look' | 'act';
      /** The exit codes of its commands that fail, as the page says they do. */
      readonly exitCodes: readonly number[];
      /** What it prints, on standard output. */
      readonly prints: readonly RegExp[];
    }
  /** Its calls are made by a program: a file of the workspace. */
  | { readonly kind: 'elsewhere'; readonly by: string }
  | { readonly kind: 'not-executed'; readonly reason: string };

const look = (...prints: readonly RegExp[]): Registration => ({ kind: 'look', exitCodes: [], prints });
const act = (...prints: readonly RegExp[]): Registration => ({ kind: 'act', exitCodes: [], prints });
const by = (file: string): Registration => ({ kind: 'elsewhere', by: file });
const not = (reason: string): Registration => ({ kind: 'not-executed', reason });

const MOVES = by('tools/drctl/src/commands/move.spec.ts');
const HOLDS = by('tools/drctl/src/commands/hold.spec.ts');
const RESTORES = by('tools/drill/src/client/restored-cluster.ts');
const DELIVERS = by('tools/delivery/src/delivery.local-aws.long.spec.ts');
const RAISES = by('tools/drill/src/minor-upgrade.ts');
const UNTAINTS = by('tools/workspace/src/runbook-steps/tainted-resource.long.spec.ts');
const DIVERGES = by('tools/workspace/src/runbook-steps/divergent-records.long.spec.ts');

const NO_NAME = not('no public name leads to the local AWS: dig and curl have nobody to ask');
const CAPACITY = not('changes capacity that later plans of the drill must find as it was deployed');
const PAIR_APART = not('takes the pair apart, which nothing in the drill puts together again');
const DRIFT = not('drift takes minutes of Terraform: the drill plans every stack itself, whoever writes');
const AWS_BACKUP = not('the local AWS serves no jobs of AWS Backup');
const PROMOTES = not(
  'promotes: the controller makes this call in the drill, and two promotions are one too many',
);

const WRITES = /primary \(\S+\)/;
/** Some preconditions never hold on a local AWS: `operator-codes.ts` says which. */
const NOT_READY: Registration = {
  kind: 'look',
  exitCodes: [1],
  prints: [/^NOT READY: /m],
};
const NO_OPERATION = /"operation": null/;

/** Every block of every page but those that set its variables, by its id. */
export const RUNBOOK_BLOCKS: Readonly<Record<string, Registration>> = {
  'break-glass/1': look(/^ACTIVE$/m, /^\d+$/m),
  'break-glass/3': act(),
  'break-glass/3.2': look(NO_OPERATION),
  'break-glass/4': PROMOTES,
  'break-glass/6': DELIVERS,

  'controller-unavailable/A1': look(/"healthy": ?true/, /"status"/),
  'controller-unavailable/A2': look(),
  'controller-unavailable/A3': act(/"ReservedConcurrentExecutions": 1/, /\s\d\.0$/m),
  'controller-unavailable/A5': not('AWS CLI 1 asks for queues past AWS_ENDPOINT_URL'),
  'controller-unavailable/B1': look(NO_OPERATION, /true/),
  'controller-unavailable/B2': NO_NAME,
  'controller-unavailable/B4': act(),
  'controller-unavailable/B4.2': PROMOTES,
  'controller-unavailable/B5': not('waits for a promotion by hand'),
  'controller-unavailable/B6': not(
    'keeps traffic in dr for as long as it runs: the controller publishes this metric in the drill',
  ),
  'controller-unavailable/B6.2': NO_NAME,
  'controller-unavailable/B7': CAPACITY,
  'controller-unavailable/B8': look(),
  'controller-unavailable/B8.2': not(
    'copies what only a promotion leaves: the controller makes this call in the drill',
  ),
  'controller-unavailable/B9': act(),
  'controller-unavailable/B9.2': look(/"settled":true/),

  'database-degradation/1': look(WRITES, /\savailable\s/),
  'database-degradation/2': look(/^ServerlessDatabaseCapacity$/m),
  'database-degradation/3': CAPACITY,
  'database-degradation/4': look(),
  'database-degradation/4.2': not('the local AWS does not serve Performance Insights'),
  'database-degradation/5': not(
    'restarts what clients write to: their outage would be charged to the next situation',
  ),
  'database-degradation/6': look(/^AuroraGlobalDBReplicationLag$/m, /\d\.\d$/m),

  'detach-by-hand/1': look(NO_OPERATION),
  'detach-by-hand/3': HOLDS,
  'detach-by-hand/4': PAIR_APART,
  'detach-by-hand/5': not('needs a host in the security group of the service'),
  'detach-by-hand/6': not('leads the service to a cluster that was detached'),

  'disaster-failover/A1': look(WRITES),
  'disaster-failover/A2': look(/"healthy": ?true/),
  'disaster-failover/B3': MOVES,
  'disaster-failover/B3.2': MOVES,
  'disaster-failover/B4': MOVES,
  'disaster-failover/B5': not('the instance is there: AWS refuses a second one of its name'),
  'disaster-failover/C1': by('tools/drctl/src/commands/watch.spec.ts'),
  'disaster-failover/C1.2': look(),
  'disaster-failover/C3': NO_NAME,
  'disaster-failover/C7': MOVES,
  'disaster-failover/D': { ...NOT_READY, prints: [/ALARM\(/, /^NOT READY: /m] },

  'divergent-records/1': not('stops the service that clients of the drill ask'),
  'divergent-records/2': RESTORES,
  'divergent-records/3': not('needs a host in the security group of the service'),
  'divergent-records/4': DIVERGES,
  'divergent-records/5': DIVERGES,
  'divergent-records/6': DIVERGES,
  'divergent-records/8': RESTORES,

  'drill-on-a-real-environment/A1': by('tools/drill/src/main.ts'),
  'drill-on-a-real-environment/A3': DRIFT,
  'drill-on-a-real-environment/A4': NO_NAME,
  'drill-on-a-real-environment/B1': by('tools/drctl/src/commands/prove-witness.spec.ts'),
  'drill-on-a-real-environment/C1': MOVES,
  'drill-on-a-real-environment/C2': MOVES,
  'drill-on-a-real-environment/C3': act(),
  'drill-on-a-real-environment/C3.2': act(),
  'drill-on-a-real-environment/D1': not('takes the database of the primary away for good'),
  'drill-on-a-real-environment/D3': DELIVERS,

  'failback/1': NO_NAME,
  'failback/2': look(),
  'failback/3': look(/true/),
  'failback/4': look(/healthcare-data-latency/),
  'failback/6': MOVES,
  'failback/7': look(WRITES),
  'failback/8': NO_NAME,
  'failback/9': CAPACITY,
  'failback/10': NOT_READY,

  'hold/1': act(/held/i),
  'hold/2': act(/Jane Doe/),
  'hold/4': act(),
  'hold/5': NOT_READY,
  'hold/by-hand': act(/"held":true/),
  'hold/by-hand.2': act(),
  'hold/record': act(/"held":true/),

  'planned-switchover/2': NOT_READY,
  'planned-switchover/3': CAPACITY,
  'planned-switchover/4': look(/"disposition": ?"accepted"/, /"action": ?"switchover"/),
  'planned-switchover/5': MOVES,
  'planned-switchover/6': look(WRITES),
  'planned-switchover/7': NO_NAME,
  'planned-switchover/8': DRIFT,

  'reconcile-terraform/1': look(),
  'reconcile-terraform/2': DRIFT,
  'reconcile-terraform/3': DRIFT,
  'reconcile-terraform/5': by('tools/drctl/src/commands/unlock.spec.ts'),
  'reconcile-terraform/6': not(
    'reads the state in the workspace: the drill keeps what it synthesized in a folder of its own',
  ),
  'reconcile-terraform/7': DELIVERS,

  'replication-degradation/1': look(/^ReplicationLatency$/m),
  'replication-degradation/2': look(/^primary-to-dr\s+Enabled/m, /^Enabled$/m),
  'replication-degradation/3': not(
    'waits a minute: the drill writes an object each ten seconds, and looks for it in the other Region',
  ),
  'replication-degradation/4': look(/^Enabled\s/m),
  'replication-degradation/5': not('copies an object that a person names'),
  'replication-degradation/6': look(/Total Size/),

  'restore-from-backup/first-always-1': HOLDS,
  'restore-from-backup/first-always-2': not('stops the service that clients of the drill ask'),
  'restore-from-backup/A1': look(/\d{4}-\d{2}-\d{2}T/),
  'restore-from-backup/A2': RESTORES,
  'restore-from-backup/A3': RESTORES,
  'restore-from-backup/A4': look(/AWSCURRENT/),
  'restore-from-backup/B1': look(),
  'restore-from-backup/B2': look(),
  'restore-from-backup/B2.2': AWS_BACKUP,
  'restore-from-backup/B3': RESTORES,
  'restore-from-backup/B4': CAPACITY,
  'restore-from-backup/C1': PAIR_APART,
  'restore-from-backup/C2': PAIR_APART,
  'restore-from-backup/C3': PAIR_APART,
  'restore-from-backup/C4': PAIR_APART,
  'restore-from-backup/C4.2': PAIR_APART,
  'restore-from-backup/C5': PAIR_APART,
  'restore-from-backup/C6': PAIR_APART,
  'restore-from-backup/D3': PAIR_APART,
  'restore-from-backup/E1': look(/versions/, /deleted/),
  'restore-from-backup/E2': not('copies a version that a person chooses'),
  'restore-from-backup/E4': look(),
  'restore-from-backup/E4.2': AWS_BACKUP,
  'restore-from-backup/G': RESTORES,

  'security-event/1': look(),
  'security-event/1.2': not('the local AWS records no events of CloudTrail'),
  'security-event/3': not('locks out a user who is not there'),
  'security-event/3.2': not('revokes sessions of a role that a person names'),
  'security-event/4': not('saves a key that nobody scheduled for deletion'),
  'security-event/5': act(/^True\s/m),
  'security-event/5.2': not('the local AWS writes no log files of trails'),
  'security-event/6': look(/(?:True|False)/),

  'service-degradation/1': NO_NAME,
  'service-degradation/2': look(/"desired"/),
  'service-degradation/3': look(),
  'service-degradation/4': CAPACITY,
  'service-degradation/5': look(/:task-definition\//),
  'service-degradation/5.2': not('there is no task definition before the first one'),
  'service-degradation/6': look(),

  'upgrade-database/a-minor-version-1': not('the local AWS does not list the versions of engines'),
  'upgrade-database/a-minor-version-2': HOLDS,
  'upgrade-database/a-minor-version-3': RAISES,
  'upgrade-database/a-minor-version-4': RAISES,
  'upgrade-database/a-minor-version-5': DRIFT,
  'upgrade-database/a-minor-version-7': HOLDS,
  'upgrade-database/a-major-version': not('there is no way back from another major version'),
  'upgrade-database/a-tainted-resource-that-is-protected-1': look(/^"available"$/m),
  'upgrade-database/a-tainted-resource-that-is-protected-2': UNTAINTS,
  'upgrade-database/a-tainted-resource-that-is-protected-3': UNTAINTS,
};
