import { z } from 'zod';

/** Raised with every change that a program which reads `drctl status --json` would notice. */
export const STATUS_SCHEMA_VERSION = 1;

const time = z.iso.datetime().describe('ISO 8601, UTC');
const role = z.enum(['primary', 'dr']);
const state = z.enum(['ok', 'attention', 'unknown']);
const milliseconds = z.number().nonnegative().describe('milliseconds');

const incident = z.object({
  id: z.string(),
  kind: z.enum(['failover', 'switchover', 'failback']),
  phase: z.string(),
  open: z.boolean(),
  openedAt: time,
  closedAt: time.optional(),
  result: z.string().optional(),
  stuck: z.boolean(),
  steps: z.array(z.object({ at: time, event: z.string(), text: z.string() })),
  approval: z
    .object({
      objection: z.string().optional().describe('the code of why an operator is asked'),
      acceptsDataLoss: z.boolean().describe('whether it needs --accept-data-loss now'),
      acceptsDataLossFrom: time.optional(),
      secondPersonAfter: z.string().optional().describe('the ARN of who ordered it'),
      pagedAgainAt: time.optional(),
    })
    .optional(),
});

const side = z.object({
  role,
  region: z.string(),
  answers: z.boolean().describe('whether any question was answered'),
  mode: z.enum(['automatic', 'approval', 'notify-only']).optional(),
  held: z.boolean().optional(),
  hold: z.object({ reason: z.string(), by: z.string().optional(), since: time.optional() }).optional(),
  heartbeatAt: time.optional(),
  journal: z.enum(['readable', 'unreadable']),
  fault: z.string().optional(),
  lookedAt: time.optional().describe('the last round of its controller'),
  signals: z.array(z.object({ name: z.string(), value: z.string(), state })),
  alerts: z.array(
    z.object({ code: z.string(), since: time, rounds: z.number(), answeredBy: z.string().optional() }),
  ),
  incident: incident.optional().describe('open, or the last one'),
  lag: z.object({ lagMs: milliseconds, measuredAt: time }).optional(),
  database: z
    .object({
      status: z.string(),
      engineVersion: z.string(),
      instances: z.number(),
      availableInstances: z.number(),
      synchronizationStatus: z.string().optional(),
    })
    .optional(),
  service: z.object({ running: z.number(), desired: z.number(), minimum: z.number().optional() }).optional(),
  alarms: z.array(z.string()).optional().describe('the names of those in ALARM'),
});

/** What `drctl status --json` prints. */
export const statusSchema = z.object({
  schemaVersion: z.literal(STATUS_SCHEMA_VERSION),
  environment: z.string(),
  at: time,
  conclusion: z.object({
    code: z.enum([
      'not-deployed',
      'no-global-database',
      'nobody-answers',
      'paused',
      'approval-required',
      'second-person-required',
      'incident-open',
      'journal-unreadable',
      'alert',
      'no-writer',
      'clients-not-served',
      'attention',
      'dr-writes',
      'well',
    ]),
    state,
    waitsFor: z.enum(['nobody', 'operator', 'second-person', 'controller']),
    line: z.string(),
    next: z.string().optional().describe('the next command, whole'),
    runbook: z.string().optional(),
  }),
  writer: z.object({ role, region: z.string(), since: time.optional() }).optional(),
  standby: role,
  clients: z.object({ service: z.enum(['full', 'read-only', 'none', 'unknown']), ledTo: role.optional() }),
  operation: z
    .object({ status: z.string(), toRegion: z.string().optional(), dataLossAllowed: z.boolean() })
    .optional(),
  lagBoundMs: milliseconds.optional(),
  traffic: z.object({ engaged: z.boolean(), since: time.optional() }).optional(),
  silent: z.array(z.string()).describe('the Regions that did not answer a single question'),
  sides: z.object({ primary: side, dr: side }),
  rows: z.array(z.object({ subject: z.string(), region: z.string().optional(), state, text: z.string() })),
});

/** What `drctl status --json` prints. Times are ISO 8601 in UTC, durations milliseconds. */
export type StatusReport = z.infer<typeof statusSchema>;

/** The schema as JSON Schema, for programs that read the report. */
export const statusJsonSchema = (): object => ({
  ...z.toJSONSchema(statusSchema, { target: 'draft-7' }),
  title: 'drctl status --json',
});
