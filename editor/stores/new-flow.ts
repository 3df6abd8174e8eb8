import { exampleFlow } from '@twinloom/runtime/graph/example-flow';
import type { Flow } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import type { Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { documentStore } from './document-store.ts';
import { openFlow, refreshLists, useServer } from './server-store.ts';
import { announce } from './session-store.ts';

/** Others may take the same id at the same time; beyond this many tries something else is wrong. */
const TRIES = 20;

/** Opens the example of a node as a flow of its own. Says why not. */
export async function openNodeExample(descriptor: NodeDescriptor): Promise<Problem | undefined> {
  const flow = exampleFlow(descriptor);
  const name = descriptor.type.slice(descriptor.type.lastIndexOf('/') + 1);
  return flow && openNewFlow(`${name}-example`, flow);
}

/** Stores a document as a new flow, under the id wished or the next free one after it, and opens it. The open draft is stored first; if it cannot be, nothing is made. */
async function openNewFlow(wish: string, document: Flow): Promise<Problem | undefined> {
  const kept = await documentStore.getState().save();
  if (!kept) return notStored;
  const taken = new Set(useServer.getState().flows.map(({ id }) => id));
  for (let tries = 0; tries < TRIES; tries++) {
    const id = freeFlowId(taken, wish);
    const answer = await server.createFlow(id, document);
    taken.add(id);
    if (!answer.ok && answer.problem.status === 412) continue;
    if (!answer.ok) return answer.problem;
    await refreshLists();
    const isOpen = await openFlow(id);
    if (isOpen) announce(`Opened the new flow ${document.name ?? id}.`);
    return isOpen ? undefined : (documentStore.getState().problem ?? notStored);
  }
  return { ...notStored, says: `No free id could be found for ${wish}.`, remedy: 'Try again.' };
}

/** `pump`, else `pump-2`, `pump-3`, … */
export function freeFlowId(taken: ReadonlySet<string>, wish: string): string {
  if (!taken.has(wish)) return wish;
  for (let n = 2; ; n++) if (!taken.has(`${wish}-${n}`)) return `${wish}-${n}`;
}

const notStored: Problem = {
  status: 0,
  code: 'not-saved',
  says: 'The open draft could not be stored, so it stays open.',
  remedy: 'Settle what the banner says, then try again.',
  diagnostics: [],
};
