import { exampleFlow } from '@twinloom/runtime/graph/example-flow';
import type { Flow } from '@twinloom/runtime/graph/flow';
import { freeName } from '@twinloom/runtime/graph/free-name';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import type { ExampleValues } from '@twinloom/runtime/protocol/bodies';
import type { Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { documentStore } from './document-store.ts';
import { openFlow, refreshLists, refreshPlants, useServer } from './server-store.ts';
import { announce } from './session-store.ts';
import { editsWords } from '../words/edits.ts';

/** Others may take the same id at the same time; beyond this many tries something else is wrong. */
const TRIES = 20;

/** Opens the example of a node as a flow of its own. Says why not. */
export async function openNodeExample(descriptor: NodeDescriptor): Promise<Problem | undefined> {
  const flow = exampleFlow(descriptor);
  const name = descriptor.type.slice(descriptor.type.lastIndexOf('/') + 1);
  return flow && openNewFlow(`${name}-example`, flow);
}

/** Opens a flow with nothing in it. */
export function openEmptyFlow(): Promise<Problem | undefined> {
  return openNewFlow('flow', { twinloom: 1, name: editsWords.newFlow, nodes: {} });
}

/** Opens an example that ships with the server as a flow of its own, with other values than it comes with, and follows its first twin. Says why not, or what of it does not run. */
export async function openExample(id: string, values: ExampleValues): Promise<Problem | undefined> {
  if (!(await documentStore.getState().save())) return notStored;
  const answer = await server.openExample(id, values);
  if (!answer.ok) return answer.problem;
  const { flow, twins, says } = answer.value;
  await Promise.all([refreshLists(), refreshPlants()]);
  if (!(await openFlow(flow, twins[0]))) return documentStore.getState().problem ?? notStored;
  announce(editsWords.openedExample(flow));
  return says === undefined
    ? undefined
    : { ...notStored, code: 'example-incomplete', says: `${says}.`, remedy: '' };
}

/** Stores a document as a new flow, under the id wished or the next free one after it, and opens it. The open draft is stored first; if it cannot be, nothing is made. */
export async function openNewFlow(wish: string, document: Flow): Promise<Problem | undefined> {
  const kept = await documentStore.getState().save();
  if (!kept) return notStored;
  const taken = new Set(useServer.getState().flows.map(({ id }) => id));
  for (let tries = 0; tries < TRIES; tries++) {
    const id = freeName(taken, wish);
    const answer = await server.createFlow(id, { ...document, name: numbered(document.name, id, wish) });
    taken.add(id);
    if (!answer.ok && answer.problem.status === 412) continue;
    if (!answer.ok) return answer.problem;
    await refreshLists();
    const isOpen = await openFlow(id);
    if (isOpen) announce(editsWords.openedNewFlow(document.name ?? id));
    return isOpen ? undefined : (documentStore.getState().problem ?? notStored);
  }
  return { ...notStored, says: editsWords.noFreeId(wish), remedy: editsWords.tryAgain };
}

/** The second of a name says so: `New flow 2`. */
function numbered(name: string | undefined, id: string, wish: string): string | undefined {
  return id === wish || name === undefined ? name : `${name} ${id.slice(wish.length + 1)}`;
}

const notStored: Problem = {
  status: 0,
  code: 'not-saved',
  says: editsWords.openDraftNotStored,
  remedy: editsWords.settleTheBanner,
  diagnostics: [],
};
