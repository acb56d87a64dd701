export { describeWithMoto } from './describe-with-moto';
export * from './iam';
