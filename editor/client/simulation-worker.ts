import './zod-without-eval.ts';
import type { SimulationAnswer } from '@twinloom/runtime/protocol/simulation';
import { simulateFlow } from '@twinloom/runtime/run/simulate-flow';

/**
 * Runs flows in a thread of the page, one message in, answers out. The server gives this script a content security policy of its own, so
 * that functions may be made of a flow here and nowhere else on the page; it may reach no network beyond its own scripts.
 */
const scope = globalThis as unknown as {
  addEventListener(kind: 'message', hear: (event: MessageEvent<unknown>) => void): void;
  postMessage(answer: SimulationAnswer, transfer?: Transferable[]): void;
  reportError(error: unknown): void;
};

const SAY_EVERY_MS = 100;

scope.addEventListener('message', ({ data }) => {
  // The page hears of an error, not of a rejection.
  answer(data).catch((error: unknown) => scope.reportError(error));
});

async function answer(asked: unknown): Promise<void> {
  const { catalog } = await import('virtual:node-pack');
  const running = simulateFlow(asked, catalog);
  let saidAt = performance.now();
  for (;;) {
    const step = running.next();
    if (step.done) return say(step.value);
    const now = performance.now();
    if (now - saidAt < SAY_EVERY_MS) continue;
    saidAt = now;
    say({ kind: 'progress', t: step.value });
  }
}

function say(said: SimulationAnswer): void {
  const buffers =
    said.kind === 'done'
      ? [said.times, ...said.columns.flatMap(({ values, quality }) => [values, quality])].map(
          ({ buffer }) => buffer as ArrayBuffer,
        )
      : [];
  scope.postMessage(said, buffers);
}
