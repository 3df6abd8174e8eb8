import { useMemo, type ReactElement } from 'react';
import { edgeInto } from '@twinloom/runtime/graph/edits';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { CurvePlot, type CurveAxes } from './CurvePlot.tsx';
import { pointsOf } from './curve-points.ts';
import type { FormulaPlace } from './formula-place.ts';
import type { ParamColumn } from './param-table.ts';
import { TableField } from './TableField.tsx';
import { inspectorWords } from '../words/inspector.ts';

interface CurveFieldProps {
  id: string;
  columns: readonly ParamColumn[];
  value: unknown;
  place: FormulaPlace;
  param: string;
  onChange(value: unknown, step?: string): void;
}

/** A curve by its points: dragged on a plot, typed in the table below it. */
export function CurveField({ id, columns, value, place, param, onChange }: CurveFieldProps): ReactElement {
  const points = useMemo(() => pointsOf(value), [value]);
  const axes = useMemo(() => axesOf(place), [place]);
  return (
    <>
      {points && (
        <>
          <CurvePlot points={points} axes={axes} onChange={onChange} />
          <span className="field-doc">{inspectorWords.curveMeans}</span>
        </>
      )}
      <TableField
        id={id}
        columns={columns}
        value={value}
        node={place.node}
        param={param}
        onChange={onChange}
      />
    </>
  );
}

/** A curve goes from the first input of its node to the first output. */
function axesOf({ node, draft, ports }: FormulaPlace): CurveAxes {
  const [input] = ports?.inputs.values() ?? [];
  const [output] = ports?.outputs.values() ?? [];
  const edge = input && edgeInto(draft, node, input.name);
  return {
    xUnit: formatUnit(input?.unit ?? ''),
    yUnit: formatUnit(output?.unit ?? ''),
    reads: edge && { port: `${edge.from.node}.${edge.from.port}`, unit: input?.unit ?? '' },
  };
}
