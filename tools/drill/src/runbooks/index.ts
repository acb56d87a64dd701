export { blocksOf, isSetting, runbookPages, RUNBOOKS_FOLDER, type Block } from './blocks';
export { RUNBOOK_BLOCKS, type Registration } from './registry';
