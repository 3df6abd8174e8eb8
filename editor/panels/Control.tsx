import { Hand } from 'lucide-react';
import { useCallback, type ReactElement } from 'react';
import type { FlowControl, FlowNode } from '@twinloom/runtime/graph/flow';
import type { NodeDescriptor } from '@twinloom/runtime/node/descriptor';
import { setByHand } from '../stores/hand-sets.ts';
import { live, useLive, type Draw } from '../stores/live-store.ts';
import { HandChoice } from '../ui/HandChoice.tsx';
import { HandSlider } from '../ui/HandSlider.tsx';
import { HandSwitch } from '../ui/HandSwitch.tsx';
import { pageWords } from '../words/page.ts';

interface ControlProps {
  control: FlowControl;
  node: FlowNode | undefined;
  descriptor: NodeDescriptor | undefined;
}

/** One thing a person sets on the running twin, with its name, and a way back to what the flow says. */
export function Control({ control, node, descriptor }: ControlProps): ReactElement {
  const { title, port } = control;
  const nodeId = port.split('.')[0] ?? '';
  const byHand = useLive(({ nodes }) => nodes[nodeId]?.setByHand === true);
  return (
    <div className="control" data-control={port}>
      {control.look !== 'button' && <span className="control-name">{title}</span>}
      <Look control={control} node={node} descriptor={descriptor} />
      {byHand && (
        <span className="by-hand">
          <span className="badge">
            <Hand size={12} aria-hidden="true" />
            {pageWords.setByHand}
          </span>
          <button
            type="button"
            className="button button-small button-quiet"
            onClick={() => setByHand(port, null)}
          >
            {pageWords.backToFlow}
          </button>
        </span>
      )}
    </div>
  );
}

function Look({ control, node, descriptor }: ControlProps): ReactElement {
  const { title, port, look } = control;
  const state = control.state ?? port;
  const watch = useCallback((draw: Draw) => live.watch(state, draw), [state]);
  const valueOf = (name: string): unknown => node?.params?.[name] ?? descriptor?.params[name]?.default;
  const member = port.split('.')[1] ?? 'value';
  const given = valueOf(member) ?? valueOf('value');
  switch (look) {
    case 'button':
      return (
        <button type="button" className="button button-small" onClick={() => setByHand(port, true)}>
          {title}
        </button>
      );
    case 'switch': {
      const on = valueOf('on') ?? given;
      return (
        <HandSwitch
          label={title}
          fallback={on === true || on === 1}
          watch={watch}
          onSet={(value) => setByHand(port, value)}
        />
      );
    }
    case 'choice': {
      const choices = valueOf('choices');
      const words = Array.isArray(choices) ? choices.map(String) : [];
      const chosen = valueOf('choice');
      return (
        <HandChoice
          label={title}
          choices={words}
          fallback={typeof chosen === 'string' ? chosen : (words[0] ?? '')}
          watch={watch}
          onSet={(value) => setByHand(port, value)}
        />
      );
    }
    default: {
      const unit = valueOf('unit');
      return (
        <HandSlider
          label={title}
          min={numberOr(valueOf('min'), 0)}
          max={numberOr(valueOf('max'), 100)}
          unit={typeof unit === 'string' ? unit : ''}
          fallback={numberOr(given, 0)}
          watch={watch}
          onSet={(value) => setByHand(port, value)}
        />
      );
    }
  }
}

function numberOr(value: unknown, otherwise: number): number {
  return typeof value === 'number' ? value : otherwise;
}
