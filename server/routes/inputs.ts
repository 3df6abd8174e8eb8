import { inputsBody, inputsRequestBody, type InputsBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { listHandSets, writeHandSets } from '../storage/hand-sets.ts';
import { writeTimeline } from '../storage/timeline.ts';
import { readTwin } from '../storage/twins.ts';
import { byIdentifier } from './identifier.ts';
import { LOCAL_AUTHOR, type Api, type Parts } from './parts.ts';
import { problemAnswers, refusedInputs, twinNotRunning, unknownTwin } from './problems.ts';

/** `GET|PUT /api/twins/:id/inputs`: what a person sets while the twin runs; it outlives a restart. */
export function inputRoutes(app: Api, { storage, host, failures, now, inTurn }: Parts): void {
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
      const diagnostics = await inTurn(async () => {
        const answer = await host.set(id, values, LOCAL_AUTHOR, note);
        if (answer.diagnostics.length === 0) {
          const by = { author: LOCAL_AUTHOR, t: now(), ...(note && { note }) };
          await writeHandSets(storage, id, answer.lasting, by);
          await writeTimeline(storage, [id], { ...by, kind: 'set', values });
        }
        return answer.diagnostics;
      });
      return diagnostics.length > 0 ? refuse(reply, refusedInputs(id, diagnostics)) : setByHand(id);
    },
  );

  async function setByHand(twin: string): Promise<InputsBody> {
    const entries = await listHandSets(storage, twin);
    return { values: Object.fromEntries(entries.map(({ port, value }) => [port, value])), entries };
  }
}
