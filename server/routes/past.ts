import { figuresBody, isTooLongForFigures, MOST_FIGURES_SECONDS } from '@twinloom/runtime/protocol/figures';
import { pastBody, pastReachBody, whyBody, type PastReachBody } from '@twinloom/runtime/protocol/past';
import type { ProblemBody } from '@twinloom/runtime/protocol/bodies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { listAlarmEvents, listAlarmsAt } from '../storage/alarms.ts';
import { listTimeline } from '../storage/timeline.ts';
import { readTwin } from '../storage/twins.ts';
import { byIdentifier } from './identifier.ts';
import type { Api, Parts } from './parts.ts';
import {
  badStretch,
  inTheFuture,
  noPast,
  noTime,
  pastBusy,
  pastFailed,
  problemAnswers,
  unknownTwin,
} from './problems.ts';
import { readMoment } from './read-moment.ts';

const MOST_MARKS = 500;
/** A clock of a browser may be ahead by so much. */
const AHEAD_SECONDS = 2;

const time = z.string().max(40).describe('ISO 8601, or s since 1970');

/** `GET /api/twins/:id/past`: how far back the log of a twin goes. `…/at`: all that it showed at an instant. `…/why`: why a port said what it said. `…/kpis`: what its KPIs came to. */
export function pastRoutes(app: Api, { storage, past, now }: Parts): void {
  app.get(
    '/api/twins/:id/past',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'How far back the log of a twin goes, and which alarms and deploys stand on the way',
        params: byIdentifier,
        response: { 200: pastReachBody, ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      const from = await past.ask({ ask: 'first', twin: id });
      if (from !== null && typeof from === 'object')
        return refuse(reply, 'busy' in from ? pastBusy() : pastFailed(from.failed));
      return { from, to: now(), marks: await marksOf(id) };
    },
  );

  app.get(
    '/api/twins/:id/at',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'All that a twin showed at an instant: values, what was said of its nodes, alarms',
        params: byIdentifier,
        querystring: z.object({ time }),
        response: { 200: pastBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      const moment = await readTime(id, query.time);
      if ('problem' in moment) return refuse(reply, moment.problem);
      const { time: at } = moment;
      const frame = await past.ask({ ask: 'at', twin: id, time: at });
      if ('busy' in frame) return refuse(reply, pastBusy());
      if ('failed' in frame) return refuse(reply, pastFailed(frame.failed));
      if ('reason' in frame) return refuse(reply, noPast(id, frame));
      return { ...frame, alarms: await listAlarmsAt(storage, at) };
    },
  );

  app.get(
    '/api/twins/:id/why',
    {
      config: { permission: 'read' },
      schema: {
        summary:
          'Why a port said what it said at a time, by default now: the chain back to the tags, with values, ages, qualities and shares',
        params: byIdentifier,
        querystring: z.object({
          port: z.string().max(200).describe('node.port'),
          time: time.optional(),
        }),
        response: { 200: whyBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      const moment = await readTime(id, query.time);
      if ('problem' in moment) return refuse(reply, moment.problem);
      const rows = await past.ask({ ask: 'why', twin: id, time: moment.time, port: query.port });
      if ('busy' in rows) return refuse(reply, pastBusy());
      if ('failed' in rows) return refuse(reply, pastFailed(rows.failed));
      return 'reason' in rows ? refuse(reply, noPast(id, rows)) : rows;
    },
  );

  app.get(
    '/api/twins/:id/kpis',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'What the KPIs of the flow came to between two times, by default until now',
        params: byIdentifier,
        querystring: z.object({ from: time, to: time.optional() }),
        response: { 200: figuresBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, query }, reply) => {
      const [begin, end] = [await readTime(id, query.from), await readTime(id, query.to)];
      if ('problem' in begin) return refuse(reply, begin.problem);
      if ('problem' in end) return refuse(reply, end.problem);
      const [from, to] = [begin.time, end.time];
      if (!(to > from) || isTooLongForFigures(to - from))
        return refuse(reply, badStretch(MOST_FIGURES_SECONDS / 3600));
      const figures = await past.ask({ ask: 'figures', twin: id, from, to });
      if ('busy' in figures) return refuse(reply, pastBusy());
      if ('failed' in figures) return refuse(reply, pastFailed(figures.failed));
      return 'reason' in figures ? refuse(reply, noPast(id, figures)) : figures;
    },
  );

  async function readTime(id: string, text?: string): Promise<{ time: number } | { problem: ProblemBody }> {
    if (!(await readTwin(storage, id))) return { problem: unknownTwin(id) };
    const at = text === undefined ? now() : readMoment(text);
    if (Number.isNaN(at)) return { problem: noTime() };
    return at > now() + AHEAD_SECONDS ? { problem: inTheFuture() } : { time: at };
  }

  async function marksOf(twin: string): Promise<PastReachBody['marks']> {
    const raised = await listAlarmEvents(storage, { twin, limit: MOST_MARKS });
    const { entries } = await listTimeline(storage, twin, { limit: MOST_MARKS });
    return [
      ...raised
        .filter(({ event }) => event === 'raised')
        .map(({ t, title, priority }) => ({ t, kind: 'alarm' as const, says: `${title}, ${priority}` })),
      ...entries
        .filter(({ kind }) => kind === 'deployed' || kind === 'went-back')
        .map(({ t, version }) => ({ t, kind: 'deploy' as const, says: `version ${version ?? '?'}` })),
    ].toSorted((a, b) => a.t - b.t);
  }
}
