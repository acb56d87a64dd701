import type { AuditedControl, AuditedFinding } from '../audit';

/** Findings that the same values prove. */
export interface Proof {
  readonly result: AuditedFinding['result'];
  /** What is wrong; absent if nothing is. */
  readonly violation?: string;
  /** Each thing that was read, as a line. */
  readonly lines: readonly string[];
  /** The resources (or stacks), by stack. */
  readonly where: ReadonlyMap<string, readonly string[]>;
  readonly count: number;
}

/** The findings of a control, those together that were judged alike by the same values: what is wrong first. */
export function proofsOf({ findings }: Pick<AuditedControl, 'findings'>): Proof[] {
  const proofs = new Map<string, { proof: Omit<Proof, 'where' | 'count'>; findings: AuditedFinding[] }>();
  for (const finding of findings) {
    const { result, violation } = finding;
    const proof = { result, ...(violation === undefined ? {} : { violation }), lines: proofLines(finding) };
    const id = JSON.stringify(proof);
    const known = proofs.get(id)?.findings ?? [];
    proofs.set(id, { proof, findings: [...known, finding] });
  }
  return [...proofs.values()]
    .map(({ proof, findings: members }) => {
      const where = new Map<string, string[]>();
      for (const { stack, address } of members) where.set(stack, [...(where.get(stack) ?? []), address]);
      return { ...proof, where, count: members.length };
    })
    .sort((a, b) => ORDER.indexOf(a.result) - ORDER.indexOf(b.result));
}

const ORDER: readonly AuditedFinding['result'][] = ['violated', 'excepted', 'met'];

/** What proves a finding: `attribute = value`, with the resource where it is another than the one that is judged. */
export function proofLines({ stack, address, evidence, note, violation }: AuditedFinding): string[] {
  const lines = evidence.map((read) => {
    const isOwn = read.stack === stack && read.address === address;
    const place = isOwn ? '' : `${read.stack === stack ? '' : `${read.stack}: `}${read.address} `;
    if (read.attribute === undefined) return `refers to ${place === '' ? 'itself' : place.trimEnd()}`;
    const name = read.attribute === '*' ? 'all attributes' : read.attribute;
    return `${place}${name} = ${read.value === undefined ? 'absent' : JSON.stringify(read.value)}`;
  });
  if (note !== undefined) lines.push(note);
  return lines.length > 0 ? lines : [violation ?? ''];
}

/** The most characters of a line that a person is shown; the JSON and the CSV have all. */
const MOST = 400;

/** A line as a person is shown it. */
export function shortened(line: string): string {
  return line.length <= MOST
    ? line
    : `${line.slice(0, MOST)}… (${line.length} characters, whole in compliance.json)`;
}
