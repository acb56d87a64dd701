export {
  chosenEnvironment,
  CONTEXT_KEY,
  environmentChoice,
  readContext,
  type EnvironmentChoice,
} from './choose';
export {
  DEFAULT_FOLDER,
  environmentsFolder,
  environmentSuffixes,
  FOLDER_VARIABLE,
  folderAt,
  type EnvironmentsFolder,
  type Variables,
} from './folder';
export {
  knownEnvironments,
  PULL_REQUEST_BASE,
  type DerivedOrigin,
  type FileOrigin,
  type Origin,
} from './layers';
export {
  environmentFiles,
  existingEnvironments,
  loadEnvironment,
  resolveEnvironment,
  type ExistingEnvironment,
  type ResolvedEnvironment,
} from './load';
export {
  EVERYTHING_ELSE,
  parseRepository,
  readRepository,
  REPOSITORY_FILE,
  type Repository,
} from './repository';
export type { Position } from './yaml-file';
