import { setParam } from '@twinloom/runtime/graph/edits';
import { server, type HandValue } from '../client/server.ts';
import type { Problem } from '../client/http.ts';
import { documentStore } from './document-store.ts';
import { refusedInThePast } from './in-the-past.ts';
import { useLive } from './live-store.ts';
import { announce, useSession } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** By twin: a person may follow another one before the server has answered. */
const waiting = new Map<string, Record<string, HandValue>>();
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
  const { twin } = useLive.getState();
  const refused = refusedInThePast();
  if (refused) return onProblem?.(refused);
  if (twin !== undefined) put(twin, key, value);
}

function put(twin: string, key: string, value: HandValue): void {
  waiting.set(twin, { ...waiting.get(twin), [key]: value });
  if (!sending) void send();
}

async function send(): Promise<void> {
  sending = true;
  for (const [twin, values] of waiting) {
    waiting.delete(twin);
    const answer = await server.setInputs(twin, values);
    onProblem?.(answer.ok ? undefined : answer.problem);
  }
  sending = false;
}

/** Writes a hand-set value into the draft; the twin is given back to the flow once that draft is deployed. */
export function keepInFlow(key: string, node: string, param: string, value: number | boolean | string): void {
  const { twin } = useLive.getState();
  documentStore.getState().edit((flow) => setParam(flow, node, param, value));
  if (twin !== undefined)
    useSession.setState(({ kept }) => ({ kept: { ...kept, [twin]: [...(kept[twin] ?? []), key] } }));
  announce(editsWords.keptInDraft(`${node}.${param}`, String(value)));
}

/** Gives what was kept back to the flow, on whichever twin of it that was; called after a deploy. */
export function releaseKept(): void {
  const { kept } = useSession.getState();
  for (const [twin, keys] of Object.entries(kept)) for (const key of keys) put(twin, key, null);
  useSession.setState({ kept: {} });
}
