export { approverFor } from './cli/approver';
export { policyOf } from './cli/common';
export { approveAll, approveDigests, waveDigest, type Approver } from './deploy/approval';
export {
  DEFAULT_PARALLEL,
  deployEnvironment,
  type DeployEnvironmentOptions,
} from './deploy/deploy-environment';
export { ownerOfNxRun } from './deploy/identity';
export { stands, type StackOutcome, type StackPlan } from './deploy/outcome';
export { formatOutcome } from './deploy/render';
export { DeliverySession } from './deploy/session';
export { destroyStates, findStates, type DestroyOutcome } from './destroy/destroy-environment';
export { emptyVaults } from './destroy/empty-vaults';
export { deleteLogGroupsMadeAgain } from './destroy/made-again';
export { formatDestroyed } from './destroy/render';
export { verbOf, type ResourceChange, type Verb } from './plan/changes';
export { MAX_DESTROYED, type GateFinding } from './plan/gate';
export { formatSummary } from './plan/render';
export { summarizePlans } from './plan/summarize-plans';
export { stacksOf, type StackSummary } from './plan/summary';
export { selectStacks } from './stacks/selection';
export { deploymentFolder, synthesizeForDeployment } from './stacks/synthesize';
export { readSynthesizedStack, type SynthesizedStack } from './stacks/synthesized-stack';
