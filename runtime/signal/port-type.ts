/** What a port may carry; `any` is not yet resolved. */
export const portTypes = [
  'number',
  'boolean',
  'string',
  'vector',
  'record',
  'event',
  'forecast',
  'any',
] as const;

export type PortType = (typeof portTypes)[number];
