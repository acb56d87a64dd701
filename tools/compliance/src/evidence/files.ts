import { evidenceCsv } from './csv';
import type { Evidence } from './evidence';
import { evidenceHtml } from './html';
import { evidenceMarkdown } from './markdown';
import { assessmentResults } from './oscal';

/** The files of a folder of evidence by name: the same findings for people, spreadsheets and programs. */
export function evidenceFiles(evidence: Evidence): Record<string, string> {
  return {
    'compliance.md': evidenceMarkdown(evidence),
    'compliance.html': evidenceHtml(evidence),
    'compliance.json': json({ ...evidence.provenance, ...evidence.audit }),
    'compliance.csv': evidenceCsv(evidence),
    'oscal-assessment-results.json': json(assessmentResults(evidence)),
  };
}

const json = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;
