import { idPattern, MOST_ASSET_LETTERS } from './flow.ts';

/** Whether these are surely nodes as `flowNodeSchema` wants them, each under an id: a quick answer for the usual case. What is wrong otherwise, the schema says. */
export function areSoundNodes(nodes: unknown): boolean {
  if (!isPlain(nodes)) return false;
  for (const id of Reflect.ownKeys(nodes)) {
    if (typeof id !== 'string' || !idPattern.test(id) || !isSoundNode(nodes[id])) return false;
  }
  return true;
}

function isSoundNode(node: unknown): boolean {
  if (!isPlain(node)) return false;
  const { type, title, asset, params } = node;
  return (
    typeof type === 'string' &&
    type !== '' &&
    (title === undefined || typeof title === 'string') &&
    (asset === undefined ||
      (typeof asset === 'string' && asset !== '' && asset.length <= MOST_ASSET_LETTERS)) &&
    (params === undefined || isPlain(params))
  );
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}
