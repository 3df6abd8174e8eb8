/** What the address of the page names behind its `#`: a flow, and the twin whose values are shown. */
export interface Address {
  flow: string;
  twin?: string;
}

/** Reads `#/flow/twin`; undefined where it names nothing. */
export function readAddress(hash: string): Address | undefined {
  const [root, flow, twin] = hash.split('/').map(decoded);
  if (root !== '#' || !flow) return undefined;
  return { flow, ...(twin && { twin }) };
}

/** The address of a flow, for a link or a bookmark. */
export function addressOf({ flow, twin }: Address): string {
  return `#/${encodeURIComponent(flow)}${twin === undefined ? '' : `/${encodeURIComponent(twin)}`}`;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}
