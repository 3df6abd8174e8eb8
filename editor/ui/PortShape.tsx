import type { ReactElement } from 'react';
import type { PortType } from '@twinloom/runtime/signal/port-type';

const SHAPES: Record<PortType, ReactElement> = {
  number: <circle cx="6" cy="6" r="4.5" />,
  boolean: <path d="M6 0.8 11.2 6 6 11.2 0.8 6Z" />,
  event: <path d="M1.8 1.2 11 6 1.8 10.8Z" />,
  vector: (
    <>
      <circle cx="6" cy="6" r="5" fill="none" strokeWidth="1.4" stroke="currentColor" />
      <circle cx="6" cy="6" r="2.4" />
    </>
  ),
  forecast: (
    <>
      <path d="M1 6 11 1v10Z" fill="none" strokeWidth="1.4" stroke="currentColor" />
      <circle cx="6.6" cy="6" r="1.8" />
    </>
  ),
  string: <rect x="1.4" y="1.4" width="9.2" height="9.2" rx="3" />,
  record: <rect x="1.4" y="1.4" width="9.2" height="9.2" />,
  any: (
    <circle
      cx="6"
      cy="6"
      r="4.4"
      fill="none"
      strokeWidth="1.6"
      strokeDasharray="2.2 1.6"
      stroke="currentColor"
    />
  ),
};

/** The shape of a port's type, in its type's colour: no type is told by colour alone. */
export function PortShape({ type, size = 12 }: { type: PortType; size?: number }): ReactElement {
  return (
    <svg
      className={`port-shape port-${type}`}
      width={size}
      height={size}
      viewBox="0 0 12 12"
      aria-hidden="true"
    >
      {SHAPES[type]}
    </svg>
  );
}
