import { peerOf, topologyOf, type RegionTopology } from '@healthcare-dr/topology';
import { isObject, type Json } from '../json';
import type { SynthesizedStack } from '../synthesized-stack';
import type { Place } from './declared';

const ADDRESS = /\b\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?\b/g;

const toNumber = (address: string) =>
  address.split('.').reduce((number, octet) => number * 256 + Number(octet), 0);

/** An address inside a side's VPC, as its distance from the VPC's first. */
const relative = (text: string, { vpcCidr }: RegionTopology, side: string): string | undefined => {
  const [base = '', prefix = ''] = vpcCidr.split('/');
  const [address = '', length] = text.split('/');
  const offset = toNumber(address) - toNumber(base);
  if (offset < 0 || offset >= 2 ** (32 - Number(prefix))) return undefined;
  return `{${side} vpc}+${offset}${length === undefined ? '' : `/${length}`}`;
};

/** What names a side in a text: its zones, its Region, its addresses, and the word for its role. */
const speakOf = (text: string, topology: RegionTopology, side: string, word: string): string => {
  const zones = topology.zones.reduce(
    (result, zone, index) => result.replaceAll(zone, `{${side} zone ${index}}`),
    text,
  );
  return zones
    .replaceAll(topology.region, `{${side} region}`)
    .replaceAll(ADDRESS, (address) => relative(address, topology, side) ?? address)
    .replaceAll(new RegExp(`(?<![A-Za-z0-9])${word}(?![A-Za-z0-9])`, 'g'), `{${side}}`);
};

/** A text of a stack in words that do not depend on the side it stands on. */
export function neutral(
  text: string,
  { environment, role }: Pick<SynthesizedStack, 'environment' | 'role'>,
): string {
  // The project is called healthcare-dr on both sides.
  const project = text.replaceAll(/healthcare-dr(?![-\w])/g, '{project}');
  const peer = peerOf(role);
  return speakOf(
    speakOf(project, topologyOf(environment, role), 'own', role),
    topologyOf(environment, peer),
    'peer',
    peer,
  );
}

/** Every place where the two stacks of a tier differ, once both speak of themselves in the same words. */
export function differences(primary: SynthesizedStack, dr: SynthesizedStack): Place[] {
  return [...diff(neutralJson(primary.json, primary), neutralJson(dr.json, dr), [])];
}

function neutralJson(value: Json | undefined, stack: SynthesizedStack): Json | undefined {
  if (typeof value === 'string') return neutral(value, stack);
  if (Array.isArray(value)) return value.map((element) => neutralJson(element as Json, stack) ?? null);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [neutral(key, stack), neutralJson(element, stack)]),
  );
}

function* diff(a: Json | undefined, b: Json | undefined, path: readonly string[]): Generator<Place> {
  if (isObject(a) && isObject(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)]))
      yield* diff(a[key], b[key], [...path, key]);
  } else if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    for (const [index, element] of a.entries())
      yield* diff(element as Json, b[index] as Json, [...path, String(index)]);
  } else if (JSON.stringify(a) !== JSON.stringify(b)) {
    yield { path, found: `${path.join('.')}: primary has ${brief(a)}, dr has ${brief(b)}` };
  }
}

const brief = (value: Json | undefined) => {
  const text = value === undefined ? 'nothing' : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
};
