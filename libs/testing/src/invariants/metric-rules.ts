import type { EnvironmentModel } from '../model/model';
import { DIMENSION_RULES, metricCatalogue } from './metric-catalogue';
import type { DimensionRule, MetricRule } from './metric-rule';
import { invariantsOf, type TierInvariants } from './tier-invariants';

/** What the tiers of an environment declare, each once. */
const declaredIn = ({ stacks }: EnvironmentModel): TierInvariants[] =>
  [...new Set(stacks.map(({ tier }) => tier))].map((tier) => invariantsOf(tier));

/** How a metric is published: as the catalogue says, or else a tier of the environment. */
export const metricRule = (
  model: EnvironmentModel,
  namespace: string,
  metricName: string,
): MetricRule | undefined =>
  metricCatalogue(model.environment)[namespace]?.[metricName] ??
  declaredIn(model).find(({ metrics }) => metrics?.[namespace]?.[metricName])?.metrics?.[namespace]?.[
    metricName
  ];

/** What the value of a dimension names: as the catalogue says, or else a tier of the environment. */
export const dimensionRule = (model: EnvironmentModel, name: string): DimensionRule | undefined =>
  DIMENSION_RULES[name] ?? declaredIn(model).find(({ dimensions }) => dimensions?.[name])?.dimensions?.[name];
