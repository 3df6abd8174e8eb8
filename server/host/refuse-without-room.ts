import type { Plan } from '@twinloom/runtime/compile/plan';
import type { Diagnostic } from '@twinloom/runtime/graph/diagnostic';

/**
 * Why a worker does not take these twins beside, or in the place of, those it runs. Their states stand outside its heap, and the heap alone
 * has a limit of its own.
 */
export function refuseWithoutRoom(
  wanted: readonly { order: { id: string }; plan: Plan }[],
  running: ReadonlyMap<string, { twin: { plan: Plan } }>,
  mostBytes = Infinity,
): Diagnostic[] {
  const ids = new Set(wanted.map(({ order }) => order.id));
  const others = [...running].filter(([id]) => !ids.has(id)).map(([, { twin }]) => twin.plan);
  const [own, kept] = [bytesOf(wanted.map(({ plan }) => plan)), bytesOf(others)];
  if (own + kept <= mostBytes) return [];
  return [
    {
      code: 'too-large',
      severity: 'error',
      at: [{}],
      says: `the twins of this flow (${wanted.length}) would keep ${inMiB(own)} of samples and states, beside ${inMiB(kept)} of others; a worker on this machine may keep ${inMiB(mostBytes)}`,
      remedy: 'Make windows smaller, deploy fewer twins, or give the machine more memory.',
    },
  ];
}

function bytesOf(plans: readonly Plan[]): number {
  return plans.reduce((sum, { memorySize }) => sum + memorySize, 0) * Float64Array.BYTES_PER_ELEMENT;
}

function inMiB(bytes: number): string {
  return `${Math.ceil(bytes / 2 ** 20)} MiB`;
}
