import {
  inputsBody,
  inputsRequestBody,
  type InputsBody,
  type InputsRequestBody,
} from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { listHandSets, writeHandSets } from '../storage/hand-sets.ts';
import { writeTimeline } from '../storage/timeline.ts';
import { readTwin } from '../storage/twins.ts';
import { byIdentifier } from './identifier.ts';
import { LOCAL_AUTHOR, type Api, type Parts } from './parts.ts';
import { journalFailed, problemAnswers, refusedInputs, twinNotRunning, unknownTwin } from './problems.ts';

/** `GET|PUT /api/twins/:id/inputs`: what a person sets while the twin runs; it outlives a restart. */
export function inputRoutes(app: Api, { storage, host, failures, journalHealth, now, inTurn }: Parts): void {
  app.get(
    '/api/twins/:id/inputs',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'What is set by hand on a twin',
        params: byIdentifier,
        response: { 200: inputsBody, ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      return setByHand(id);
    },
  );

  app.put(
    '/api/twins/:id/inputs',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Sets values on a running twin at its next instant; null gives a port back to the flow',
        params: byIdentifier,
        body: inputsRequestBody,
        response: { 200: inputsBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body: { values, note } }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      const { status, says } = host.twinStatus(id);
      if (failures.has(id) || status !== 'running') {
        return refuse(reply, twinNotRunning(id, failures.get(id) ?? says));
      }
      const fault = journalHealth();
      if (fault !== undefined) return refuse(reply, journalFailed(fault));
      const diagnostics = await inTurn(() => setAndKeep(id, values, note));
      return diagnostics.length > 0 ? refuse(reply, refusedInputs(id, diagnostics)) : setByHand(id);
    },
  );

  /** What cannot be kept is taken back: a value that the next start forgets is none. */
  async function setAndKeep(twin: string, values: InputsRequestBody['values'], note: string | undefined) {
    const former = await listHandSets(storage, twin);
    const { diagnostics, lasting } = await host.set(twin, values, LOCAL_AUTHOR, note);
    if (diagnostics.length > 0) return diagnostics;
    const by = { author: LOCAL_AUTHOR, t: now(), ...(note !== undefined && { note }) };
    try {
      await writeHandSets(storage, twin, lasting, by);
    } catch (error) {
      const before = Object.keys(lasting).map((name) => [
        name,
        former.find(({ port }) => port === name)?.value ?? null,
      ]);
      await host.set(twin, Object.fromEntries(before), LOCAL_AUTHOR, 'it could not be kept');
      throw error;
    }
    await writeTimeline(storage, [twin], { ...by, kind: 'set', values });
    return diagnostics;
  }

  async function setByHand(twin: string): Promise<InputsBody> {
    const entries = await listHandSets(storage, twin);
    return { values: Object.fromEntries(entries.map(({ port, value }) => [port, value])), entries };
  }
}
