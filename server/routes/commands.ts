import { commandBody, commandRequestBody } from '@twinloom/runtime/protocol/bodies';
import { refuse } from '../auth/problem.ts';
import { writeTimeline } from '../storage/timeline.ts';
import { readTwin } from '../storage/twins.ts';
import { byIdentifier } from './identifier.ts';
import { LOCAL_AUTHOR, type Api, type Parts } from './parts.ts';
import { problemAnswers, refusedCommand, twinNotRunning, unknownTwin } from './problems.ts';

/** `POST /api/twins/:id/commands`: what a person tells a running twin; an entry of its log. */
export function commandRoutes(app: Api, { storage, host, failures, now, inTurn }: Parts): void {
  app.post(
    '/api/twins/:id/commands',
    {
      config: { permission: 'write' },
      schema: {
        summary:
          'Tells a running twin to start where its plant stands, that a part was replaced, or that an asset is out of service or back',
        params: byIdentifier,
        body: commandRequestBody,
        response: { 200: commandBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body: { note, ...what } }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      const { status, says } = host.twinStatus(id);
      if (failures.has(id) || status !== 'running') {
        return refuse(reply, twinNotRunning(id, failures.get(id) ?? says));
      }
      const told = await inTurn(async () => {
        const answer = await host.tell(id, what, { author: LOCAL_AUTHOR, note });
        if ('diagnostics' in answer) return answer;
        const { command: kind, ...whom } = what;
        await writeTimeline(storage, [id], {
          t: now(),
          author: LOCAL_AUTHOR,
          ...(note && { note }),
          kind,
          ...whom,
          nodes: answer.nodes,
        });
        return answer;
      });
      return 'diagnostics' in told ? refuse(reply, refusedCommand(told.diagnostics)) : told;
    },
  );
}
