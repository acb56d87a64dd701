export { approveAll, approveDigests, waveDigest, type Approver } from './deploy/approval';
export { deployEnvironment, type DeployEnvironmentOptions } from './deploy/deploy-environment';
export { ownerOfNxRun } from './deploy/identity';
export { stands, type StackOutcome, type StackPlan } from './deploy/outcome';
export { formatOutcome, formatWave } from './deploy/render';
export { DeliverySession } from './deploy/session';
export { synthesizeForDeployment } from './stacks/synthesize';
export type { SynthesizedStack } from './stacks/synthesized-stack';
