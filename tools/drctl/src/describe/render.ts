import { basename } from 'node:path';
import type { DescribedEnvironment, DescribedOrigin, DescribedValue } from './described-environment';

/** What a terminal is wide at least, in characters. */
const WIDTH = 80;

/** The column in which the origin begins. */
const ORIGIN_AT = 58;

/** An environment for people: fields indented below those they are in, and on the right where each value comes from. */
export function renderDescription({ environment, files, values }: DescribedEnvironment): string {
  const head = [`environment ${environment}`, ...files.map((file) => `  read from ${file}`)];
  const lines: string[] = [];
  let open: readonly string[] = [];
  for (const value of values) {
    const above = value.path.slice(0, -1);
    const shared = above.findIndex((name, depth) => open[depth] !== name);
    const known = shared === -1 ? above.length : shared;
    for (let depth = known; depth < above.length; depth += 1)
      lines.push(`${indent(depth)}${String(above[depth])}:`);
    open = above;
    lines.push(...linesOf(value));
  }
  return `${[...head.flatMap((line) => wrap(line, WIDTH)), '', ...lines].join('\n')}\n`;
}

const indent = (depth: number) => '  '.repeat(depth);

function linesOf({ path, value, origin }: DescribedValue): string[] {
  const depth = path.length - 1;
  const text = `${indent(depth)}${path[depth] ?? ''}: ${typeof value === 'string' ? value : JSON.stringify(value)}`;
  const from = originInWords(origin);
  if (text.length < ORIGIN_AT) return wrap(`${text.padEnd(ORIGIN_AT)}${from}`, WIDTH);
  return [...wrap(text, WIDTH), ...wrap(`${' '.repeat(ORIGIN_AT)}${from}`, WIDTH)];
}

function originInWords(origin: DescribedOrigin): string {
  switch (origin.kind) {
    case 'default':
      return 'default';
    case 'derived':
      return `derived (${origin.rule})`;
    case 'file':
      return `${basename(origin.file)}${origin.line === undefined ? '' : `:${origin.line}`}${origin.inherited ? ' (extends)' : ''}`;
  }
}

/** Cuts a line into lines that fit; those that continue it are indented as it is, and once more. */
function wrap(line: string, width: number): string[] {
  if (line.length <= width) return [line];
  const start = /^ */.exec(line)?.[0] ?? '';
  const margin = `${start.length > width / 2 ? indent(2) : start}  `;
  const space = line.slice(0, width).lastIndexOf(' ');
  const at = space > margin.length ? space : width;
  return [line.slice(0, at).trimEnd(), ...wrap(`${margin}${line.slice(at).trimStart()}`, width)];
}
