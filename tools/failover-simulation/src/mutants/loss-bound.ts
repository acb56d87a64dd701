import type { Mutant } from './mutant';

/** How much may be lost without approval. */
export const LOSS_BOUND: readonly Mutant[] = [
  {
    name: 'unknown lag as zero',
    breaks: ['2'],
    find: '  return loss !== undefined && loss <= policy.lagBoundMs;',
    replace: '  return loss === undefined || loss <= policy.lagBoundMs;',
  },
  {
    name: 'no lag bound',
    breaks: ['2'],
    find: '  return loss !== undefined && loss <= policy.lagBoundMs;',
    replace: '  return loss !== undefined;',
  },
  {
    name: 'milliseconds taken for seconds',
    breaks: ['2'],
    find: '  return loss !== undefined && loss <= policy.lagBoundMs;',
    replace: '  return loss !== undefined && loss / 1000 <= policy.lagBoundMs;',
  },
  {
    name: 'the loss does not grow with time',
    breaks: ['2'],
    find: '  return lagAtOpening.lagMs + Math.max(0, now - lagAtOpening.measuredAt);',
    replace: '  return lagAtOpening.lagMs + Math.min(0, now - lagAtOpening.measuredAt);',
  },
  {
    name: 'the age of the datapoint is all of the loss',
    breaks: ['2'],
    find: '  return lagAtOpening.lagMs + Math.max(0, now - lagAtOpening.measuredAt);',
    replace: '  return Math.max(0, now - lagAtOpening.measuredAt);',
  },
  {
    name: 'any approval covers the loss',
    breaks: ['2'],
    find: 'incident.approval?.acceptDataLoss === true;',
    replace: 'incident.approval !== undefined;',
  },
  {
    name: 'the bound is looked at only where nobody approved',
    breaks: ['2'],
    find: '  if (!lossIsWithinBound(incident, policy, at) && !acceptsLoss) return assessLoss(incident, policy, at);\n  if (isApproved) return undefined;',
    replace:
      '  if (isApproved) return undefined;\n  if (!lossIsWithinBound(incident, policy, at)) return assessLoss(incident, policy, at);',
  },
];
