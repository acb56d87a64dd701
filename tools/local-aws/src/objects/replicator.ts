import { authorize } from '@healthcare-dr/aws-models/iam';
import type { Region } from '@healthcare-dr/topology';
import { z } from 'zod';
import type { AccountFacts } from '../authorization/account-facts';
import type { Account } from '../authorization/facts';
import { refusalOf } from '../authorization/service-calls';
import type { Upstream } from '../gateway/exchange';
import { askMoto } from '../moto/ask-moto';
import type { Network } from '../gateway/network';
import type { RuleState } from './replication-metrics';
import { bucketIn, bucketSchema, changeSchema, rulesFor, type Change, type Rule } from './rules';

const PATH = '/moto-api/object-replication';

const answerSchema = z.object({
  buckets: z.record(z.string(), bucketSchema),
  changes: z.array(changeSchema),
});

type Buckets = z.infer<typeof answerSchema>['buckets'];

/** How often what is pending is looked at again by itself, in real milliseconds. */
const LOOK_EVERY_MS = 100;

/** How long replication time control gives an object, in milliseconds. */
export const REPLICATION_TIME_MS = 15 * 60_000;

/** The sessions of S3 in a replication role bear this name. */
const SESSION = 's3-replication';

/** A change of an object, and what became of it at one destination. */
export interface ReplicatedChange {
  readonly kind: Change['kind'];
  readonly bucket: string;
  readonly key: string;
  readonly versionId: string;
  readonly bytes: number;
  readonly ruleId: string;
  readonly destination: string;
  /** When it was made, on the clock of the network. */
  readonly at: number;
  readonly status: 'PENDING' | 'COMPLETED' | 'FAILED';
  /** When it was there, or failed. @default - it is pending */
  readonly settledAt?: number;
  /** Why it failed, in AWS's words. */
  readonly reason?: string;
  /** Whether it took longer than replication time control promises, where the rule has it. */
  readonly missedThreshold: boolean;
}

/** What is being carried. */
interface Carried {
  readonly change: Change;
  readonly rule: Rule;
  readonly roleArn: string;
  readonly from: { readonly bucket: string; readonly region: string };
  readonly to: { readonly bucket: string; readonly region: string };
  readonly at: number;
  status: ReplicatedChange['status'];
  settledAt?: number;
  reason?: string;
  published: boolean;
}

/** What becomes of a change in moto. */
interface Outcome {
  readonly sequence: number;
  readonly status: ReplicatedChange['status'] | 'NONE';
  readonly destination?: string;
  readonly replicaKmsKeyId?: string;
}

/** What a {@link Replicator} works with. */
export interface ReplicatorProps {
  /** Where the extension `s3_object_replication` answers. */
  readonly upstream: Upstream;
  /** Who may do what. */
  readonly facts: Pick<AccountFacts, 'decide'>;
  /** What objects pass, and the clock. */
  readonly network: Network;
}

/**
 * Carries objects from bucket to bucket as the rules say that stand on them: under the permissions of the replication role, and pending
 * while a Region on the way is dark.
 */
export class Replicator {
  readonly #carried: Carried[] = [];
  /** Changes that were decided on and are not settled. */
  readonly #known = new Map<number, readonly Carried[]>();
  #buckets: Buckets = {};
  #pumping: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(private readonly props: ReplicatorProps) {
    props.network.onChange(() => void this.pump().catch(() => undefined));
  }

  /** Takes what has changed, and delivers what can be delivered now. */
  pump(): Promise<void> {
    this.#pumping = this.#pumping
      .catch(() => undefined)
      .then(() => (this.#closed ? undefined : this.#pump()));
    return this.#pumping;
  }

  /** To be called after a request that may have changed an object. */
  changed(): void {
    this.pump().catch(() => undefined);
  }

  /** Everything that was carried so far, oldest first. */
  changes(): readonly ReplicatedChange[] {
    return this.#carried.map((carried) => this.#described(carried));
  }

  /** What is not there yet, oldest first. */
  pending(): readonly ReplicatedChange[] {
    return this.changes().filter(({ status }) => status === 'PENDING');
  }

  /** How each rule with metrics stands, and what failed since this was asked for last. */
  measure(): readonly RuleState[] {
    const now = this.props.network.now();
    return Object.entries(this.#buckets).flatMap(([name, { region, replication }]) =>
      (replication?.Rule ?? [])
        .filter(
          ({ Status, Destination }) => Status === 'Enabled' && Destination.Metrics?.Status === 'Enabled',
        )
        .map((rule) => {
          const destination = bucketIn(rule.Destination.Bucket);
          const own = this.#carried.filter((each) => each.from.bucket === name && each.rule.ID === rule.ID);
          const pending = own.filter(({ status }) => status === 'PENDING');
          const failed = own.filter((each) => each.status === 'FAILED' && !each.published);
          for (const each of failed) each.published = true;
          return {
            ruleId: rule.ID,
            source: { bucket: name, region },
            destination: { bucket: destination, region: this.#buckets[destination]?.region ?? region },
            pendingBytes: pending.reduce((sum, { change }) => sum + change.bytes, 0),
            pendingOperations: pending.length,
            oldestMs: pending.reduce((most, { at }) => Math.max(most, now - at), 0),
            failedOperations: failed.length,
          };
        }),
    );
  }

  /** Ends it. What is pending stays so. */
  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #pump(): Promise<void> {
    const { buckets, changes } = answerSchema.parse(await this.#ask());
    this.#buckets = buckets;
    const outcomes = changes.flatMap((change) =>
      this.#known.has(change.sequence) ? [] : this.#take(change),
    );
    const ready = changes.filter((change) => this.#isReady(change));
    if (ready.length > 0) {
      const account = await this.#accountFor(ready);
      for (const change of ready) outcomes.push(...this.#deliver(change, account));
    }
    if (outcomes.length > 0) await this.#ask(outcomes);
    this.#lookAgain();
  }

  /** Decides by which rules a change is carried. */
  #take(change: Change): Outcome[] {
    const { region = '', replication } = this.#buckets[change.bucket] ?? {};
    const rules = change.gone ? [] : rulesFor(change, replication?.Rule ?? []);
    if (rules.length === 0) return [{ sequence: change.sequence, status: 'NONE' }];
    const carried = rules.map((rule): Carried => {
      const bucket = bucketIn(rule.Destination.Bucket);
      return {
        change,
        rule,
        roleArn: replication?.Role ?? '',
        from: { bucket: change.bucket, region },
        to: { bucket, region: this.#buckets[bucket]?.region ?? '' },
        at: this.props.network.now(),
        status: 'PENDING',
        published: false,
      };
    });
    this.#carried.push(...carried);
    this.#known.set(change.sequence, carried);
    return [{ sequence: change.sequence, status: 'PENDING' }];
  }

  #isReady({ sequence }: Change): boolean {
    const carried = this.#known.get(sequence) ?? [];
    return carried.length > 0 && carried.every((each) => each.status !== 'PENDING' || this.#arrives(each));
  }

  #arrives({ from, to, at }: Carried): boolean {
    const path = { from: from.region as Region, to: to.region as Region };
    const { isCut, delayMs } = this.props.network.replicationOf(path);
    return !isCut && this.props.network.now() >= at + delayMs;
  }

  /** By which it is decided. */
  #accountFor(changes: readonly Change[]): Promise<Account> {
    return this.props.facts.decide(
      (account) => account,
      (account) =>
        changes.some((change) =>
          (this.#known.get(change.sequence) ?? []).some(
            (carried) => this.#refusal(carried, change, account) !== undefined,
          ),
        ),
    );
  }

  #deliver(change: Change, account: Account): Outcome[] {
    const { sequence } = change;
    const carried = this.#known.get(sequence) ?? [];
    this.#known.delete(sequence);
    if (change.gone) {
      // A version that was deleted for good before it was carried is carried no more.
      for (const each of carried) this.#carried.splice(this.#carried.indexOf(each), 1);
      return [{ sequence, status: 'NONE' }];
    }
    const made: Outcome[] = [];
    for (const each of carried) {
      each.settledAt = this.props.network.now();
      each.reason = this.#refusal(each, change, account);
      each.status = each.reason === undefined ? 'COMPLETED' : 'FAILED';
      if (each.status === 'FAILED') continue;
      const replicaKmsKeyId = replicaKeyOf(each.rule, change);
      made.push({
        sequence,
        status: 'PENDING',
        destination: each.to.bucket,
        ...(replicaKmsKeyId !== undefined && { replicaKmsKeyId }),
      });
    }
    const status = carried.some((each) => each.status === 'FAILED') ? 'FAILED' : 'COMPLETED';
    return [...made, { sequence, status }];
  }

  /** Why S3 may not carry a change in the role that the rules name; `undefined` if it may. */
  #refusal({ roleArn, rule, from, to }: Carried, change: Change, account: Account): string | undefined {
    if (to.region === '') return `The destination bucket ${to.bucket} does not exist`;
    const caller = account.inRole(roleArn, SESSION);
    if (caller === undefined) return `The role ${roleArn} does not exist`;
    const context = {
      'aws:SourceAccount': account.accountId,
      'aws:SourceArn': `arn:aws:s3:::${from.bucket}`,
    };
    const assume = { service: 's3.amazonaws.com', action: 'sts:AssumeRole', resource: roleArn, context };
    const parameters = {
      Bucket: from.bucket,
      Key: change.key,
      DestinationBucket: to.bucket,
      DestinationRegion: to.region,
      SourceKmsKeyId: isByKms(change) ? (change.kmsKeyId ?? undefined) : undefined,
      ReplicaKmsKeyId: replicaKeyOf(rule, change),
    };
    const call = {
      service: SESSION,
      operation: change.kind === 'delete-marker' ? 'ReplicateDelete' : 'ReplicateObject',
      region: from.region,
      accountId: account.accountId,
      parameters,
    };
    return refusalOf(assume, account) ?? authorize(call, caller, account).denial?.message;
  }

  #described({ change, rule, to, at, status, settledAt, reason }: Carried): ReplicatedChange {
    const { kind, bucket, key, versionId, bytes } = change;
    const tookMs = (settledAt ?? this.props.network.now()) - at;
    return {
      kind,
      bucket,
      key,
      versionId,
      bytes,
      ruleId: rule.ID,
      destination: to.bucket,
      at,
      status,
      ...(settledAt !== undefined && { settledAt }),
      ...(reason !== undefined && { reason }),
      // The promise is one for objects, not for the markers of deletions.
      missedThreshold:
        rule.Destination.ReplicationTime?.Status === 'Enabled' &&
        kind !== 'delete-marker' &&
        tookMs > REPLICATION_TIME_MS,
    };
  }

  #lookAgain(): void {
    clearTimeout(this.#timer);
    if (this.#known.size === 0 || this.#closed) return;
    this.#timer = setTimeout(() => {
      const waiting = [...this.#known.values()].flat();
      if (waiting.some((carried) => this.#arrives(carried))) this.changed();
      else this.#lookAgain();
    }, LOOK_EVERY_MS);
    this.#timer.unref();
  }

  #ask(outcomes?: readonly Outcome[]): Promise<unknown> {
    const told = outcomes && { method: 'POST', body: JSON.stringify(outcomes) };
    return askMoto(this.props.upstream, PATH, told);
  }
}

const isByKms = ({ encryption }: Change): boolean => encryption?.startsWith('aws:kms') === true;

/** The key of a replica: what is not encrypted by KMS stays so. */
const replicaKeyOf = ({ Destination }: Rule, change: Change): string | undefined =>
  isByKms(change) ? Destination.EncryptionConfiguration?.ReplicaKmsKeyID : undefined;
