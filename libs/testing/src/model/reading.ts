import type { Json } from '../json';
import type { SynthesizedStack } from '../synthesized-stack';

/** What is known of a resource that was looked at. */
export interface ReadResource {
  /** In its stack, such as `aws_kms_key.data`. */
  readonly address: string;
  readonly type: string;
  readonly stack: SynthesizedStack;
}

/** One thing that a rule looked at: an attribute with its value, or a resource that an attribute leads to. */
export type Read =
  | { readonly resource: ReadResource; readonly path: string; readonly value: Json | undefined }
  | { readonly resource: ReadResource; readonly path?: undefined };

/** Where reads are noted; `undefined` while nobody wants to know. Rules are synchronous, so one at a time is enough. */
let notebook: Map<string, Read> | undefined;

/** Runs a rule and tells what it read, each thing once, in the order of the first look. */
export function readsOf<Result>(rule: () => Result): {
  readonly result: Result;
  readonly reads: readonly Read[];
} {
  const outer = notebook;
  const own = new Map<string, Read>();
  notebook = own;
  try {
    return { result: rule(), reads: [...own.values()] };
  } finally {
    notebook = outer;
  }
}

/** Runs what searches: only what is found is evidence, and {@link noteRead} says it. */
export function searching<Result>(search: () => Result): Result {
  const outer = notebook;
  notebook = undefined;
  try {
    return search();
  } finally {
    notebook = outer;
  }
}

/** Notes that something was looked at. */
export function noteRead(read: Read): void {
  const { stack, address } = read.resource;
  const id = `${stack.name} ${address} ${read.path ?? ''}`;
  if (notebook?.has(id) === false) notebook.set(id, read);
}
