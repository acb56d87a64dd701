import { z } from 'zod';
import type { AwsEvent } from './event-pattern';

/** How EventBridge makes what a target gets out of an event. */
export const inputTransformerSchema = z.object({
  /** JSON paths into the event, by the names that the template has for them. */
  InputPathsMap: z.record(z.string(), z.string()).default({}),
  InputTemplate: z.string(),
});
export type InputTransformer = z.infer<typeof inputTransformerSchema>;

/** What a target would get is not such that EventBridge sends it. */
export class InputTransformerError extends Error {
  constructor(reason: string) {
    super(`The input transformer ${reason}.`);
    this.name = 'InputTransformerError';
  }
}

const PLACEHOLDER = /<([A-Za-z0-9_.-]+)>/g;
const STEP = /\.([A-Za-z0-9_-]+)|\[(\d+)\]/y;

/**
 * Fills a template. Within a string of JSON a text stands as it is, elsewhere in quotation marks; anything else stands as JSON. A variable
 * whose path leads nowhere is left out: null where a value has to be.
 *
 * @throws InputTransformerError for a variable that nobody defined, a path that is not read here, or JSON that comes out broken
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-transform-target-input.html
 */
export function transformInput(
  { InputPathsMap, InputTemplate }: InputTransformer,
  event: AwsEvent,
  rule: { readonly Name: string; readonly Arn: string },
): string {
  const reserved: Readonly<Record<string, unknown>> = {
    'aws.events.rule-name': rule.Name,
    'aws.events.rule-arn': rule.Arn,
    'aws.events.event': event,
    'aws.events.event.json': event,
  };
  const valueOf = (name: string): unknown => {
    if (Object.hasOwn(reserved, name)) return reserved[name];
    const path = InputPathsMap[name];
    if (path === undefined) throw new InputTransformerError(`has no path for <${name}>`);
    return valueAt(event, path);
  };
  const input = InputTemplate.replace(PLACEHOLDER, (_, name: string, offset: number) => {
    const value = valueOf(name);
    const isWithinString = isOpen(InputTemplate.slice(0, offset));
    if (value === undefined) return isWithinString ? '' : 'null';
    return isWithinString && typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (/^\s*[[{]/.test(InputTemplate) && !isJson(input))
    throw new InputTransformerError(`makes no JSON of this event: ${input}`);
  return input;
}

/**
 * What a JSON path leads to; undefined if nowhere.
 *
 * @throws InputTransformerError for a path that is not read here: neither names nor indices
 */
export function valueAt(event: AwsEvent, path: string): unknown {
  let value: unknown = event;
  if (!path.startsWith('$'))
    throw new InputTransformerError(`has a path that does not begin with $: ${path}`);
  for (let at = 1; at < path.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const [, name, index] = STEP.exec(path) ?? [];
    const key = name ?? index;
    if (key === undefined) throw new InputTransformerError(`has a path that is not read here: ${path}`);
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
  }
  return value;
}

/** Whether a string of JSON has begun and not ended. */
const isOpen = (text: string): boolean => (text.replace(/\\./g, '').match(/"/g) ?? []).length % 2 === 1;

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
