import type { ReactElement } from 'react';
import type { ExampleBody } from '@twinloom/runtime/protocol/bodies';

/** Canvas px of a card, near enough for a map. */
const WIDTH = 208;
const HEIGHT = 72;
const AIR = 48;
/** Width over height of the picture on a card of the gallery. */
const ASPECT = 16 / 9;

/** A flow drawn small: its nodes and edges, in place of a picture. */
export function ExampleMap({ map: { places, lines } }: { map: ExampleBody['map'] }): ReactElement {
  const xs = places.map(([x]) => x);
  const ys = places.map(([, y]) => y);
  const left = Math.min(0, ...xs);
  const top = Math.min(0, ...ys);
  const wide = Math.max(WIDTH, ...xs.map((x) => x + WIDTH)) - left + 2 * AIR;
  const high = Math.max(HEIGHT, ...ys.map((y) => y + HEIGHT)) - top + 2 * AIR;
  // No larger than on the canvas at half its size, however few the nodes.
  const width = Math.max(wide, high * ASPECT, 560);
  const height = width / ASPECT;
  const box = [left - AIR - (width - wide) / 2, top - AIR - (height - high) / 2, width, height];
  return (
    <svg className="example-map" viewBox={box.join(' ')} aria-hidden="true">
      {lines.map(([from, to]) => {
        const [a, b] = [places[from], places[to]];
        if (!a || !b) return null;
        const [x1, y1, x2, y2] = [a[0] + WIDTH, a[1] + HEIGHT / 2, b[0], b[1] + HEIGHT / 2];
        const bend = Math.max(40, Math.abs(x2 - x1) / 2);
        return (
          <path
            key={`${from} ${to}`}
            d={`M${x1} ${y1}C${x1 + bend} ${y1} ${x2 - bend} ${y2} ${x2} ${y2}`}
            vectorEffect="non-scaling-stroke"
          />
        );
      })}
      {places.map(([x, y]) => (
        <rect
          key={`${x} ${y}`}
          x={x}
          y={y}
          width={WIDTH}
          height={HEIGHT}
          rx={8}
          vectorEffect="non-scaling-stroke"
        />
      ))}
    </svg>
  );
}
