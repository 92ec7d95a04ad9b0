/** The 3CX adapter. */
export { threeCx } from './adapter.ts';
export { DOORS } from './capabilities.ts';
export { crmTemplate, type TemplateSite } from './crm/template.ts';
