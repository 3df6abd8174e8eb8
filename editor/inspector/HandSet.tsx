import { Hand } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { formatValue } from '@twinloom/runtime/signal/format-value';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { keepInFlow, setByHand } from '../stores/hand-sets.ts';
import { live, useLive, type Draw } from '../stores/live-store.ts';
import { useSession } from '../stores/session-store.ts';
import { HandChoice } from '../ui/HandChoice.tsx';
import { HandSlider } from '../ui/HandSlider.tsx';
import { HandSwitch } from '../ui/HandSwitch.tsx';
import { amountGiven } from './amount-given.ts';
import { HandNumber } from './HandNumber.tsx';
import { wordsOf } from '../ui/words-of.ts';
import { inspectorWords } from '../words/inspector.ts';

interface HandSetProps {
  node: string;
  param: string;
  descriptor: NodeDescriptor;
  params: Readonly<Record<string, unknown>>;
  unit: string;
}

/** Sets a tunable param of the running twin at once, without a deploy; keeps it in the flow or gives it back. */
export function HandSet({ node, param, descriptor, params, unit }: HandSetProps): ReactElement {
  const key = `${node}.${descriptor.byHand ?? param}`;
  const schemas = descriptor.params;
  const schema = schemas[param] ?? {};
  const member = descriptor.byHand ?? param;
  const byHand = useLive(({ nodes }) => Object.hasOwn(nodes[node]?.handSets ?? {}, member));
  const twin = useLive((state) => state.twin);
  const kept = useSession((state) => state.kept[twin ?? '']?.includes(key) === true);
  const watch = useCallback((draw: Draw) => live.watch(key, draw), [key]);
  const given = params[param] ?? schema.default;
  const min = numberOf(params.min ?? schemas.min?.default) ?? schema.minimum;
  const max = numberOf(params.max ?? schemas.max?.default) ?? schema.maximum;
  const choices = params[schema.optionsFrom ?? ''] ?? schemas[schema.optionsFrom ?? '']?.default;
  const isBoolean = typeof given === 'boolean' || schema.type === 'boolean';
  const fallback = amountGiven(given, schema, unit);
  const title = schema.title ?? wordsOf(param);
  return (
    <div className="hand-set">
      <div className="field-head">
        <span>{inspectorWords.titleNow(title)}</span>
        {byHand && (
          <span className="badge">
            <Hand size={12} aria-hidden="true" />
            {inspectorWords.setByHand}
          </span>
        )}
      </div>
      {Array.isArray(choices) ? (
        <HandChoice
          label={inspectorWords.actsAtOnce(title, node)}
          choices={choices.map(String)}
          fallback={String(given ?? choices[0])}
          watch={watch}
          onSet={(value) => setByHand(key, value)}
        />
      ) : isBoolean ? (
        <HandSwitch
          label={inspectorWords.actsAtOnce(title, node)}
          fallback={given === true}
          watch={watch}
          onSet={(value) => setByHand(key, value)}
        />
      ) : min !== undefined && max !== undefined ? (
        <HandSlider
          label={inspectorWords.actsAtOnce(title, node)}
          min={min}
          max={max}
          unit={unit}
          fallback={fallback ?? min}
          watch={watch}
          onSet={(value) => setByHand(key, value)}
        />
      ) : (
        <HandNumber
          id={key}
          schema={schema}
          unit={unit}
          fallback={fallback}
          watch={watch}
          onSet={(value) => setByHand(key, value)}
        />
      )}
      {byHand && (
        <p className="field-doc">
          {inspectorWords.flowSays(sayGiven(given, unit))} {kept && inspectorWords.keptMeans}
        </p>
      )}
      {byHand && (
        <div className="hand-actions">
          <button
            type="button"
            className="button button-small"
            disabled={kept}
            onClick={() => keepInFlow(key, node, param, currentValue(key, isBoolean))}
          >
            {kept ? inspectorWords.keptInDraft : inspectorWords.keepInFlow}
          </button>
          <button type="button" className="button button-small" onClick={() => setByHand(key, null)}>
            {inspectorWords.backToFlow}
          </button>
        </div>
      )}
    </div>
  );
}

function sayGiven(given: unknown, unit: string): string {
  if (given === undefined) return inspectorWords.nothing;
  return typeof given === 'number' ? `${formatValue(given)} ${formatUnit(unit)}`.trim() : String(given);
}

function currentValue(port: string, isBoolean: boolean): number | boolean | string {
  const { value, object } = live.read(port);
  if (typeof object === 'string') return object;
  return isBoolean ? value !== 0 : value;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
