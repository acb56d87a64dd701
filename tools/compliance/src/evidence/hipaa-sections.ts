import type { Control } from '../rules';

/**
 * The standards and implementation specifications of the HIPAA Security Rule that a control can stand on, in the rule's order.
 *
 * @see https://www.ecfr.gov/current/title-45/subtitle-A/subchapter-C/part-164/subpart-C
 */
const TITLES: Readonly<Record<string, string>> = {
  '164.308(a)(1)(ii)(A)': 'Risk analysis',
  '164.308(a)(1)(ii)(B)': 'Risk management',
  '164.308(a)(1)(ii)(D)': 'Information system activity review',
  '164.308(a)(3)(i)': 'Workforce security',
  '164.308(a)(3)(ii)(A)': 'Authorization and/or supervision',
  '164.308(a)(3)(ii)(B)': 'Workforce clearance procedure',
  '164.308(a)(3)(ii)(C)': 'Termination procedures',
  '164.308(a)(4)(i)': 'Information access management',
  '164.308(a)(4)(ii)(A)': 'Isolating health care clearinghouse functions',
  '164.308(a)(4)(ii)(B)': 'Access authorization',
  '164.308(a)(4)(ii)(C)': 'Access establishment and modification',
  '164.308(a)(5)(ii)(A)': 'Security reminders',
  '164.308(a)(5)(ii)(B)': 'Protection from malicious software',
  '164.308(a)(5)(ii)(C)': 'Log-in monitoring',
  '164.308(a)(5)(ii)(D)': 'Password management',
  '164.308(a)(6)(i)': 'Security incident procedures',
  '164.308(a)(6)(ii)': 'Response and reporting',
  '164.308(a)(7)(i)': 'Contingency plan',
  '164.308(a)(7)(ii)(A)': 'Data backup plan',
  '164.308(a)(7)(ii)(B)': 'Disaster recovery plan',
  '164.308(a)(7)(ii)(C)': 'Emergency mode operation plan',
  '164.308(a)(8)': 'Evaluation',
  '164.310(d)(2)(iv)': 'Data backup and storage',
  '164.312(a)(1)': 'Access control',
  '164.312(a)(2)(i)': 'Unique user identification',
  '164.312(a)(2)(ii)': 'Emergency access procedure',
  '164.312(a)(2)(iv)': 'Encryption and decryption',
  '164.312(b)': 'Audit controls',
  '164.312(c)(1)': 'Integrity',
  '164.312(c)(2)': 'Mechanism to authenticate electronic protected health information',
  '164.312(d)': 'Person or entity authentication',
  '164.312(e)(1)': 'Transmission security',
  '164.312(e)(2)(i)': 'Integrity controls',
  '164.312(e)(2)(ii)': 'Encryption (transmission)',
  '164.314(b)(1)': 'Requirements for group health plans',
  '164.314(b)(2)': 'Plan documents of group health plans',
  '164.314(b)(2)(i)': 'Safeguards of the plan sponsor',
  '164.314(b)(2)(ii)': 'Adequate separation',
  '164.314(b)(2)(iii)': 'Agents of the plan sponsor',
  '164.314(b)(2)(iv)': 'Reports of security incidents',
};

/** A section of the rule and the controls that stand on it. */
export interface HipaaSection<Of> {
  /** Such as `164.312(a)(1)`; empty for the controls that no rule set maps to HIPAA. */
  readonly citation: string;
  readonly title: string;
  readonly controls: readonly Of[];
}

/** The title of a section; `undefined` if the table has none. */
export const titleOf = (citation: string): string | undefined => TITLES[citation];

/** Controls under each section that they cite, in the rule's order; last those that cite none. */
export function bySection<Of extends Pick<Control, 'hipaa'>>(controls: readonly Of[]): HipaaSection<Of>[] {
  const sections = Object.entries(TITLES).map(([citation, title]) => ({
    citation,
    title,
    controls: controls.filter(({ hipaa }) => hipaa.includes(citation)),
  }));
  const rest = controls.filter(({ hipaa }) => hipaa.length === 0);
  return [...sections, { citation: '', title: 'Good practice, cited by no rule set', controls: rest }].filter(
    ({ controls: found }) => found.length > 0,
  );
}

/** All that a control cites, whole, with an asterisk where the citation is that of its nearest mapped neighbour. */
export function citations({ hipaa, basis }: Pick<Control, 'hipaa' | 'basis'>): string {
  if (basis === 'none') return 'good practice';
  return `${hipaa.join(', ')}${basis === 'analogy' ? ' *' : ''}`;
}
