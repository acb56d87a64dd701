import { DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetParameterCommand, PutParameterCommand, SSMClient } from '@aws-sdk/client-ssm';
import {
  controllerFunctionName,
  holdParameterName,
  journalTableName,
} from '@healthcare-dr/failover-lambda/contract';
import {
  readStoredEntry,
  type HistoryLine,
  type Outcome,
  type Step,
} from '@healthcare-dr/failover-controller';
import type { Naming } from '@healthcare-dr/platform';
import type { Region } from '@healthcare-dr/topology';
import { clientConfiguration } from '@healthcare-dr/drctl/bootstrap';

/** What the drill reads of the controller's answer; one that was ignored has no steps. */
export type Answer = Step & Partial<Pick<Outcome, 'healthy' | 'steps'>>;

/** The controller's function itself ended in an error. */
export class ControllerCrashedError extends Error {
  constructor(payload: string) {
    super(`The controller's function ended in an error: ${payload}`);
    this.name = 'ControllerCrashedError';
  }
}

/**
 * What the controller's function answered.
 *
 * @throws ControllerCrashedError if it ended in an error
 */
export function answerOf(payload: string, failed: boolean): Answer {
  if (failed) throw new ControllerCrashedError(payload);
  return JSON.parse(payload) as Answer;
}

/** The deployed controller of the dr Region, as Lambda, CloudWatch and an operator reach it. */
export class DeployedController {
  readonly #lambda: LambdaClient;
  readonly #dynamoDb: DynamoDBClient;
  readonly #ssm: SSMClient;

  constructor(
    private readonly naming: Naming,
    region: Region,
    variables: NodeJS.ProcessEnv,
  ) {
    const configuration = clientConfiguration(variables, region);
    this.#lambda = new LambdaClient(configuration);
    this.#dynamoDb = new DynamoDBClient(configuration);
    this.#ssm = new SSMClient(configuration);
  }

  /**
   * Calls the function with an event and waits for its answer.
   *
   * @throws ControllerCrashedError if it ends in an error
   */
  async invoke(event: object): Promise<Answer> {
    const { FunctionError, Payload } = await this.#lambda.send(
      new InvokeCommand({
        FunctionName: controllerFunctionName(this.naming),
        Payload: JSON.stringify(event),
      }),
    );
    return answerOf(new TextDecoder().decode(Payload), FunctionError !== undefined);
  }

  /** The history in its table, oldest first. */
  async history(): Promise<HistoryLine[]> {
    const pages = paginateQuery(
      { client: this.#dynamoDb },
      {
        TableName: journalTableName(this.naming),
        KeyConditionExpression: 'pk = :history',
        ExpressionAttributeValues: { ':history': { S: 'history' } },
        ConsistentRead: true,
      },
    );
    const entries: HistoryLine[] = [];
    for await (const { Items = [] } of pages)
      for (const { at, incidentId, event, reason, reasonData, details } of Items)
        entries.push(
          readStoredEntry({
            at: Number(at?.N),
            incidentId: incidentId?.S,
            event: event?.S ?? '',
            reason: reason?.S ?? '',
            reasonData: reasonData?.S,
            details: details?.S,
          }),
        );
    return entries;
  }

  /** The hold switch, as it stands. */
  async hold(): Promise<string> {
    const { Parameter } = await this.#ssm.send(
      new GetParameterCommand({ Name: holdParameterName(this.naming), WithDecryption: true }),
    );
    return Parameter?.Value ?? '';
  }

  /** Sets the hold switch, as an operator does. */
  async setHold(value: string): Promise<void> {
    await this.#ssm.send(
      new PutParameterCommand({ Name: holdParameterName(this.naming), Value: value, Overwrite: true }),
    );
  }

  destroy(): void {
    for (const client of [this.#lambda, this.#dynamoDb, this.#ssm]) client.destroy();
  }
}
