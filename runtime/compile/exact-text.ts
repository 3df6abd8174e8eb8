let others = 0;

/**
 * A value as text: two values have one text only where nothing could tell them apart, down to the order of keys and the sign of zero. What is no
 * plain data (a function, a class of somebody's) is like nothing else.
 */
export function exactText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return value === null ? 'null' : textOfObject(value);
    default:
      return `?${others++}`;
  }
}

function textOfObject(value: object): string {
  if (Array.isArray(value)) return `[${Array.from(value, exactText).join(',')}]`;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return `?${others++}`;
  return `{${Object.entries(value)
    .map(([key, item]) => `${JSON.stringify(key)}:${exactText(item)}`)
    .join(',')}}`;
}
