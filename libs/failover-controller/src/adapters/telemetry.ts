import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import {
  CONTROLLER_DIMENSION,
  CONTROLLER_METRICS,
  controllerNamespace,
  type UNKNOWN_SIGNAL_METRICS,
  type WatchedSignal,
} from '@healthcare-dr/failover-lambda/contract';
import type { LogLine } from '../domain/ports';
import { allClients, type Clients } from './clients';
import type { Variables } from './credentials';
import type { Trace } from './trace';

/** What the function calls itself in logs and traces. */
export const SERVICE = 'failover-controller';

/** What is counted, beside the control metric: see the contract. */
export type Counter =
  'heartbeat' | 'errors' | 'unknownEvents' | (typeof UNKNOWN_SIGNAL_METRICS)[WatchedSignal];

/** Log lines and counters. Neither carries anything of an event but what the controller understood of it. */
export interface Telemetry {
  readonly logger: Logger;
  log(line: LogLine): void;
  count(counter: Counter, times?: number): void;
  /** Writes what was counted, once for each invocation. */
  flush(): void;
}

/** Logs as JSON, and metrics in CloudWatch's embedded format, both to standard output: neither makes a call that could hang. */
export function makeTelemetry(environment: string): Telemetry {
  const logger = new Logger({ serviceName: SERVICE, persistentKeys: { environment } });
  const metrics = new Metrics({
    namespace: controllerNamespace({ suffix: environment }),
    serviceName: SERVICE,
  });
  // Without it every metric would carry the service as a second dimension, and no alarm would find it.
  metrics.clearDefaultDimensions();
  metrics.setDefaultDimensions({ [CONTROLLER_DIMENSION]: environment });
  return {
    logger,
    log: ({ level, message, details }) => logger[level](message, { ...details }),
    count: (counter, times = 1) => metrics.addMetric(CONTROLLER_METRICS[counter], MetricUnit.Count, times),
    flush: () => metrics.publishStoredMetrics(),
  };
}

const untraced: Trace = (_, work) => work();

/**
 * Traces by X-Ray where Lambda says that it runs. The tracer is a file of its own that is loaded only then: it is as large as half
 * of the AWS clients. Tracing is never worth a failover: if it cannot be set up, the function works without it.
 */
export async function makeTrace(
  variables: Variables,
  clients: Clients,
  telemetry: Telemetry,
): Promise<Trace> {
  if (!variables['AWS_XRAY_DAEMON_ADDRESS'] || variables['POWERTOOLS_TRACE_ENABLED'] === 'false')
    return untraced;
  try {
    const { traceByXRay } = await import('./tracing');
    return traceByXRay(SERVICE, allClients(clients));
  } catch (error) {
    telemetry.logger.warn('Tracing could not be set up; the controller works without it', error as Error);
    return untraced;
  }
}
