export { describeWithTerraform } from './describe-with-terraform';
export { LocalDelivery } from './local-delivery';
export { recordAsDeployed } from './record-as-deployed';
export { changingOf, troubleOf } from './trouble';
