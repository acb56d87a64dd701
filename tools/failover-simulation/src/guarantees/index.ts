import type { Journal, JournalEntry } from '@healthcare-dr/failover-controller';
import type { Side } from '../schedule';
import type { World } from '../world/world';
import { Bounded } from './bounded';
import { Converges } from './converges';
import type { Call, Invocation, Operation } from '../world/call';
import type { Guarantee } from '../world/guarantee';
import { EvidenceAndBound } from './evidence-and-bound';
import { HoldAndDryRun } from './hold-and-dry-run';
import { isWriting } from './judgement';
import { LostPrimary } from './lost-primary';
import { OneFailover } from './one-failover';
import { ReachesPeople } from './reaches-people';
import { ServingPrimary } from './serving-primary';
import { Told } from './told';
import { TrafficFollowsWriter } from './traffic';
import { Unknowns } from './unknowns';

/** The guarantees, as they are headed in the report. */
export const GUARANTEES: Readonly<Record<string, string>> = {
  '1': 'one failover per incident, none where the target writes, cool-down, no automatic failback',
  '2': 'every vantage point, lag bound and approval; planned never becomes unplanned',
  '3': 'hold and dry run make no mutating call',
  '4': 'traffic follows the writer, and stays',
  '5': 'every call is bounded, and the path does not need the failed Region',
  '6': 'crashes, duplicates and delays lead to the same end',
  '7': 'every change is journalled and told, and so is a stuck operation',
  '8': 'a primary that serves and writes is not failed over, but by the order of two people',
  '9': 'a lost primary is failed over, or a person is paged, and again',
  '10': 'what was done reaches a person at the right severity, and nobody is woken for nothing',
  '11': 'what the controller cannot see reaches a person',
};

/** All guarantees over one run. */
export class Guarantees implements Required<Guarantee> {
  private readonly all: readonly Guarantee[];
  /** Those that look at calls: there are hundreds in a run. */
  private readonly ofCalls: readonly Guarantee[];

  /** @param others - what watches the run as well, and judges nothing */
  constructor(world: World, ...others: readonly Guarantee[]) {
    this.all = [
      ...others,
      new OneFailover(world),
      new EvidenceAndBound(world),
      new HoldAndDryRun(world),
      new TrafficFollowsWriter(world),
      new Bounded(world),
      new Converges(world),
      new Told(world),
      new ServingPrimary(world),
      new LostPrimary(world),
      new ReachesPeople(world),
      new Unknowns(world),
    ];
    this.ofCalls = this.all.filter(({ begins }) => begins !== undefined);
  }

  begins(call: Call): void {
    if (!isWriting(call.name)) return;
    for (const guarantee of this.ofCalls) guarantee.begins?.(call);
  }

  operationStarts(operation: Operation): void {
    for (const guarantee of this.all) guarantee.operationStarts?.(operation);
  }

  journalled(
    call: Call,
    before: Journal,
    after: Journal,
    entries: readonly JournalEntry[],
    side: Side,
  ): void {
    for (const guarantee of this.all) guarantee.journalled?.(call, before, after, entries, side);
  }

  trafficMoves(engaged: boolean, byHomeControl: boolean): void {
    for (const guarantee of this.all) guarantee.trafficMoves?.(engaged, byHomeControl);
  }

  metricWritten(): void {
    for (const guarantee of this.all) guarantee.metricWritten?.();
  }

  snapshotCopied(side: Side, createdAt: number): void {
    for (const guarantee of this.all) guarantee.snapshotCopied?.(side, createdAt);
  }

  deadlinePasses(invocation: Invocation): void {
    for (const guarantee of this.all) guarantee.deadlinePasses?.(invocation);
  }

  invocationEnds(invocation: Invocation): void {
    for (const guarantee of this.all) guarantee.invocationEnds?.(invocation);
  }

  minutePasses(): void {
    for (const guarantee of this.all) guarantee.minutePasses?.();
  }

  ends(): void {
    for (const guarantee of this.all) guarantee.ends?.();
  }
}
