import { z } from 'zod';
import type { Upstream } from '../gateway/exchange';
import type { RequestHead } from '../gateway/operation';
import { askMoto } from '../moto/ask-moto';
import type { RestCall } from './rest-call';

const operationSchema = z.object({
  name: z.string(),
  method: z.string(),
  /** Such as `/{Bucket}/{Key+}`. */
  path: z.string(),
  query: z.record(z.string(), z.string()),
  requiredQuery: z.array(z.string()),
  requiredHeaders: z.array(z.string()),
});

/** An operation as a service's model describes it. */
export type RestOperation = z.infer<typeof operationSchema>;

interface Compiled {
  readonly operation: RestOperation;
  readonly path: RegExp;
  readonly members: readonly string[];
  /** How much of a request it fixes; of two that a request could be, the one that fixes more is meant. */
  readonly weight: number;
}

/** The operations of one service, told by how their requests look. */
export class RestModel {
  readonly #operations: readonly Compiled[];

  constructor(operations: readonly RestOperation[]) {
    this.#operations = operations.map(compile).sort((a, b) => b.weight - a.weight);
  }

  /** The operation of a request, with what its path and query say by the API's names; `undefined` if the model has none that it could be. */
  callOf({ method, url, headers }: Pick<RequestHead, 'method' | 'url' | 'headers'>): RestCall | undefined {
    for (const { operation, path, members } of this.#operations) {
      if (operation.method !== method) continue;
      const found = path.exec(url.pathname);
      if (found === null || !hasAll(operation, url.searchParams, headers)) continue;
      const named = members.map(
        (member, index) => [member, decodeURIComponent(found[index + 1] ?? '')] as const,
      );
      const version = url.searchParams.get('versionId');
      return {
        operation: operation.name,
        parameters: { ...Object.fromEntries(named), ...(version === null ? {} : { VersionId: version }) },
      };
    }
    return undefined;
  }
}

/** The models of services, each asked for once. */
export class RestModels {
  readonly #models = new Map<string, Promise<RestModel>>();

  /** @param upstream - where the extension `rest_operations` answers */
  constructor(private readonly upstream: Upstream) {}

  /** @throws Error if there is no answer, or one that is none */
  of(service: string): Promise<RestModel> {
    const known = this.#models.get(service);
    if (known !== undefined) return known;
    const asked = this.#read(service);
    this.#models.set(service, asked);
    // What could not be had is asked for again.
    asked.catch(() => this.#models.delete(service));
    return asked;
  }

  async #read(service: string): Promise<RestModel> {
    const answer = await askMoto(this.upstream, `/moto-api/rest-operations?service=${service}`);
    return new RestModel(z.array(operationSchema).parse(answer));
  }
}

function hasAll(
  { query, requiredQuery, requiredHeaders }: RestOperation,
  asked: URLSearchParams,
  headers: RequestHead['headers'],
): boolean {
  return (
    Object.entries(query).every(
      ([name, value]) => asked.has(name) && (value === '' || asked.get(name) === value),
    ) &&
    requiredQuery.every((name) => asked.has(name)) &&
    requiredHeaders.every((name) => headers[name] !== undefined)
  );
}

const PLACEHOLDER = /\{(\w+)(\+?)\}/g;

function compile(operation: RestOperation): Compiled {
  const { path, query, requiredQuery, requiredHeaders } = operation;
  const members = [...path.matchAll(PLACEHOLDER)].map(([, member = '']) => member);
  const source = path
    .replace(/\/$/, '')
    .replaceAll(/[.*()]/g, '\\$&')
    .replaceAll(PLACEHOLDER, (_, __, greedy: string) => (greedy === '' ? '([^/]+)' : '(.+)'));
  const literals = path.split('/').filter((part) => part !== '' && !part.startsWith('{')).length;
  return {
    operation,
    // A slash at the end says nothing.
    path: new RegExp(`^${source}/?$`),
    members,
    weight: literals + 10 * (Object.keys(query).length + requiredQuery.length + requiredHeaders.length),
  };
}
