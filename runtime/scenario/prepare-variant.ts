import { compileFlow } from '../compile/compile.ts';
import { compileKpis, kpiParameters, type Kpi } from '../compile/kpi.ts';
import type { Plan } from '../compile/plan.ts';
import { resolveParameters, type Binding } from '../compile/resolve-params.ts';
import { hasErrors, type Diagnostic } from '../graph/diagnostic.ts';
import type { Flow } from '../graph/flow.ts';
import { parseFlow } from '../graph/read-flow.ts';
import type { StudyRequest, StudyVariant } from '../graph/scenario.ts';
import type { Catalog } from '../node/catalog.ts';
import { MICROS } from '../run/moment.ts';
import { planDeploy } from '../run/plan-deploy.ts';
import type { Snapshot } from '../run/snapshot.ts';
import { Twin } from '../run/twin.ts';
import { parseDuration } from '../signal/quantity.ts';
import type { Tables } from '../table/table.ts';
import type { LaidInput } from './feed.ts';
import { planWithFaults } from './plan-with-faults.ts';
import { layInputs, type Recorded } from './lay-inputs.ts';
import { layMaintenance } from './lay-maintenance.ts';
import { refusal } from './refusal.ts';
import type { PreparedVariant } from './run-variant.ts';

/** A document of the twin's flow, with what stands in the files it reads. */
export interface StudyDocument {
  document: unknown;
  tables?: Tables;
}

/** What a study is made of: the twin as it stands, what is asked of it, other versions of its flow that are asked for. */
export interface StudyGround {
  twin: string;
  base: StudyDocument;
  parameters: NonNullable<Binding['parameters']>;
  snapshot: Snapshot;
  request: StudyRequest;
  versions: ReadonlyMap<number, StudyDocument>;
  /** Of a draft that a variant brings along. */
  tablesFor: (document: unknown) => Tables;
  /** What inputs said in the past, for those that are replayed. */
  recorded?: Recorded;
}

interface VariantToPrepare {
  name: string;
  variant: StudyVariant;
  kpis: Flow['kpis'];
  asItIs: Plan;
}

/** Compiles and checks a variant: ready to run, or what is wrong with it. */
export function prepareVariant(
  ground: StudyGround,
  catalog: Catalog,
  { name, variant, kpis, asItIs }: VariantToPrepare,
  diagnostics: Diagnostic[],
): PreparedVariant | undefined {
  const binding = { twin: ground.twin, parameters: { ...ground.parameters, ...variant.parameters } };
  const isChanged = variant.parameters ?? variant.version ?? variant.document;
  const document = documentOf(ground, variant, diagnostics);
  const sound =
    isChanged === undefined ? asItIs : document && compileDocument(document, catalog, binding, diagnostics);
  if (!sound) return undefined;
  const { request, snapshot, twin, recorded } = ground;
  const length = parseDuration(request.horizon);
  const horizon = 'seconds' in length ? length.seconds : 0;
  const faulty = planWithFaults(
    sound,
    variant.faults ?? [],
    {
      catalog,
      binding,
      tables: (document ?? ground.base).tables,
      start: Math.max(snapshot.micros, 0) / MICROS,
      horizon,
      seed: request.seed ?? 1,
      handSets: { ...snapshot.handSets, ...variant.values },
    },
    diagnostics,
  );
  if (!faulty) return undefined;
  const { plan, acts } = faulty;
  const asked = {
    inputs: { ...request.inputs, ...variant.inputs },
    faults: faulty.inputs,
    recorded,
    ...(horizon > 0 && { horizon }),
  };
  const inputs = layInputs(plan, asked, diagnostics);
  const compiled: Kpi[] = compileKpis(
    kpis,
    plan.ports,
    kpiParameters(plan.flow, resolveParameters(plan.flow, binding, [])),
    diagnostics,
  );
  if (hasErrors(diagnostics)) return undefined;
  const values = variant.values ?? {};
  const trial = Twin.restore(plan, snapshot, { id: twin, interpreted: true });
  diagnostics.push(...trial.set(Math.max(trial.t, 0), values));
  checkBegins(inputs, trial, diagnostics);
  const maintenance =
    variant.maintenance && layMaintenance(variant.maintenance, { plan, binding, trial, diagnostics });
  const deploy = planDeploy(asItIs, sound);
  return {
    name,
    plan,
    deploy,
    kpis: compiled,
    values,
    inputs,
    ...(acts.length > 0 && { acts }),
    ...(maintenance && { maintenance }),
  };
}

/** A ramp and a multiple begin at what an input says now, and a forecast has to be there. */
function checkBegins(inputs: readonly LaidInput[], trial: Twin, diagnostics: Diagnostic[]): void {
  for (const { node, output, port, policy } of inputs) {
    const begins = policy.kind === 'ramp' || policy.kind === 'scaled' || policy.kind === 'forecast';
    if (policy.kind === 'forecast' && trial.quality(policy.by) >= 2)
      diagnostics.push(
        refusal(
          'no-forecast',
          `inputs.${node}.${output}`,
          `${trial.plan.ports[policy.by]!.port} says nothing yet: it has not heard enough`,
          'Ask later, or give its values as a profile.',
        ),
      );
    if (begins && trial.quality(port) >= 2)
      diagnostics.push(
        refusal(
          'input-is-bad',
          `inputs.${node}.${output}`,
          `it is bad now, so there is nothing to begin the ${policy.kind === 'scaled' ? 'multiple' : 'ramp'} from`,
          'Give its values as a profile.',
        ),
      );
  }
}

function documentOf(
  { base, versions, tablesFor }: StudyGround,
  { version, document }: StudyVariant,
  diagnostics: Diagnostic[],
): StudyDocument | undefined {
  if (document !== undefined) return { document, tables: tablesFor(document) };
  if (version === undefined) return base;
  const found = versions.get(version);
  if (!found)
    diagnostics.push(
      refusal(
        'unknown-version',
        'version',
        `the flow has no version ${version}`,
        'The list of versions names those that were deployed.',
      ),
    );
  return found;
}

/** The plan of a document for one twin; errors are diagnostics, hints are left out. */
export function compileDocument(
  { document, tables }: StudyDocument,
  catalog: Catalog,
  binding: Binding,
  diagnostics: Diagnostic[],
): Plan | undefined {
  const { flow, diagnostics: unread } = parseFlow(document);
  const compiled = flow && compileFlow(flow, catalog, binding, tables);
  const errors = [...unread, ...(compiled?.diagnostics ?? [])].filter(({ severity }) => severity === 'error');
  diagnostics.push(...errors);
  return errors.length > 0 ? undefined : compiled?.plan;
}
