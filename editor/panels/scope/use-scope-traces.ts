import { useEffect, useMemo } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { shareUnits } from '../../plot/share-units.ts';
import { useCatalog } from '../../stores/catalog-store.ts';
import { useDocument } from '../../stores/document-store.ts';
import { useLive } from '../../stores/live-store.ts';
import { forgetHidden, useScopeView } from '../../stores/scope-view.ts';
import { useSession } from '../../stores/session-store.ts';
import { aheadOf } from './ahead-of.ts';
import { fanPorts } from './fan-ports.ts';
import type { ScopeTrace } from './ScopeLegend.tsx';

const COLORS = 6;

/** How each port of the scope is drawn. */
export function useScopeTraces(): readonly ScopeTrace[] {
  const scope = useSession((state) => state.scope);
  const ports = useLive((state) => state.ports);
  const deployed = useDocument((state) => state.deployed);
  const byType = useCatalog((state) => state.byType);
  const hidden = useScopeView((state) => state.hidden);
  useEffect(() => forgetHidden(scope), [scope]);
  return useMemo(() => {
    const shownIn = shareUnits(scope.map((port) => ports.get(port)?.unit ?? ''));
    return scope.map((port, index): ScopeTrace => {
      const isBoolean = ports.get(port)?.type === 'boolean';
      return {
        port,
        label: port,
        shownIn: shownIn[index]!,
        unit: isBoolean ? '' : formatUnit(shownIn[index]!.unit),
        color: `--trace-${(index % COLORS) + 1}`,
        isHidden: hidden.includes(port),
        isDashed: index >= COLORS,
        isBoolean,
        hasBand: !isBoolean,
        hasFan: fanPorts(port, ports) !== undefined,
        ahead: aheadOf(port, deployed, byType),
      };
    });
  }, [scope, ports, hidden, deployed, byType]);
}
