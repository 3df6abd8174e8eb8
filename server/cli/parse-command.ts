import { parseArgs, type ParseArgsConfig } from 'node:util';

/** Parses the arguments of a command strictly; a wrong one is a single line. */
export function parseCommand<const O extends NonNullable<ParseArgsConfig['options']>>(
  args: readonly string[],
  options: O,
) {
  try {
    return parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
  } catch (error) {
    const says = error instanceof Error ? error.message : String(error);
    return { problem: says.split(/\.? *\n|\. /)[0] ?? says };
  }
}
