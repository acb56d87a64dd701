import type { RequirementId } from '../assertion-id';
import type { DrillReport } from './drill-report';

/** What an auditor asks for, in the order in which a report answers. */
export const QUESTIONS = [
  'RTO',
  'RPO',
  'Replication',
  'Backup',
  'Access',
  'Operation',
  'The drill itself',
] as const;

/** What an auditor asks for. */
export type Question = (typeof QUESTIONS)[number];

/** A requirement as a reader knows it. */
export interface Requirement {
  readonly question: Question;
  /** What must hold, as one sentence. */
  readonly title: string;
}

/** Every requirement, and which question it answers. */
export const REQUIREMENTS: Readonly<Record<RequirementId, Requirement>> = {
  'recovery-time': { question: 'RTO', title: 'Service is back within the objective' },
  'loss-detected': { question: 'RTO', title: 'A loss is noticed, and what is noticed sets off an alarm' },
  'failed-region-not-needed': { question: 'RTO', title: 'Nothing on the way needs the Region that is lost' },
  'traffic-follows-writer': { question: 'RTO', title: 'Clients are led to where records are written' },
  'recovery-point': { question: 'RPO', title: 'No more data is lost than the objective allows' },
  'planned-move-lossless': { question: 'RPO', title: 'A planned move loses nothing' },
  'data-replicated': { question: 'Replication', title: 'What is written in one Region arrives in the other' },
  'data-protected': { question: 'Backup', title: 'What holds data is kept, and comes back' },
  'secrets-confidential': { question: 'Access', title: 'No password stands where it can be read' },
  'least-privilege': { question: 'Access', title: 'Who acts may do that and no more' },
  'failover-controlled': {
    question: 'Operation',
    title: 'One failover for one incident, and none that is not permitted',
  },
  'operators-informed': { question: 'Operation', title: 'Who is on call is told what happens and why' },
  'deployment-converges': {
    question: 'Operation',
    title: 'Deployment and teardown come to their end, and say so',
  },
  'drill-can-fail': { question: 'The drill itself', title: 'What is broken on purpose is noticed' },
};

/** A requirement with what was asserted of it, in the order in which that was done. */
export interface AssertedRequirement {
  readonly title: string;
  readonly assertions: DrillReport['assertions'];
}

/** Assertions under what an auditor asks for. Requirements of which nothing was asserted are left out. */
export function byQuestion(
  assertions: DrillReport['assertions'],
): { readonly question: Question; readonly requirements: readonly AssertedRequirement[] }[] {
  return QUESTIONS.map((question) => ({
    question,
    requirements: Object.entries(REQUIREMENTS).flatMap(([id, requirement]) => {
      const own = assertions.filter((each) => each.requirement === id);
      return requirement.question === question && own.length > 0
        ? [{ title: requirement.title, assertions: own }]
        : [];
    }),
  }));
}
