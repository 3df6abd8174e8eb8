import { layLayers } from '@twinloom/runtime/graph/lay-layers';

/** Lays layers out in a thread of its own: one message with what `layLayers` takes, one answer with the places. */
const scope = globalThis as unknown as {
  addEventListener(kind: 'message', hear: (event: MessageEvent<Parameters<typeof layLayers>>) => void): void;
  postMessage(places: ReturnType<typeof layLayers>): void;
};

scope.addEventListener('message', ({ data }) => scope.postMessage(layLayers(...data)));
