/**
 * What a controller of version 1 of the protocol has written and answered, as it was recorded.
 */

/** The journal of a failover that waits for an operator, with a notification that could not be published yet. */
export const WAITING_1 = {
  version: 5,
  incident: {
    quorumSince: 1767355380000,
    quorumObservations: 2,
    lagAtOpening: {
      lagMs: 800,
      measuredAt: 1767355290000,
    },
    attempts: 0,
    chores: [],
    kind: 'failover',
    sourceClusterArn: 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev',
    targetClusterArn: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev',
    id: 'failover-20260102T120300Z-1',
    phase: 'awaiting-consent',
    openedAt: 1767355380000,
  },
  traffic: {
    engaged: false,
    since: 0,
    settled: true,
  },
  handledRequests: [],
  holdReported: false,
  outbox: [
    {
      id: 'dev/dr/5/consent-needed',
      severity: 'page',
      subject: 'healthcare-dr dev: consent needed (failover-20260102T120300Z-1)',
      body: 'What happened: consent needed: an operator must decide: the mode is approval',
    },
  ],
};

/** The journal of a failover that is over but for the old primary's snapshot. */
export const DONE_1 = {
  version: 14,
  incident: {
    quorumSince: 1767355380000,
    quorumObservations: 2,
    lagAtOpening: {
      lagMs: 800,
      measuredAt: 1767355290000,
    },
    consent: {
      by: 'ann',
      at: 1767355440000,
      acceptDataLoss: true,
    },
    requestedAt: 1767355440000,
    attempts: 1,
    startedAt: 1767355440000,
    writerMovedAt: 1767355440000,
    trafficMovedAt: 1767355440000,
    chores: ['tasks', 'acu'],
    closedAt: 1767355440000,
    result: 'succeeded',
    kind: 'failover',
    sourceClusterArn: 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev',
    targetClusterArn: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev',
    id: 'failover-20260102T120300Z-1',
    phase: 'closed',
    openedAt: 1767355380000,
  },
  traffic: {
    engaged: true,
    since: 1767355440000,
    settled: true,
  },
  lastFailoverAt: 1767355440000,
  handledRequests: ['r9'],
  snapshotDuty: {
    incidentId: 'failover-20260102T120300Z-1',
    clusterArn: 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev',
    since: 1767355380000,
  },
  holdReported: false,
  outbox: [],
};

/** The history of that failover. */
export const HISTORY_1 = [
  {
    event: 'failover suspected',
    reason:
      "2 of 3 signals say that the writer's Region is lost (serving down, control plane down, replication up); at most 91 s of data would be lost now, where 900 s are allowed",
  },
  {
    event: 'consent needed',
    reason: 'an operator must decide: the mode is approval',
  },
  {
    event: 'consent given',
    reason: 'ann consents and accepts the loss of data',
  },
  {
    event: 'promotion requested',
    reason:
      '2 of 3 signals are down (serving down, control plane down, replication up); at most 151 s of data would be lost now, where 900 s are allowed',
  },
  {
    event: 'writer moved',
    reason: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev writes and no operation runs',
  },
  {
    event: 'traffic to be engaged',
    reason: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev writes and no operation runs',
  },
  {
    event: 'traffic engaged',
    reason: 'the control metric holds traffic in dr',
  },
  {
    event: 'tasks raised',
    reason: 'the policy names a least capacity',
  },
  {
    event: 'acu raised',
    reason: 'the policy names a least capacity',
  },
  {
    event: 'failover succeeded',
    reason:
      'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev writes, and all that follows is done',
  },
];

/** Answers to commands, by what became of them. */
export const REPLIES_1 = {
  accepted: {
    action: 'record',
    reason: 'ann consents and accepts the loss of data',
    dryRun: false,
    healthy: true,
    steps: [
      {
        action: 'record',
        reason: 'ann consents and accepts the loss of data',
      },
      {
        action: 'failover',
        reason:
          '2 of 3 signals are down (serving down, control plane down, replication up); at most 151 s of data would be lost now, where 900 s are allowed',
      },
    ],
    failures: [
      {
        operation: 'describeCluster',
        kind: 'unreachable',
        message: 'describeCluster in vain (unreachable): the Region is dark',
      },
    ],
    trafficWritten: true,
    journal: {
      version: 14,
      incident: {
        quorumSince: 1767355380000,
        quorumObservations: 2,
        lagAtOpening: {
          lagMs: 800,
          measuredAt: 1767355290000,
        },
        consent: {
          by: 'ann',
          at: 1767355440000,
          acceptDataLoss: true,
        },
        requestedAt: 1767355440000,
        attempts: 1,
        startedAt: 1767355440000,
        writerMovedAt: 1767355440000,
        trafficMovedAt: 1767355440000,
        chores: ['tasks', 'acu'],
        closedAt: 1767355440000,
        result: 'succeeded',
        kind: 'failover',
        sourceClusterArn: 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev',
        targetClusterArn: 'arn:aws:rds:eu-west-1:111111111111:cluster:healthcare-aurora-dev',
        id: 'failover-20260102T120300Z-1',
        phase: 'closed',
        openedAt: 1767355380000,
      },
      traffic: {
        engaged: true,
        since: 1767355440000,
        settled: true,
      },
      lastFailoverAt: 1767355440000,
      handledRequests: ['r9'],
      snapshotDuty: {
        incidentId: 'failover-20260102T120300Z-1',
        clusterArn: 'arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev',
        since: 1767355380000,
      },
      holdReported: false,
      outbox: [],
    },
  },
  duplicate: {
    action: 'none',
    reason: 'approve: this request was taken already',
    dryRun: false,
    healthy: true,
    steps: [
      {
        action: 'none',
        reason: 'approve: this request was taken already',
      },
    ],
    failures: [
      {
        operation: 'describeCluster',
        kind: 'unreachable',
        message: 'describeCluster in vain (unreachable): the Region is dark',
      },
    ],
  },
  refused: {
    action: 'record',
    reason:
      'failover refused: only 0 of 3 signals are down (serving up, control plane up, replication up), and 2 are needed; a planned switchover loses no data',
    dryRun: false,
    healthy: true,
    steps: [
      {
        action: 'record',
        reason:
          'failover refused: only 0 of 3 signals are down (serving up, control plane up, replication up), and 2 are needed; a planned switchover loses no data',
      },
    ],
    failures: [],
    journal: {
      version: 2,
      traffic: {
        engaged: false,
        since: 0,
        settled: true,
      },
      handledRequests: ['r1'],
      holdReported: false,
      outbox: [],
    },
  },
  wouldBeAccepted: {
    action: 'would switchover',
    reason: 'ann asked for it, and every check passed',
    dryRun: true,
    healthy: true,
    steps: [],
    failures: [],
    journal: {
      version: 2,
      traffic: {
        engaged: false,
        since: 0,
        settled: true,
      },
      handledRequests: ['r1'],
      holdReported: false,
      outbox: [],
    },
  },
  wouldBeRefused: {
    action: 'would record',
    reason:
      'failback refused: already writer: arn:aws:rds:eu-west-2:111111111111:cluster:healthcare-aurora-dev',
    dryRun: true,
    healthy: true,
    steps: [],
    failures: [],
    journal: {
      version: 2,
      traffic: {
        engaged: false,
        since: 0,
        settled: true,
      },
      handledRequests: ['r1'],
      holdReported: false,
      outbox: [],
    },
  },
  paused: {
    action: 'would record',
    reason: 'switchover refused: the hold is on: works',
    dryRun: true,
    healthy: true,
    steps: [],
    failures: [],
    journal: {
      version: 2,
      traffic: {
        engaged: false,
        since: 0,
        settled: true,
      },
      handledRequests: ['r1'],
      holdReported: false,
      outbox: [],
    },
  },
  busy: {
    action: 'busy',
    reason: 'another invocation is at work: nothing was taken, ask again',
    dryRun: false,
    healthy: true,
    steps: [],
    failures: [],
  },
  cannotDecide: {
    action: 'none',
    reason: 'policy.mode must be one of automatic, approval, notify-only, not nothing',
    dryRun: true,
    healthy: false,
    steps: [],
    failures: [
      {
        operation: 'policy',
        kind: 'malformed',
        message: 'policy.mode must be one of automatic, approval, notify-only, not nothing',
      },
    ],
    journal: {
      version: 2,
      traffic: {
        engaged: false,
        since: 0,
        settled: true,
      },
      handledRequests: ['r1'],
      holdReported: false,
      outbox: [],
    },
  },
};
