import { describeJson } from './describe-json.ts';

const STEP = /[^.[\]]+/g;

/** What stands at `data.flow` or `values[0]` in a JSON value; own members only, and of a list only its entries. */
export function readAtPath(json: unknown, path: string): { value: unknown } | { problem: string } {
  let value = json;
  for (const step of path.match(STEP) ?? []) {
    if (!hasMember(value, step)) {
      const of = step === path ? '' : ` of ${path}`;
      return { problem: `expected "${step}"${of}, got ${describeJson(value)}` };
    }
    value = value[step];
  }
  return { value };
}

function hasMember(value: unknown, step: string): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return false;
  return !Array.isArray(value) || /^\d+$/.test(step);
}
