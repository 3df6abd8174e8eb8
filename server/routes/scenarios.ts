import { studyRequestSchema, type StudyRequest } from '@twinloom/runtime/graph/scenario';
import { studyBody, studyDecisionRequest, studyListBody } from '@twinloom/runtime/protocol/studies';
import { z } from 'zod';
import { refuse } from '../auth/problem.ts';
import { readVersion } from '../storage/flows.ts';
import type { Storage } from '../storage/open-storage.ts';
import { readTwin } from '../storage/twins.ts';
import { FLOW_BYTES } from './flows.ts';
import { byIdentifier, identifier } from './identifier.ts';
import { LOCAL_AUTHOR, type Api, type Parts } from './parts.ts';
import { studyCsv } from './study-csv.ts';
import { recordingsOf } from './recordings-of.ts';
import { studyReport } from './study-report.ts';
import {
  cannotGoOn,
  decidedStudy,
  problemAnswers,
  refusedStudy,
  tooManyStudies,
  twinNotRunning,
  unknownStudy,
  unknownTwin,
} from './problems.ts';

/** What can be taken along of a study. */
const EXPORTS = [
  {
    ending: 'html',
    type: 'text/html',
    summary:
      'A study as a page to print and sign: question, assumptions, variants, KPIs, charts, how to repeat it',
    write: studyReport,
  },
  { ending: 'csv', type: 'text/csv', summary: 'Everything a study came to, as CSV', write: studyCsv },
];

const byStudy = z.object({ id: identifier, study: z.uuid() });

/** `/api/twins/:id/scenarios`: what-if questions to a twin, and what came of them. */
export function scenarioRoutes(app: Api, { storage, host, studies, history, dataDir, now }: Parts): void {
  app.post(
    '/api/twins/:id/scenarios',
    {
      bodyLimit: FLOW_BYTES,
      config: { permission: 'write' },
      schema: {
        summary:
          'Asks what would be: forks the twin for each variant and runs them in a process of their own',
        params: byIdentifier,
        body: studyRequestSchema,
        response: { 201: studyBody, ...problemAnswers },
      },
    },
    async ({ params: { id }, body: request }, reply) => {
      const twin = await readTwin(storage, id);
      if (!twin) return refuse(reply, unknownTwin(id));
      const stand = request.from === undefined ? host.standOf(id) : undefined;
      if (request.from === undefined && !stand)
        return refuse(reply, twinNotRunning(id, host.twinStatus(id).says));
      const versions = await versionsOf(storage, twin.flow, request);
      const recorded = await recordingsOf(history, id, request, now());
      const asked = await studies.ask(
        {
          kind: 'order',
          twin: id,
          dataDir,
          request,
          now: now(),
          ...(stand && { stand }),
          versions,
          recorded,
        },
        { question: request.question ?? '', author: LOCAL_AUTHOR, request },
      );
      if ('busy' in asked) return refuse(reply, tooManyStudies());
      if ('diagnostics' in asked) return refuse(reply, refusedStudy(asked.diagnostics));
      const study = await studies.get(id, asked.id);
      return study ? reply.code(201).send(study) : refuse(reply, unknownStudy(asked.id));
    },
  );

  app.get(
    '/api/twins/:id/scenarios',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'Studies of a twin, the newest first',
        params: byIdentifier,
        response: { 200: studyListBody, ...problemAnswers },
      },
    },
    async ({ params: { id } }, reply) => {
      if (!(await readTwin(storage, id))) return refuse(reply, unknownTwin(id));
      return await studies.list(id);
    },
  );

  app.get(
    '/api/twins/:id/scenarios/:study',
    {
      config: { permission: 'read' },
      schema: {
        summary: 'How a study stands: progress, the KPIs of finished variants beside the base, curves',
        params: byStudy,
        response: { 200: studyBody, ...problemAnswers },
      },
    },
    async ({ params: { id, study } }, reply) =>
      (await studies.get(id, study)) ?? refuse(reply, unknownStudy(study)),
  );

  for (const { ending, type, summary, write } of EXPORTS) {
    app.get(
      `/api/twins/:id/scenarios/:study/report.${ending}`,
      {
        config: { permission: 'read' },
        schema: {
          summary,
          params: byStudy,
          response: { 200: z.unknown().describe(`The file, ${type}`), ...problemAnswers },
        },
      },
      async ({ params: { id, study: name } }, reply) => {
        const study = await studies.get(id, name, true);
        if (!study) return refuse(reply, unknownStudy(name));
        reply.header('content-disposition', `attachment; filename="${id}-${name.slice(0, 8)}.${ending}"`);
        reply.type(`${type}; charset=utf-8`);
        return write(study, await flowOf(storage, id, study.version));
      },
    );
  }

  app.delete(
    '/api/twins/:id/scenarios/:study',
    {
      config: { permission: 'write' },
      schema: {
        summary:
          'Cancels a study that runs or waits, its finished variants stay; removes one that does neither, unless something was decided by it',
        params: byStudy,
        response: { 204: z.null(), ...problemAnswers },
      },
    },
    async ({ params: { id, study } }, reply) => {
      const ended = await studies.cancel(id, study);
      if (ended === 'decided') return refuse(reply, decidedStudy(study));
      return ended ? reply.code(204).send(null) : refuse(reply, unknownStudy(study));
    },
  );
  moreOfStudies(app, studies, now);
}

/** What is done with a study that is there. */
function moreOfStudies(app: Api, studies: Parts['studies'], now: Parts['now']): void {
  app.post(
    '/api/twins/:id/scenarios/:study/go-on',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Goes on with a study that ended before its time: what is finished stays, the rest runs',
        params: byStudy,
        response: { 200: studyBody, ...problemAnswers },
      },
    },
    async ({ params: { id, study: name } }, reply) => {
      const going = await studies.goOn(id, name);
      if (typeof going === 'object')
        return refuse(reply, 'busy' in going ? tooManyStudies() : refusedStudy(going.diagnostics));
      const study = await studies.get(id, name);
      if (!study) return refuse(reply, unknownStudy(name));
      return going ? study : refuse(reply, cannotGoOn(study.status));
    },
  );

  app.post(
    '/api/twins/:id/scenarios/:study/decisions',
    {
      config: { permission: 'write' },
      schema: {
        summary: 'Accepts, rejects or defers by a study, with a reason; what was known then is kept with it',
        params: byStudy,
        body: studyDecisionRequest,
        response: { 201: studyBody, ...problemAnswers },
      },
    },
    async ({ params: { id, study: name }, body: { verdict, reason, author = LOCAL_AUTHOR } }, reply) => {
      const study = await studies.decide(id, name, { verdict, reason, author, t: now() });
      return study ? reply.code(201).send(study) : refuse(reply, unknownStudy(name));
    },
  );
}

/** The flow that the base of a study ran, as far as it is known. */
async function flowOf(storage: Storage, twin: string, version: number) {
  const flow = (await readTwin(storage, twin))?.flow;
  return flow === undefined ? undefined : (await readVersion(storage, flow, version))?.document;
}

/** Documents of the versions that variants name; those that are not there are left out. */
async function versionsOf(storage: Storage, flow: string, { variants }: StudyRequest) {
  const wanted = new Set(Object.values(variants).flatMap(({ version }) => version ?? []));
  const found = new Map<number, unknown>();
  for (const n of wanted) {
    const version = await readVersion(storage, flow, n);
    if (version) found.set(n, version.document);
  }
  return found;
}
