export * from './bootstrap';
export * from './clients';
export * from './roles/documents';
export * from './roles/hosted-zone-role';
export * from './roles/names';
export * from './roles/purposes';
export * from './roles/roles';
export { SERVICE_LINKED_ROLES } from './service-linked-roles';
