import { formatPlace, type Diagnostic } from '@twinloom/runtime/graph/diagnostic';

/** A diagnostic as one line of a terminal: `FILE: node.port: code: what it says. remedy`. */
export function sayDiagnostic(file: string, { at, code, says, remedy }: Diagnostic): string {
  const sentence = says.trimEnd().replace(/\.$/, '');
  return `${file}: ${formatPlace(at[0])}: ${code}: ${sentence}. ${remedy}`
    .replaceAll(/\s*\n\s*/g, ' ')
    .trimEnd();
}
