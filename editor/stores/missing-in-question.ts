import { questionWords } from '../words/question.ts';
import { studyWords } from '../words/study.ts';
import { isMaintained } from './maintenance-form.ts';
import type { MethodForm } from './method-form.ts';
import { choiceAt, needsNoText, type Choice, type StudyForm } from './study-form.ts';

/** A text that is to be a number: where it stands in the form. */
interface Asked {
  where: string;
  text: string;
  /** Nothing is a number there too. */
  isOptional?: boolean;
}

/** What is not filled in yet, or is no number where one is asked for, as people are told: the first of it; undefined where nothing is. */
export function missingIn(form: StudyForm, choices: readonly Choice[]): string | undefined {
  if (form.horizon.trim() === '') return questionWords.number.noHorizon;
  const { method, axes, kpi } = form.method;
  if (method !== 'none' && axes.every(({ choice }) => choice === '')) return questionWords.number.noAxis;
  if (method === 'search' && kpi === '') return questionWords.number.noGoal;
  const empty = emptyChange(form, choices) ?? policyOfNothing(form);
  if (empty !== undefined) return empty;
  const asked = [...inVariants(form, choices), ...inMethod(form.method), ...inMoney(form)];
  const wrong = asked.find(({ text, isOptional }) => {
    const typed = text.trim();
    return typed === '' ? isOptional !== true : !Number.isFinite(Number(typed));
  });
  if (!wrong) return undefined;
  const { where, text } = wrong;
  return text.trim() === '' ? questionWords.number.none(where) : questionWords.number.noNumber(where, text);
}

/** A change that says not to what would be left out. */
function emptyChange({ variants }: StudyForm, choices: readonly Choice[]): string | undefined {
  for (const { name, changes } of variants) {
    for (const { choice, text } of changes) {
      const found = choiceAt(choice, choices);
      if (found && text.trim() === '' && !needsNoText(found))
        return questionWords.number.noValue(name, found.label);
    }
  }
  return undefined;
}

/** When an asset is replaced, and which asset that is nowhere: it would be left out. */
function policyOfNothing({ maintenance, variants }: StudyForm): string | undefined {
  if (maintenance.asset !== '') return undefined;
  if (isMaintained(maintenance)) return questionWords.maintenance.noAsset;
  const found = variants.find(
    ({ changes, more }) =>
      more.maintenance?.asset === undefined &&
      changes.some(({ choice }) => choice.startsWith('maintenance ')),
  );
  return found && questionWords.maintenance.noAssetOf(found.name);
}

function inVariants({ variants, worth }: StudyForm, choices: readonly Choice[]): Asked[] {
  return variants.flatMap(({ name, changes, investment }) => [
    ...changes.flatMap(({ choice, text }) => {
      const found = choiceAt(choice, choices);
      return found?.kind === 'times' ? [{ where: `${name}, ${found.label} ×`, text }] : [];
    }),
    ...(worth.kpi === ''
      ? []
      : [{ where: `${name}, ${studyWords.investment}`, text: investment, isOptional: true }]),
  ]);
}

function inMethod({ method, axes, runs, percentiles, limits }: MethodForm): Asked[] {
  switch (method) {
    case 'none':
      return [];
    case 'sweep':
      return axes
        .filter(({ choice, texts }) => choice !== '' && (texts.values ?? '').trim() === '')
        .map(({ texts }) => ({ where: studyWords.values, text: texts.count ?? '' }));
    case 'chance':
      return [
        { where: studyWords.runsCount, text: runs },
        ...percentiles.split(/[,;]/).map((text) => ({ where: studyWords.percentiles, text })),
      ];
    case 'search':
      return [
        { where: studyWords.runsAtMost, text: runs },
        ...limits.flatMap(({ atLeast, atMost }) => [
          { where: studyWords.notBelow, text: atLeast, isOptional: true },
          { where: studyWords.notAbove, text: atMost, isOptional: true },
        ]),
      ];
    default:
      return method satisfies never;
  }
}

function inMoney({ worth }: StudyForm): Asked[] {
  return worth.kpi === '' ? [] : [{ where: studyWords.years, text: worth.years }];
}
