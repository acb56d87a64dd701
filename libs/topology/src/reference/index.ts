export { fileSchema, type JsonSchema } from './json-schema';
export { referenceMarkdown, referenceRows, type ReferenceRow } from './markdown';
