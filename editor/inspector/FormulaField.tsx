import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import { edgeInto } from '@twinloom/runtime/graph/edits';
import { declaredInputs } from '@twinloom/runtime/node/declared-ports';
import { live, useLive } from '../stores/live-store.ts';
import { namesAt, type FormulaPlace } from './formula-place.ts';
import { readFormula, sayResult, type FormulaInput, type ReadFormula } from './formula-result.ts';
import { useCompletions } from './use-completions.tsx';
import { formulaWords } from '../words/formula.ts';

interface FormulaFieldProps {
  id: string;
  place: FormulaPlace;
  value: string;
  placeholder: string;
  required: boolean;
  /** What the check says of it. */
  problem: string | undefined;
  onChange(text: string): void;
}

/** A formula over the inputs of a node: completion as it is typed, what it works out to now, or what is wrong with it. */
export function FormulaField(props: FormulaFieldProps): ReactElement {
  const { id, place, value, placeholder, required, onChange } = props;
  const inputs = useMemo(() => inputsOf(place), [place]);
  const names = useMemo(() => namesAt(place), [place]);
  const formula = useMemo(() => readFormula(value), [value]);
  const isEmpty = value.trim() === '';
  const wrong = isEmpty ? (required ? formulaWords.needsFormula : undefined) : problemIn(formula);
  const problem = wrong ?? props.problem;
  const output = place.ports?.outputs.get('out');
  const look = { unit: output?.unit ?? '', isBoolean: output?.type === 'boolean' };
  const field = useRef<HTMLTextAreaElement>(null);
  const { attributes, list } = useCompletions({ field, text: value, names, onChange });
  return (
    <>
      <span className="completing">
        <textarea
          ref={field}
          id={id}
          className="input code"
          rows={value.length > 60 ? 4 : 2}
          value={value}
          placeholder={placeholder}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={`${id}-says`}
          {...attributes}
        />
        {list}
      </span>
      <span id={`${id}-says`} className="field-says">
        {problem !== undefined && <span className="tone-bad">{problem}</span>}
        {problem === undefined && 'reads' in formula && (
          <LiveResult formula={formula} inputs={inputs} unit={look.unit} isBoolean={look.isBoolean} />
        )}
      </span>
    </>
  );
}

interface LiveResultProps {
  formula: Extract<ReadFormula, { reads: unknown }>;
  inputs: ReadonlyMap<string, FormulaInput>;
  unit: string;
  isBoolean: boolean;
}

/** What the formula works out to, kept up with its inputs past React. */
function LiveResult({ formula, inputs, unit, isBoolean }: LiveResultProps): ReactElement {
  const ref = useRef<HTMLSpanElement>(null);
  const twin = useLive((state) => state.twin);
  useEffect(() => {
    const show = (): void => {
      const says =
        twin === undefined
          ? ''
          : sayResult(formula, inputs, { unit, isBoolean }, (port) => ({ ...live.read(port) }));
      if (ref.current && ref.current.textContent !== says) ref.current.textContent = says;
    };
    show();
    const ports = new Set(formula.reads.flatMap((name) => inputs.get(name)?.from ?? []));
    const undos = [...ports].map((port) => live.watch(port, show));
    return () => {
      for (const undo of undos) undo();
    };
  }, [formula, inputs, unit, isBoolean, twin]);
  return <span ref={ref} className="field-becomes" />;
}

function inputsOf({ node, draft, descriptor, ports }: FormulaPlace): ReadonlyMap<string, FormulaInput> {
  const declared = {
    ...descriptor.inputs,
    ...declaredInputs(draft.nodes[node] ?? {}, descriptor),
  };
  return new Map(
    Object.entries(declared).map(([name, port]): [string, FormulaInput] => {
      const edge = edgeInto(draft, node, name);
      return [
        name,
        {
          from: edge && `${edge.from.node}.${edge.from.port}`,
          unit: ports?.inputs.get(name)?.unit ?? '',
          fallback: port.default === undefined ? undefined : Number(port.default),
        },
      ];
    }),
  );
}

function problemIn(formula: ReadFormula): string | undefined {
  return 'problem' in formula ? formula.problem : undefined;
}
