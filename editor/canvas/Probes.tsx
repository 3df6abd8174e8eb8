import { Suspense, useEffect, type ReactElement } from 'react';
import { openProbes, useProbes } from '../stores/probes.ts';
import { lazyPart } from '../ui/on-demand.tsx';

const ProbeLayer = lazyPart(async () => (await import('./ProbeLayer.tsx')).ProbeLayer);

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
