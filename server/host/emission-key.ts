/** Names an emission once and for all, in printable ASCII without quotes: twin, node, the origin of the twin's time (s since 1970), the node's counter. */
export function emissionKey(twin: string, node: string, epoch: number, sequence: number): string {
  return [twin, node, String(epoch), String(sequence)].map(encodeURIComponent).join('.');
}
