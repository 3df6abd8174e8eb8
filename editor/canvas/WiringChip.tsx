import { useConnection } from '@xyflow/react';
import { Ban, Check, TriangleAlert } from 'lucide-react';
import { Suspense, useEffect, useRef, type ReactElement } from 'react';
import { formatUnit } from '@twinloom/runtime/signal/unit-text';
import { portAt } from '../stores/resolved-flow.ts';
import { useSession, type PortPoint, type Refusal } from '../stores/session-store.ts';
import { verdictBetween } from '../stores/wiring.ts';
import { lazyPart } from '../ui/on-demand.tsx';
import { portPoint } from './port-point.ts';

const RefusalMends = lazyPart(async () => (await import('./RefusalMends.tsx')).RefusalMends);

/** At the cursor while an edge is drawn: what the unit becomes, or why the edge cannot be. After a refusal the reason stays until the next touch. */
export function WiringChip(): ReactElement | null {
  const wiring = useSession((state) => state.wiring);
  const pointed = useSession((state) => state.target);
  const refused = useSession((state) => state.refused);
  const near = useConnection(
    ({ toHandle }) => toHandle && `${toHandle.nodeId} ${toHandle.id} ${toHandle.type}`,
  );
  const ref = useRef<HTMLDivElement>(null);

  useEffect(() => {
    const follow = ({ clientX, clientY }: PointerEvent): void => place(ref.current, clientX, clientY);
    const dismiss = ({ target }: PointerEvent): void => {
      if (!ref.current?.contains(target as Node)) useSession.setState({ refused: undefined });
    };
    window.addEventListener('pointermove', follow);
    window.addEventListener('pointerdown', dismiss, true);
    return () => {
      window.removeEventListener('pointermove', follow);
      window.removeEventListener('pointerdown', dismiss, true);
    };
  }, []);

  const target = pointFrom(near) ?? pointed;
  const content = refused ? <RefusalText {...refused} /> : wiring && <Verdict from={wiring} to={target} />;
  return (
    <div ref={ref} className="wiring-chip" hidden={!content} role={refused ? 'alert' : undefined}>
      {content}
    </div>
  );
}

function Verdict({ from, to }: { from: PortPoint; to: PortPoint | undefined }): ReactElement {
  const port = portAt(from);
  const unit = formatUnit(port?.unit ?? '');
  const isSame = to && to.node === from.node && to.port === from.port && to.side === from.side;
  const verdict = to && !isSame ? verdictBetween(from, to) : undefined;
  if (!to || !verdict) {
    return (
      <span>
        {from.node}.{from.port}
        {unit !== '' && ` · ${unit}`}
      </span>
    );
  }
  if (verdict.ok) {
    return (
      <span className="chip-line">
        {verdict.doubt ? (
          <TriangleAlert size={14} aria-hidden="true" />
        ) : (
          <Check size={14} aria-hidden="true" />
        )}
        {verdict.says || `${to.node}.${to.port}`}
      </span>
    );
  }
  return (
    <span className="chip-line tone-bad">
      <Ban size={14} aria-hidden="true" />
      {verdict.says}
    </span>
  );
}

function RefusalText({ title, says, remedy, edge }: Refusal): ReactElement {
  return (
    <>
      <strong className="chip-line tone-bad">
        <Ban size={14} aria-hidden="true" />
        {title}
      </strong>
      <span>{says}.</span>
      <span className="muted">{remedy}</span>
      {edge && (
        <Suspense>
          <RefusalMends edge={edge} />
        </Suspense>
      )}
    </>
  );
}

function pointFrom(near: string | null | undefined): PortPoint | undefined {
  const [node, port, type] = near?.split(' ') ?? [];
  return node && port ? portPoint(node, port, type === 'source' ? 'source' : 'target') : undefined;
}

/** Beside the cursor, kept inside the window. */
function place(chip: HTMLDivElement | null, x: number, y: number): void {
  if (!chip || chip.getAttribute('role') === 'alert') return;
  const left = Math.min(x + 16, window.innerWidth - 300);
  const top = Math.min(y + 18, window.innerHeight - 96);
  chip.style.transform = `translate(${left}px, ${top}px)`;
}
