import type { Command, Trigger } from '@healthcare-dr/failover-controller';
import { noise } from '../random';
import type { Happening } from '../schedule';
import type { Operation } from './call';
import type { Disturbances } from './disturbances';
import type { Functions } from './functions';
import type { Recovery } from './recovery';
import type { Stage } from './surroundings';
import { BEGINNING, MINUTE, SECOND } from './timeline';
import { describe, describeKind, isGap } from './words';

/** What happens to the world, as a schedule has it: losses and outages that end, and events, commands and moves. */
export class Happenings {
  /** How many reasons there are just now for the schedule not to call the function. */
  noSchedule = 0;
  /** Since when the policy says what it says. */
  modeChangedAt = BEGINNING;
  /** How many of them were gaps of a look or two, and how long those were in all. */
  gaps = 0;
  gapsMs = 0;
  /** How many things have gone wrong, of themselves, beside what is lost of the primary. */
  furtherFaults = 0;
  /** Whether all that has happened so far was over within a minute, and concerned the ways of the controller's calls alone. */
  onlyBlips = true;

  constructor(
    private readonly stage: Stage,
    private readonly parts: {
      readonly functions: Functions;
      readonly disturbances: Disturbances;
      readonly recovery: Recovery;
    },
  ) {}

  begin(what: Happening): void {
    const { stage } = this;
    const { activity } = stage;
    stage.count(describeKind(what));
    this.parts.recovery.notice(what);
    if (!isBlip(what)) this.onlyBlips = false;
    if ('forMs' in what && !isLossOfPrimary(what)) this.furtherFaults += 1;
    if ('forMs' in what && isGap(what)) {
      this.gaps += 1;
      this.gapsMs += what.forMs;
    }
    activity.change();
    if (stage.trace !== undefined) stage.trace(`>> ${describe(what)}`);
    activity.calm = 0;
    if (!('forMs' in what)) {
      this.happenOnce(what);
      return;
    }
    activity.lasts(what.forMs);
    this.change(what, 1);
    stage.time.after(what.forMs, () => {
      if (stage.trace !== undefined) stage.trace(`<< ${describe(what)} is over`);
      this.change(what, -1);
    });
  }

  /** RDS tells of an operation that has ended, some seconds later. */
  tell({ index }: Operation): void {
    const { nature, time } = this.stage;
    if (!nature.tellsEnds) return;
    time.after((3 + 20 * noise(nature.jitter + 43, index)) * SECOND, () => this.send(RDS_EVENT, 1));
  }

  private change(what: Extract<Happening, { forMs: number }>, by: 1 | -1): void {
    const { aurora, checkers, health, lag, parameters, paths, regions } = this.stage;
    const { functions, disturbances } = this.parts;
    this.stage.activity.change();
    this.stage.blindness.change(what, by);
    const begins = by === 1;
    switch (what.kind) {
      case 'lose':
        regions.change(what.side, what.what, by);
        if (begins && what.what === 'region') functions.kill(what.side);
        break;
      case 'path':
        paths.change(what.side, what.path, by);
        break;
      case 'bad-deployment':
        regions.change(what.side, 'service', by);
        break;
      case 'database':
        regions.change(what.side, 'database', by);
        aurora.members.trouble(what.side, what.how, begins);
        break;
      case 'certificate':
        health.expire(what.side, by);
        break;
      case 'check':
        checkers.trouble(what.side, what.how, by);
        break;
      case 'late-datapoints':
        lag.lateMs += by * what.byMs;
        break;
      case 'lag':
        aurora.stall(by);
        break;
      case 'service':
        disturbances.changeOutage(what, by);
        break;
      case 'unknown-status':
        aurora.speaksUnknown = begins;
        break;
      case 'no-global-cluster':
        aurora.deleted = begins;
        break;
      case 'missing-datapoints':
        lag.missing += by;
        break;
      case 'hold':
        parameters.held += by;
        break;
      case 'policy':
        this.modeChangedAt = this.stage.time.now;
        parameters.policy = this.policyText(begins ? what.value : undefined);
        break;
      case 'no-schedule':
        this.noSchedule += by;
        break;
      case 'no-instance':
        aurora.members.empty(what.side, by);
        break;
      case 'versions-differ':
        aurora.members.versionsDiffer = begins;
    }
    aurora.changed();
  }

  private policyText(value: Extract<Happening, { kind: 'policy' }>['value'] | undefined): string | undefined {
    const { policy } = this.stage;
    if (value === 'missing') return undefined;
    if (value === 'malformed') return '{"mode":"automatic","quorum":';
    return JSON.stringify(value === undefined ? policy : { ...policy, mode: value });
  }

  private happenOnce(what: Exclude<Happening, { forMs: number }>): void {
    const { activity, aurora } = this.stage;
    const { functions } = this.parts;
    switch (what.kind) {
      case 'alarm':
        this.repeat(what.copies, 700, (copy) => {
          const alarmName = copy === 0 ? 'healthcare-lag-sim' : 'healthcare-probe-sim';
          this.send({ kind: 'alarm', alarmName, state: 'ALARM' }, 1);
        });
        break;
      case 'rds-event':
        this.repeat(what.copies, 900, () => this.send(RDS_EVENT, 1));
        break;
      case 'malformed-event':
        this.repeat(what.copies, 500, () =>
          this.send({ kind: 'unknown', problem: { code: 'unknown-shape' } }, 0),
        );
        break;
      case 'journal-lost':
        this.stage.journals.dr.empty();
        break;
      case 'command': {
        const { side, copies, apartMs } = what;
        const command = commandOf(what);
        const trigger = () => ({ kind: 'command', command }) as const;
        this.repeat(copies, apartMs, () => functions.send({ side, trigger, retries: 0 }));
        break;
      }
      case 'approve':
        this.repeat(what.copies, what.apartMs, () =>
          functions.send({ side: 'dr', trigger: () => this.approval(what), retries: 0 }),
        );
        break;
      case 'console':
        aurora.start(
          what.operation,
          what.target,
          what.operation === 'failover' ? what.target : aurora.writer,
          'console',
        );
    }
    activity.lasts(2 * SECOND);
  }

  /** An operator looks up the incident before he approves of it. */
  private approval({ acceptDataLoss, stale, bySecond }: Extract<Happening, { kind: 'approve' }>): Trigger {
    const { incident } = this.stage.journals.dr.journal;
    const incidentId = stale ? 'incident-before' : (incident?.id ?? 'none');
    return {
      kind: 'command',
      command: {
        operation: 'approve',
        incidentId,
        acceptDataLoss,
        requestedBy: bySecond === true ? 'second' : 'operator',
      },
    };
  }

  /** An event for dr's controller. */
  private send(trigger: Trigger, retries: number): void {
    this.parts.functions.send({ side: 'dr', trigger: () => trigger, retries });
  }

  private repeat(copies: number, apartMs: number, deliver: (copy: number) => void): void {
    deliver(0);
    for (let copy = 1; copy < copies; copy += 1) {
      const delayMs = copy * apartMs;
      this.stage.activity.lasts(delayMs);
      this.stage.time.after(delayMs, () => deliver(copy));
    }
  }
}

/** What RDS tells of a global cluster. */
const RDS_EVENT: Trigger = { kind: 'rds', eventId: 'RDS-EVENT-0187', message: 'global failover' };

/** The service, the database, or more of the primary. */
const isLossOfPrimary = (what: Happening): boolean =>
  'side' in what && what.side === 'primary' && ['lose', 'bad-deployment', 'database'].includes(what.kind);

const isBlip = (what: Happening): boolean =>
  (what.kind === 'late-datapoints' && what.byMs <= 5 * MINUTE) ||
  (what.kind === 'path' && ['nat', 'resolver', 'anchors'].includes(what.path) && what.forMs <= MINUTE);

function commandOf({
  operation,
  request,
  acceptDataLoss,
  override,
  dryRun,
}: Extract<Happening, { kind: 'command' }>): Command {
  const requestedBy = 'operator';
  const requestId = `request-${request}`;
  switch (operation) {
    case 'status':
      return { operation };
    case 'acknowledge':
      return { operation, requestId, requestedBy };
    case 'failover':
      return {
        operation,
        requestId,
        requestedBy,
        acceptDataLoss,
        dryRun,
        ...(override === true && { overrideReason: 'the operator knows better' }),
      };
    case 'switchover':
    case 'failback':
      return { operation, requestId, requestedBy, dryRun };
  }
}
