import type { z } from 'zod';
import { compileFlow } from '../compile/compile.ts';
import type { Plan } from '../compile/plan.ts';
import { nearNames } from '../compile/near-names.ts';
import { parseFlow } from '../graph/read-flow.ts';
import type { Catalog } from '../node/catalog.ts';
import { MOST_INSTANTS, simulationRequest, type SimulationOutcome } from '../protocol/simulation.ts';
import { qualityCode } from '../signal/quality.ts';
import { recordRun, type RecordedRun } from './record-run.ts';

/** Does what a page asked of its worker. Yields the simulated time it has come to, s; every way it can end is an answer, never an exception of the flow's making. */
export function* simulateFlow(
  asked: unknown,
  catalog: Catalog,
  mostInstants = MOST_INSTANTS,
): Generator<number, SimulationOutcome> {
  const read = simulationRequest.safeParse(asked);
  if (!read.success) return badRequest(read.error.issues.map(sayIssue).join('; '));
  const request = read.data;
  const { flow, diagnostics: unread } = parseFlow(request.flow);
  if (!flow) return { kind: 'refused', diagnostics: unread };
  const { plan, diagnostics } = compileFlow(flow, catalog, { twin: request.twin });
  if (!plan) return { kind: 'refused', diagnostics };
  const record = request.record.map((name) => plan.ports.findIndex(({ port }) => port === name));
  const stranger = record.indexOf(-1);
  if (stranger >= 0) return unknownPort(request.record[stranger]!, plan);

  let recorded: RecordedRun | undefined;
  try {
    recorded = yield* recordRun(plan, {
      ...request,
      id: request.twin ?? 'simulation',
      record,
      inputs: request.inputs.map((input) => ({ ...input, quality: qualityCode(input.quality) })),
      mostInstants,
    });
  } catch (error) {
    if (error instanceof EvalError) return codeForbidden();
    throw error;
  }
  if (!recorded) return tooManyInstants(mostInstants);
  const { engine, stats, times, columns } = recorded;
  return { kind: 'done', engine, instants: stats.instants, times, columns, diagnostics };
}

function sayIssue({ path, message }: z.core.$ZodIssue): string {
  return path.length > 0 ? `${path.map(String).join('.')}: ${message}` : message;
}

const badRequest = (says: string): SimulationOutcome => ({
  kind: 'failed',
  code: 'invalid-request',
  says,
  remedy: 'Ask for less, or mend what is named.',
});

const unknownPort = (port: string, plan: Plan): SimulationOutcome => {
  const near = nearNames(
    port,
    plan.ports.map((one) => one.port),
  );
  return {
    kind: 'failed',
    code: 'unknown-port',
    says: `the flow has no output ${port}`,
    remedy:
      near.length > 0 ? `Did you mean ${near.join(' or ')}?` : 'Record an output of a node in the flow.',
  };
};

const codeForbidden = (): SimulationOutcome => ({
  kind: 'failed',
  code: 'code-forbidden',
  says: 'this place forbids making functions of a flow, so nothing was run',
  remedy: 'Serve the simulation worker with its own content security policy, as `twinloom start` does.',
});

const tooManyInstants = (most: number): SimulationOutcome => ({
  kind: 'failed',
  code: 'too-many-instants',
  says: `the flow needs more than ${most} instants for that time`,
  remedy: 'Run a shorter time, or a longer tick.',
});
