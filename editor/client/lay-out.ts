import { layLayers } from '@twinloom/runtime/graph/lay-layers';

/** With more nodes than this it may take longer than the 50 ms that a page may stand still. */
const MOST_IN_PAGE = 500;

/** Lays nodes out in layers: few at once, many in a thread of its own that ends with the answer. */
export function layOut(...asked: Parameters<typeof layLayers>): Promise<ReturnType<typeof layLayers>> {
  if (Object.keys(asked[0]).length <= MOST_IN_PAGE) return Promise.resolve(layLayers(...asked));
  const worker = new Worker(new URL('./layout-worker.ts', import.meta.url), {
    type: 'module',
    name: 'layout',
  });
  return new Promise<ReturnType<typeof layLayers>>((resolve, reject) => {
    worker.addEventListener('message', ({ data }) => resolve(data as ReturnType<typeof layLayers>));
    worker.addEventListener('error', ({ message }) => reject(new Error(message || 'the layout failed')));
    worker.postMessage(asked);
  }).finally(() => worker.terminate());
}
