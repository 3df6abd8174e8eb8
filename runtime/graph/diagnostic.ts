/** A place in a flow: a node, and where it helps its port or param; `{}` is the document itself. */
export interface Place {
  node?: string;
  port?: string;
  param?: string;
  /** 1-based position inside a text (an expression, the JSON file). */
  column?: number;
  line?: number;
}

/** Something wrong or doubtful in a user's flow: where, what it says, what to do. Data, never thrown. */
export interface Diagnostic {
  code: string;
  severity: 'error' | 'warning';
  at: Place[];
  says: string;
  remedy: string;
}

/** True when any of the diagnostics forbids a deploy. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === 'error');
}

/** A place as one word for a terminal: `tank.inflow`, `tank.area`, `tank`, or `flow`. */
export function formatPlace(place: Place | undefined): string {
  if (!place?.node) return place?.line ? `line ${place.line}:${place.column ?? 1}` : (place?.param ?? 'flow');
  const member = place.port ?? place.param;
  return member ? `${place.node}.${member}` : place.node;
}
