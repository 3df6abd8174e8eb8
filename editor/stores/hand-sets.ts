import { setParam } from '@twinloom/runtime/graph/edits';
import { server, type HandValue } from '../client/server.ts';
import type { Problem } from '../client/http.ts';
import { documentStore } from './document-store.ts';
import { useLive } from './live-store.ts';
import { announce, useSession } from './session-store.ts';

const IN_THE_PAST: Problem = {
  status: 0,
  code: 'in-the-past',
  says: 'this is the past.',
  remedy: 'Go back to live to set values.',
  diagnostics: [],
};
const waiting = new Map<string, HandValue>();
let sending = false;
let onProblem: ((problem: Problem | undefined) => void) | undefined;

/** Who shows why a value could not be set; undefined again once one could. */
export function reportHandSets(report: (problem: Problem | undefined) => void): () => void {
  onProblem = report;
  return () => {
    onProblem = undefined;
  };
}

/** Sets a value on the running twin; while one request is under way only the newest value of each key waits. */
export function setByHand(key: string, value: HandValue): void {
  if (useLive.getState().twinState === 'past') return onProblem?.(IN_THE_PAST);
  waiting.set(key, value);
  if (!sending) void send();
}

async function send(): Promise<void> {
  sending = true;
  while (waiting.size > 0) {
    const { twin } = useLive.getState();
    const values = Object.fromEntries(waiting);
    waiting.clear();
    if (!twin) break;
    const answer = await server.setInputs(twin, values);
    onProblem?.(answer.ok ? undefined : answer.problem);
  }
  sending = false;
}

/** Writes a hand-set value into the draft; the twin is given back to the flow once that draft is deployed. */
export function keepInFlow(key: string, node: string, param: string, value: number | boolean | string): void {
  documentStore.getState().edit((flow) => setParam(flow, node, param, value));
  useSession.setState(({ kept }) => ({ kept: { ...kept, [key]: true } }));
  announce(`${node}.${param} is ${value} in the draft. Deploy to make it last.`);
}

/** Gives what was kept back to the flow; called after a deploy. */
export function releaseKept(): void {
  const { kept } = useSession.getState();
  for (const key of Object.keys(kept)) setByHand(key, null);
  useSession.setState({ kept: {} });
}
