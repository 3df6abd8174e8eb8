import { lazy, Suspense, useEffect, type ReactElement } from 'react';
import { openProbes, useProbes } from '../stores/probes.ts';

const ProbeLayer = lazy(async () => ({ default: (await import('./ProbeLayer.tsx')).ProbeLayer }));

/** The probes that a person pinned on the canvas of a flow. */
export function Probes({ flow }: { flow: string | undefined }): ReactElement | null {
  const hasAny = useProbes(({ places }) => Object.keys(places).length > 0);
  useEffect(() => openProbes(flow), [flow]);
  if (!hasAny) return null;
  return (
    <Suspense>
      <ProbeLayer />
    </Suspense>
  );
}
