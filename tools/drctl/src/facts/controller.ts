import {
  GetItemCommand,
  QueryCommand,
  type AttributeValue,
  type QueryCommandOutput,
} from '@aws-sdk/client-dynamodb';
import { DescribeParametersCommand, GetParameterCommand } from '@aws-sdk/client-ssm';
import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerNamespace,
  holdParameterName,
  journalTableName,
  policyParameterName,
} from '@healthcare-dr/failover-lambda/contract';
import {
  EMPTY_JOURNAL,
  parseHold,
  parsePolicy,
  readStoredEntry,
  readStoredJournal,
  type HistoryLine,
  type Hold,
  type Incident,
  type Journal,
  type Policy,
} from '@healthcare-dr/failover-controller';
import { ask, SECOND_QUESTION_LIMIT_MS, type Answer, type CallOptions } from '../answer';
import type { RegionClients } from '../pair';
import { datapoints, type Datapoint, type MetricQuery } from './metrics';

const HOUR_MS = 3_600_000;

/** What a controller says of itself by its metrics: the newest minute in which it did. */
export interface Pulse {
  readonly heartbeat: Datapoint | undefined;
  /** 1 while traffic is held in dr; only the controller there says it. */
  readonly trafficEngaged: Datapoint | undefined;
  /** What it said of traffic in the last minutes, oldest first, `undefined` for one without a word. */
  readonly trafficMinutes: readonly (number | undefined)[];
}

/** How many minutes of the control metric are kept for the model of Route 53. */
const TRAFFIC_MINUTES = 10;

/** The controller's metrics of the last hour. */
export const askPulse = (
  { cloudWatch }: RegionClients,
  suffix: string,
  now: number,
): Promise<Answer<Pulse>> =>
  ask(async (options) => {
    const metric = (metricName: string): MetricQuery => ({
      namespace: controllerNamespace({ suffix }),
      metricName,
      dimensions: { [CONTROLLER_DIMENSION]: suffix },
      statistic: 'Maximum',
      periodSeconds: 60,
    });
    const { heartbeat, traffic } = await datapoints(
      cloudWatch,
      { heartbeat: metric(CONTROLLER_METRICS.heartbeat), traffic: metric(CONTROLLER_METRICS.trafficEngaged) },
      { now, lengthMs: HOUR_MS },
      options,
    );
    // The minute that runs has no datapoint yet, as often as not.
    const end = traffic[0] === undefined ? now : Math.min(now, traffic[0].at + 2 * 60_000);
    const trafficMinutes = Array.from({ length: TRAFFIC_MINUTES }, (_, index) => {
      const from = Math.floor(end / 60_000 - (TRAFFIC_MINUTES - index - 1)) * 60_000;
      return traffic.find(({ at }) => at >= from && at < from + 60_000)?.value;
    });
    if (trafficMinutes.at(-1) === undefined) trafficMinutes.pop();
    return {
      heartbeat: heartbeat.find(({ value }) => value > 0),
      trafficEngaged: traffic[0],
      trafficMinutes,
    };
  });

/** The one item with the controller's state. */
const STATE = { pk: { S: 'state' }, sk: { S: 'current' } } as const;

/** Reads what a controller remembers, from its table and not by calling it: it may be what is broken. */
export async function readJournal(
  { dynamoDb, naming }: Pick<RegionClients, 'dynamoDb' | 'naming'>,
  options: CallOptions,
): Promise<Journal> {
  const { Item } = await dynamoDb.send(
    new GetItemCommand({ TableName: journalTableName(naming), Key: STATE, ConsistentRead: true }),
    options,
  );
  if (Item?.['version'] === undefined) return EMPTY_JOURNAL;
  const protocolVersion = Item['protocolVersion']?.N;
  return readStoredJournal({
    version: Number(Item['version'].N),
    protocolVersion: protocolVersion === undefined ? undefined : Number(protocolVersion),
    json: Item['journal']?.S ?? '',
  });
}

/** What a controller remembers. */
export const askJournal = (side: RegionClients): Promise<Answer<Journal>> =>
  ask((options) => readJournal(side, options));

/** A line of the history, and the key that comes after all before it. */
export interface KeyedLine extends HistoryLine {
  readonly key: string;
}

/** The key that comes before all lines of an incident: keys begin with the time, and the history is never emptied. */
export const historyStart = ({ openedAt }: Pick<Incident, 'openedAt'>): string =>
  new Date(openedAt - 1).toISOString();

/** The lines of the history of one incident that come after a key, oldest first. */
export async function readHistory(
  { dynamoDb, naming }: Pick<RegionClients, 'dynamoDb' | 'naming'>,
  { incidentId, after }: { readonly incidentId: string; readonly after: string },
  options: CallOptions,
): Promise<readonly KeyedLine[]> {
  const items: Record<string, AttributeValue>[] = [];
  let ExclusiveStartKey: Record<string, AttributeValue> | undefined;
  do {
    const page: QueryCommandOutput = await dynamoDb.send(
      new QueryCommand({
        TableName: journalTableName(naming),
        KeyConditionExpression: 'pk = :history AND sk > :after',
        ExpressionAttributeValues: { ':history': { S: 'history' }, ':after': { S: after } },
        ConsistentRead: true,
        ExclusiveStartKey,
      }),
      options,
    );
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey !== undefined);
  return items
    .filter((item) => item['incidentId']?.S === incidentId)
    .map((item) => ({
      key: item['sk']?.S ?? '',
      ...readStoredEntry({
        at: Number(item['at']?.N),
        incidentId,
        event: item['event']?.S ?? '',
        reason: item['reason']?.S ?? '',
        reasonData: item['reasonData']?.S,
        details: item['details']?.S,
      }),
    }));
}

async function readParameter({ ssm }: RegionClients, Name: string, options: CallOptions): Promise<string> {
  const { Parameter } = await ssm.send(new GetParameterCommand({ Name, WithDecryption: true }), options);
  if (Parameter?.Value === undefined) throw new Error(`the parameter ${Name} has no value`);
  return Parameter.Value;
}

/** What the controller of a Region may do. One that is malformed is no answer, as it is none to the controller. */
export const askPolicy = (side: RegionClients): Promise<Answer<Policy>> =>
  ask(async (options) => parsePolicy(await readParameter(side, policyParameterName(side.naming), options)));

/** The hold switch of a Region. */
export const askHold = (side: RegionClients): Promise<Answer<Hold>> =>
  ask(async (options) => parseHold(await readParameter(side, holdParameterName(side.naming), options)));

/** The history of the incident that a journal has, open or not; none if it has none, or if the journal does not answer. */
export async function askHistory(
  side: RegionClients,
  journal: Promise<Answer<Journal>>,
): Promise<Answer<readonly KeyedLine[]>> {
  const answer = await journal;
  if (!answer.known) return answer;
  const { incident } = answer.value;
  if (incident === undefined) return { known: true, value: [] };
  return ask(
    (options) => readHistory(side, { incidentId: incident.id, after: historyStart(incident) }, options),
    SECOND_QUESTION_LIMIT_MS,
  );
}

/** Who wrote the hold switch last. */
export interface HoldOrigin {
  /** An ARN; `undefined` if Systems Manager does not say. */
  readonly by: string | undefined;
  /** Milliseconds since the epoch. */
  readonly at: number | undefined;
}

/** Who wrote the hold switch of a Region last, and when. */
export const askHoldOrigin = ({ ssm, naming }: RegionClients): Promise<Answer<HoldOrigin>> =>
  ask(async (options) => {
    const Values = [holdParameterName(naming)];
    const { Parameters = [] } = await ssm.send(
      new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Option: 'Equals', Values }] }),
      options,
    );
    const [parameter] = Parameters;
    return { by: parameter?.LastModifiedUser, at: parameter?.LastModifiedDate?.getTime() };
  });
