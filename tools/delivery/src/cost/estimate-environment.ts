import { readFileSync } from 'node:fs';
import { topologyOf, type Environment } from '@healthcare-dr/topology';
import { synthesizeForDeployment } from '../stacks/synthesize';
import type { SynthesizedStack } from '../stacks/synthesized-stack';
import { estimate, type Estimate, type Usage } from './estimate';
import type { PriceList } from './prices';

/** What is estimated, and by which prices. */
export interface EnvironmentEstimateOptions {
  readonly workspaceRoot: string;
  readonly environment: Environment;
  readonly prices: PriceList;
  /** @default - nobody uses anything */
  readonly usage?: Usage;
  /** @default - all stacks of the workspace, synthesized now */
  readonly stacks?: readonly SynthesizedStack[];
}

/**
 * Estimates what an environment of a checkout costs in a month.
 *
 * @throws UserError if its stacks cannot be synthesized
 */
export async function estimateEnvironment(options: EnvironmentEstimateOptions): Promise<Estimate> {
  const { workspaceRoot, environment, prices, usage } = options;
  const stacks =
    options.stacks ?? (await synthesizeForDeployment({ workspaceRoot, environment: environment.suffix }));
  return estimate({
    environment: environment.suffix,
    prices,
    stacks: stacks.map(({ name, role, tier, state, file }) => ({
      name,
      role,
      tier,
      region: state.region,
      json: readFileSync(file, 'utf8'),
      zones: topologyOf(environment, role).zones.length,
    })),
    ...(usage === undefined ? {} : { usage }),
  });
}
