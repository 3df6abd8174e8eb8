import type { PortPoint } from '../stores/session-store.ts';

/** The port that a handle stands for; on the card of a collapsed group it is named with its node. */
export function portPoint(card: string, handle: string, type: 'source' | 'target'): PortPoint {
  const side = type === 'source' ? 'output' : 'input';
  const dot = handle.indexOf('.');
  if (dot < 0) return { node: card, port: handle, side };
  return { node: handle.slice(0, dot), port: handle.slice(dot + 1), side };
}
