import { idPattern, type Flow, type FlowKpi } from './flow.ts';
import { freeName } from './free-name.ts';
import { own } from './own.ts';
import type { FlowScenario } from './scenario.ts';

/** Adds a KPI under an id made of its title. Hands back its id. */
export function addKpi(flow: Flow, kpi: FlowKpi): { flow: Flow; id: string } {
  const id = idOf(kpi.title ?? '', 'kpi', flow.kpis);
  return { flow: { ...flow, kpis: { ...flow.kpis, [id]: kpi } }, id };
}

/** Changes a KPI; what is undefined goes, other keys stay. */
export function changeKpi(
  flow: Flow,
  id: string,
  change: { [Key in keyof FlowKpi]?: FlowKpi[Key] | undefined },
): Flow {
  const former = own(flow.kpis, id);
  if (!former) return flow;
  const changed = Object.fromEntries(
    Object.entries({ ...former, ...change }).filter(([, value]) => value !== undefined),
  );
  return { ...flow, kpis: { ...flow.kpis, [id]: changed as FlowKpi } };
}

/** Takes a KPI away; the last one takes the section along. */
export function removeKpi(flow: Flow, id: string): Flow {
  return without(flow, 'kpis', id);
}

/** Keeps a question in the flow: in the place of the one with this id, or under an id made of its title. Keys that are not of a question stay. Hands back its id. */
export function keepQuestion(
  flow: Flow,
  id: string | undefined,
  question: FlowScenario,
): { flow: Flow; id: string } {
  const name = id ?? idOf(question.title, 'question', flow.scenarios);
  const scenarios = { ...flow.scenarios, [name]: question };
  return { flow: { ...flow, scenarios }, id: name };
}

/** Takes a question out of the flow; the last one takes the section along. */
export function removeQuestion(flow: Flow, id: string): Flow {
  return without(flow, 'scenarios', id);
}

function without(flow: Flow, section: 'kpis' | 'scenarios', id: string): Flow {
  const { [section]: all = {}, ...rest } = flow;
  if (!Object.hasOwn(all, id)) return flow;
  const left = Object.entries(all).filter(([name]) => name !== id);
  return left.length === 0 ? (rest as Flow) : { ...flow, [section]: Object.fromEntries(left) };
}

const LONGEST = 40;

/** `Energy per m³` → `energyPerM3`. */
function idOf(title: string, otherwise: string, taken: object | undefined): string {
  const words = title.normalize('NFKD').match(/[A-Za-z0-9]+/g) ?? [];
  const id = words
    .map((word, i) => (i === 0 ? word.charAt(0).toLowerCase() : word.charAt(0).toUpperCase()) + word.slice(1))
    .join('')
    .slice(0, LONGEST);
  return freeName(new Set(Object.keys(taken ?? {})), idPattern.test(id) ? id : otherwise);
}
