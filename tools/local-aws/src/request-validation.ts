import { z } from 'zod';
import type { Upstream } from './gateway/exchange';
import { askMoto } from './moto/ask-moto';

const countsSchema = z.record(z.string(), z.number());

const foundSchema = z.object({
  read: countsSchema,
  refused: countsSchema,
  patterns: countsSchema,
  unmodelled: countsSchema,
  unread: countsSchema,
});

/**
 * What was found of requests by the models of their services, each with how often: operations that were read (`ssm:GetParameter`), what
 * the model refuses of one, patterns that do not match, operations and services without a model, and what cannot be read.
 */
export type RequestFindings = z.infer<typeof foundSchema>;

/** What comes of a request that the model of its service refuses. */
export type ValidationMode = 'refuse' | 'report' | 'off';

/**
 * Asks the extension `request_validation` what it found so far.
 *
 * @throws Error if it does not answer
 */
export async function readFindings(upstream: Upstream): Promise<RequestFindings> {
  return foundSchema.parse(await askMoto(upstream, '/moto-api/request-validation'));
}
