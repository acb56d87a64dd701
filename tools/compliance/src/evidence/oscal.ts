import type { AuditedControl, AuditedException, Audit } from '../audit';
import type { Evidence } from './evidence';
import { exceptionFields } from './exceptions';
import { OSCAL_VERSION, uuidOf, type AssessmentResults } from './oscal-model';
import { proofLines } from './proof';

type Result = AssessmentResults['assessment-results']['results'][number];
type Observation = NonNullable<Result['observations']>[number];
type Risk = NonNullable<Result['risks']>[number];
type Finding = NonNullable<Result['findings']>[number];

/** Whose the names of properties are. */
const NS = 'urn:healthcare-dr:compliance';

/**
 * The same findings as OSCAL's assessment results: an observation of each control with the resources and what proves it, a finding of
 * each control, and a risk for each exception (`deviation-approved`, with its deadline) and each violation (`open`). A control that is
 * excepted is not satisfied. Controls with nothing to look at have no finding.
 */
export function assessmentResults({ audit, provenance }: Evidence): AssessmentResults {
  const { environment, accountId } = audit;
  const id = uuidOf('assessment', environment, provenance.commit, provenance.at);
  const planId = uuidOf('plan', provenance.commit);
  const looked = audit.controls.filter(({ findings }) => findings.length > 0);
  const risks = [
    ...audit.exceptions.map(riskOfException),
    ...looked.filter(({ violations }) => violations.length > 0).map(riskOfViolations),
  ];
  return {
    'assessment-results': {
      uuid: id,
      metadata: {
        title: `Technical safeguards of environment ${environment}`,
        'last-modified': provenance.at,
        version: provenance.commit,
        'oscal-version': OSCAL_VERSION,
      },
      'import-ap': { href: `#${planId}`, remarks: 'The catalogue of controls of the same commit.' },
      results: [
        {
          uuid: uuidOf('result', id),
          title: `What the synthesized stacks of ${environment} say`,
          description: 'Every control of the catalogue, judged on every resource that Terraform is to make.',
          start: provenance.at,
          end: provenance.at,
          props: properties({
            environment,
            account: accountId,
            commit: provenance.commit,
            ...provenance.versions,
          }),
          'local-definitions': {
            components: audit.stacks.map((stack) => ({
              uuid: uuidOf('stack', environment, stack),
              type: 'service',
              title: stack,
              description: `The stack ${stack} of environment ${environment}.`,
              props: properties({ stack }),
              status: { state: 'operational' },
            })),
            ...list('inventory-items', inventory(audit)),
          },
          'reviewed-controls': {
            'control-selections': [
              { 'include-controls': audit.controls.map(({ key }) => ({ 'control-id': key })) },
            ],
          },
          ...list(
            'observations',
            looked.map((control) => observation(audit, control, provenance.at)),
          ),
          ...list('risks', risks),
          ...list(
            'findings',
            looked.map((control) => finding(audit, control)),
          ),
        },
      ],
      'back-matter': {
        resources: [
          {
            uuid: planId,
            title: 'Catalogue of controls',
            description: `tools/compliance/src/rules/controls.json of commit ${provenance.commit}, and the rules beside it.`,
          },
        ],
      },
    },
  };
}

/** A list under its name; nothing where it is empty, since OSCAL knows no empty list. */
function list<Name extends string, Of>(name: Name, items: readonly Of[]): { [Key in Name]?: Of[] } {
  return (items.length === 0 ? {} : { [name]: [...items] }) as { [Key in Name]?: Of[] };
}

function properties(values: Readonly<Record<string, string>>) {
  return Object.entries(values)
    .filter(([, value]) => value.trim() !== '')
    .map(([name, value]) => ({
      name: name.replace(/^[^\p{L}_]+/u, '').replaceAll(/[^\p{L}\p{N}.\-_]/gu, '-'),
      ns: NS,
      value: value.replaceAll(/\s+/g, ' ').trim(),
    }));
}

/** Every resource that a control looked at, once. Stacks are components. */
function inventory({ environment, controls }: Audit) {
  const all = new Map<string, { stack: string; address: string }>();
  for (const { stack, address } of controls.flatMap(({ findings }) => findings)) {
    if (stack !== address) all.set(subjectId(environment, stack, address), { stack, address });
  }
  return [...all].map(([uuid, { stack, address }]) => ({
    uuid,
    description: `${address} of ${stack}`,
    props: properties({ stack, address, type: address.replace(/^data\./, '').split('.')[0] ?? '' }),
  }));
}

const subjectId = (environment: string, stack: string, address: string) =>
  stack === address ? uuidOf('stack', environment, stack) : uuidOf('resource', environment, stack, address);

function observation({ environment }: Audit, control: AuditedControl, at: string): Observation {
  const subjects = new Map(
    control.findings.map(({ stack, address, result }) => [
      subjectId(environment, stack, address),
      {
        type: stack === address ? ('component' as const) : ('inventory-item' as const),
        title: stack === address ? stack : `${stack}: ${address}`,
        props: properties({ result }),
      },
    ]),
  );
  return {
    uuid: uuidOf('observation', environment, control.key),
    title: control.title,
    description: `${control.examined} looked at: ${control.state}.`,
    props: properties({ control: control.key, severity: control.severity }),
    methods: ['TEST'],
    subjects: [...subjects].map(([uuid, subject]) => ({ 'subject-uuid': uuid, ...subject })),
    'relevant-evidence': [
      { href: './compliance.json', description: 'The attributes that were read, with their values.' },
    ],
    collected: at,
    remarks: control.findings
      .map((each) => `- ${each.stack}: ${each.address}: ${each.result}: ${proofLines(each).join('; ')}`)
      .join('\n'),
  };
}

function finding({ environment, exceptions }: Audit, control: AuditedControl): Finding {
  const { key, title, state, hipaa } = control;
  const risks = [
    ...exceptions.filter((each) => each.control === key).map(riskOfException),
    ...(control.violations.length > 0 ? [riskOfViolations(control)] : []),
  ].map(({ uuid }) => ({ 'risk-uuid': uuid }));
  return {
    uuid: uuidOf('finding', environment, key),
    title,
    description: `${title}: ${state}.`,
    props: [
      ...properties({ severity: control.severity, basis: control.basis }),
      ...hipaa.map((section) => ({ name: 'hipaa-section', ns: NS, value: section })),
    ],
    target: {
      type: 'objective-id',
      'target-id': key,
      title,
      status:
        state === 'met'
          ? { state: 'satisfied', reason: 'pass' }
          : { state: 'not-satisfied', reason: state === 'excepted' ? 'other' : 'fail' },
    },
    'related-observations': [{ 'observation-uuid': uuidOf('observation', environment, key) }],
    ...list('related-risks', risks),
  };
}

function riskOfException(exception: AuditedException): Risk {
  const { owner, approver, ticket, expires } = exceptionFields(exception);
  return {
    uuid: uuidOf('exception', exception.control, JSON.stringify(exception)),
    title: `Exception from ${exception.control}`,
    description: exception.resources
      .map(({ stack, address, violation }) => `- ${stack}: ${address}: ${violation}`)
      .join('\n'),
    statement: exception.reason,
    props: properties({ control: exception.control, owner, approver, ticket }),
    status: 'deviation-approved',
    deadline: new Date(expires).toISOString(),
  };
}

function riskOfViolations({ key, violations }: AuditedControl): Risk {
  return {
    uuid: uuidOf('violation', key, JSON.stringify(violations)),
    title: `Violation of ${key}`,
    description: violations
      .map(({ stack, address, violation }) => `- ${stack}: ${address}: ${violation}`)
      .join('\n'),
    statement: `${key} does not hold.`,
    props: properties({ control: key }),
    status: 'open',
  };
}
