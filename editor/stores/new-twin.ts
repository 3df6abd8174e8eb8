import { freeName } from '@twinloom/runtime/graph/free-name';
import type { Problem } from '../client/http.ts';
import { server } from '../client/server.ts';
import { follow, refreshLists, useServer } from './server-store.ts';
import { deployWords } from '../words/deploy.ts';

/** The first twin of a flow is called after it. */
export function nameForTwin(flow: string, taken: readonly string[]): string {
  return freeName(new Set(taken), `${flow.slice(0, 61)}-01`);
}

/** Runs a deployed flow as a twin and shows its values. Says why not. */
export async function runNewTwin(id: string, flow: string): Promise<Problem | undefined> {
  if (useServer.getState().twins.some((twin) => twin.id === id)) return nameTaken(id);
  const answer = await server.putTwin(id, flow);
  if (!answer.ok) return answer.problem;
  await refreshLists();
  follow(id);
  return undefined;
}

const nameTaken = (id: string): Problem => ({
  status: 409,
  code: 'twin-taken',
  says: deployWords.twinTaken(id),
  remedy: deployWords.giveAnotherName,
  diagnostics: [],
});
