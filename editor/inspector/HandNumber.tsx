import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { ParamSchema } from '@twinloom/runtime/node/descriptor';
import { ABSENT, BAD } from '@twinloom/runtime/signal/quality';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import type { Draw, Reading } from '../stores/live-store.ts';
import { followTwin, type FollowingControl } from '../ui/follow-twin.ts';
import { readQuantityText } from '../ui/read-quantity-text.ts';
import { inspectorWords } from '../words/inspector.ts';

interface HandNumberProps {
  /** `node.member` */
  id: string;
  schema: ParamSchema;
  /** UCUM code of the value. */
  unit: string;
  /** Value while nobody set one; undefined where the page does not know it. */
  fallback: number | undefined;
  watch(draw: Draw): () => void;
  onSet(value: number): void;
}

const NO_PARAMETERS = { si: new Map<string, number>(), text: new Map<string, string>() };

/** A number, or a quantity in any unit of its kind, for the running twin; it acts when it is set, and what it is not is said before. */
export function HandNumber({ id, schema, unit, fallback, watch, onSet }: HandNumberProps): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  /** What somebody types; undefined while the field follows the twin. */
  const [typed, setTyped] = useState<string>();
  const following = useRef<FollowingControl>(undefined);
  useEffect(() => {
    const control = followTwin(watch, ({ value, quality }: Reading) => {
      if (!input.current) return;
      if (quality < BAD) input.current.value = textOf(value);
      else if (quality === ABSENT) input.current.value = textOf(fallback);
    });
    following.current = control;
    return control.close;
  }, [watch, fallback]);
  const leave = (): void => {
    setTyped(undefined);
    following.current?.release();
  };
  const read = typed === undefined ? undefined : readByHand(typed, schema, unit);
  const problem = read && 'problem' in read ? read.problem : undefined;
  return (
    <>
      <form
        className="hand-number"
        onSubmit={(event) => {
          event.preventDefault();
          const set = readByHand(input.current?.value ?? '', schema, unit);
          if ('problem' in set) setTyped(input.current?.value);
          else {
            onSet(set.amount);
            if (input.current) input.current.value = textOf(set.amount);
            leave();
          }
        }}
      >
        <input
          ref={input}
          className="input"
          aria-label={inspectorWords.valueNow(id)}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={`${id}-says`}
          defaultValue={textOf(fallback)}
          placeholder={inspectorWords.asInFlow}
          spellCheck={false}
          onChange={(event) => {
            following.current?.grab();
            setTyped(event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === 'Escape') leave();
          }}
        />
        {formatUnit(unit) !== '' && <span className="hand-unit">{formatUnit(unit)}</span>}
        <button type="submit" className="button" aria-label={inspectorWords.setPort(id)}>
          {inspectorWords.set}
        </button>
      </form>
      <span id={`${id}-says`} className="field-says">
        {problem !== undefined && <span className="tone-bad">{problem}</span>}
        {read && 'shows' in read && read.shows !== '' && (
          <span className="field-becomes">= {read.shows}</span>
        )}
      </span>
    </>
  );
}

/** Without the noise of a conversion behind it. */
function textOf(value: number | undefined): string {
  return value === undefined ? '' : String(Number(value.toPrecision(12)));
}

function readByHand(
  text: string,
  schema: ParamSchema,
  unit: string,
): { amount: number; shows: string } | { problem: string } {
  if (text.trim() === '') return { problem: inspectorWords.needsValue };
  // The parameters of the flow are not those of this twin: no expression, though the fields below take them.
  if (!/^\s*[-+.\d]/.test(text)) return { problem: inspectorWords.noNumber(text) };
  const read = readQuantityText(text, schema, unit, NO_PARAMETERS);
  if ('amount' in read && read.amount !== undefined) return { amount: read.amount, shows: read.shows };
  if ('problem' in read) return { problem: read.problem };
  if ('choices' in read)
    return { problem: inspectorWords.sayWhich(read.choices.map(({ keeps }) => keeps).join(', ')) };
  return { problem: inspectorWords.needsValue };
}
