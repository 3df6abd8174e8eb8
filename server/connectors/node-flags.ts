/** With what Node runs threads and children of ours: what fails in them names the lines of the sources where it does here. */
export function nodeFlags(): string[] {
  const { execArgv } = process;
  const flag = '--enable-source-maps';
  return process.sourceMapsEnabled && !execArgv.includes(flag) ? [...execArgv, flag] : [...execArgv];
}
