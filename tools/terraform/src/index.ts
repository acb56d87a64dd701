export * from './binary';
export * from './plugin-directory';
export * from './root';
export * from './stack-files';
export { resourcesOf, type StateResource } from './state';
export * from './terraform-environment';
export * from './validate';
