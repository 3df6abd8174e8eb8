import { flowScenarioSchema, type FlowScenario } from '@twinloom/runtime/graph/scenario';
import { studyWords } from '../words/study.ts';
import type { StudyRequestBody } from './study-form.ts';

/** A question as the flow keeps it: without the time at which it was asked. `former`: the one that it takes the place of, whose other keys stay. */
export function questionToKeep(
  { question, from: _from, ...asked }: StudyRequestBody,
  former: FlowScenario | undefined,
): { question: FlowScenario } | { problem: string } {
  const words = question?.trim() ?? '';
  if (words === '') return { problem: studyWords.keepUntitled };
  // One that has a title beside its words keeps it.
  const said = former?.question === undefined ? { title: words } : { title: former.title, question: words };
  const drafted = Object.entries(asked.variants ?? {}).find(([, { document }]) => document !== undefined);
  if (drafted) return { problem: studyWords.keepWithDraft(drafted[0]) };
  const known = new Set(Object.keys(flowScenarioSchema.shape));
  const others = Object.entries(former ?? {}).filter(([key]) => !known.has(key));
  const whole = { ...said, ...asked, ...Object.fromEntries(others) };
  const read = flowScenarioSchema.safeParse(whole);
  // As it was asked, without what is taken as usual.
  return read.success ? { question: whole as FlowScenario } : { problem: studyWords.keepUnfinished };
}
