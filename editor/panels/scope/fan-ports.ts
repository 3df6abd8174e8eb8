interface PortKind {
  type: string;
  unit: string;
}

/** The two ports with the interval around a value that a predictor states beside it; undefined where there are none. */
export function fanPorts(
  port: string,
  ports: ReadonlyMap<string, PortKind>,
): readonly [lower: string, upper: string] | undefined {
  const [node, name] = port.split('.');
  if (name !== 'value') return undefined;
  const [lower, upper] = [`${node}.lower`, `${node}.upper`];
  const unit = ports.get(port)?.unit;
  const isSide = (side: string): boolean => {
    const kind = ports.get(side);
    return kind?.type === 'number' && kind.unit === unit;
  };
  return isSide(lower) && isSide(upper) ? [lower, upper] : undefined;
}
