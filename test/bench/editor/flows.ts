/** Nodes of a row: two waves, and behind them nodes that each take in the two before. */
const ROW = 50;
const [WIDE, HIGH] = [312, 144];

/** A flow of so many nodes with nearly twice as many edges, on a grid, in which each value changes at each tick. */
export function denseFlow(nodes: number, tick: string): object {
  const all: Record<string, object> = {};
  const layout: Record<string, [number, number]> = {};
  const edges: string[] = [];
  for (let i = 0; i < nodes; i++) {
    const [row, place] = [Math.floor(i / ROW), i % ROW];
    layout[`n${i}`] = [place * WIDE, row * HIGH];
    if (place < 2) {
      const params = { shape: 'sine', amplitude: 5, offset: 10, period: `${3 + place} s`, every: tick };
      all[`n${i}`] = { type: 'sources/waveform', params, record: false };
      continue;
    }
    const params = { inputs: { a: {}, b: {} }, expression: '0.6*a + 0.4*b' };
    all[`n${i}`] = { type: 'transforms/expression', params, record: false };
    const [a, b] = [i - 1, i - 2].map((from) => `n${from}.${from % ROW < 2 ? 'value' : 'out'}`);
    edges.push(`${a} -> n${i}.a`, `${b} -> n${i}.b`);
  }
  return { twinloom: 1, name: 'Dense', clock: { tick }, nodes: all, edges, layout };
}

/** As many nodes for Node-RED, in rows, each wired to the next. */
export function denseRedFlow(nodes: number): object[] {
  const tab = { id: 'tab', type: 'tab', label: 'Dense' };
  const all = Array.from({ length: nodes }, (_, i) => ({
    id: `n${i}`,
    type: 'function',
    z: 'tab',
    name: `node ${i}`,
    func: 'return msg;',
    outputs: 1,
    libs: [],
    x: 150 + (i % 25) * 200,
    y: 60 + Math.floor(i / 25) * 60,
    wires: [i % 25 < 24 ? [`n${i + 1}`, `n${i + 2}`] : []],
  }));
  return [tab, ...all];
}
