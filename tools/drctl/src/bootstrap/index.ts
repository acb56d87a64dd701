export * from './bootstrap';
export * from './clients';
export * from './roles/documents';
export * from './roles/purposes';
export * from './roles/roles';
