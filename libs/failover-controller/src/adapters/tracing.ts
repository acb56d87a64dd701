import { Tracer } from '@aws-lambda-powertools/tracer';
import type { Trace } from './trace';

type Client = Parameters<Tracer['captureAWSv3Client']>[0];

/**
 * Traces by X-Ray: each piece of work as a subsegment, and each call of the clients below it. Neither requests nor answers are
 * captured.
 */
export function traceByXRay(serviceName: string, clients: readonly Client[]): Trace {
  // The SDK's calls are captured client by client; capturing every HTTPS request would tell of them twice.
  const tracer = new Tracer({ serviceName, captureHTTPsRequests: false });
  for (const client of clients) tracer.captureAWSv3Client(client);
  return (name, work) =>
    tracer.provider.captureAsyncFunc(name, async (subsegment) => {
      try {
        return await work();
      } catch (error) {
        subsegment?.addError(error as Error);
        throw error;
      } finally {
        subsegment?.close();
      }
    }) as ReturnType<typeof work>;
}
