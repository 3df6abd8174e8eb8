import Fastify, { LogController, type FastifyBaseLogger, type FastifyReply } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { requireDeclarations } from '../auth/permission.ts';
import { ProblemError, refuse } from '../auth/problem.ts';
import { readJson } from '../auth/read-json.ts';
import { guardRim, passRim } from '../auth/rim.ts';
import { alarmRoutes } from './alarms.ts';
import { answerErrors } from './answer-errors.ts';
import { assetRoutes } from './assets.ts';
import { catalogRoutes } from './catalog.ts';
import { checkRoutes } from './check.ts';
import { commandRoutes } from './commands.ts';
import { connectionRoutes } from './connections.ts';
import { deployRoutes } from './deploy.ts';
import { editorRoutes } from './editor.ts';
import { exampleRoutes } from './examples.ts';
import { flowRoutes } from './flows.ts';
import { healthRoutes } from './health.ts';
import { historyRoutes } from './history.ts';
import { inputRoutes } from './inputs.ts';
import { metricRoutes } from './metrics.ts';
import { openapiRoutes } from './openapi.ts';
import type { Api, Parts } from './parts.ts';
import { noAddress } from './problems.ts';
import { pastRoutes } from './past.ts';
import { planRoutes } from './plan.ts';
import { plantRoutes } from './plants.ts';
import { recordRoutes } from './records.ts';
import { scenarioRoutes } from './scenarios.ts';
import { stateRoutes } from './state.ts';
import { acceptWebSockets, MOST_READERS, refuseOtherSockets, streamRoutes } from './stream.ts';
import { timelineRoutes } from './timeline.ts';
import { versionRoutes } from './versions.ts';
import { statusRoutes } from './status.ts';
import { twinRoutes } from './twins.ts';

const BODY_BYTES = 64 * 1024;
const REQUEST_MS = 30_000;
const MOST_CONNECTIONS = 2 * MOST_READERS;

/** The web server with every route, not yet listening. `port` names the port it is reached by, for the rim. */
export async function createApi(parts: Parts, port: () => number, log: FastifyBaseLogger): Promise<Api> {
  const app: Api = Fastify({
    loggerInstance: log,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: BODY_BYTES,
    requestTimeout: REQUEST_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 200 },
    // An address that is none comes before every hook.
    frameworkErrors: (error, request, reply: FastifyReply) => {
      const refused = passRim(request, reply, port()) ?? noAddress(error);
      void reply.send(refuse(reply, refused));
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.server.maxConnections = MOST_CONNECTIONS;
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  requireDeclarations(app);
  // Before the rim: only then are the sockets of refused upgrades closed.
  await acceptWebSockets(app);
  guardRim(app, port);
  refuseOtherSockets(app);
  answerErrors(app);
  readJsonBodies(app);
  await openapiRoutes(app, parts.version);

  healthRoutes(app, parts);
  metricRoutes(app, parts);
  statusRoutes(app, parts);
  catalogRoutes(app, parts);
  assetRoutes(app, parts);
  flowRoutes(app, parts);
  checkRoutes(app, parts);
  planRoutes(app, parts);
  deployRoutes(app, parts);
  versionRoutes(app, parts);
  twinRoutes(app, parts);
  stateRoutes(app, parts);
  historyRoutes(app, parts);
  pastRoutes(app, parts);
  alarmRoutes(app, parts);
  inputRoutes(app, parts);
  scenarioRoutes(app, parts);
  commandRoutes(app, parts);
  timelineRoutes(app, parts);
  connectionRoutes(app, parts);
  plantRoutes(app, parts);
  recordRoutes(app, parts);
  exampleRoutes(app, parts);
  streamRoutes(app, parts);
  await editorRoutes(app, parts);
  await app.ready();
  return app;
}

function readJsonBodies(app: Api): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    const read = readJson(String(body));
    if ('problem' in read) done(new ProblemError(read.problem));
    else done(null, read.value);
  });
}
