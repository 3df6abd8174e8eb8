/** The type of port that a value as JSON comes from; undefined where there is no value. An event reads as a boolean. */
export function typeOfValue(value: unknown): string | undefined {
  switch (typeof value) {
    case 'number':
    case 'boolean':
    case 'string':
      return typeof value;
    case 'object':
      if (value === null) return undefined;
      return Array.isArray(value) || 'values' in value ? 'vector' : 'record';
    default:
      return undefined;
  }
}
