/** Flow number k of many: a source and nine additions or copies, whose params are its own. */
export function chainDocument(k: number): object {
  const names = Array.from({ length: 9 }, (_, i) => `n${i}`);
  return {
    twinloom: 1,
    name: `Flow ${k}`,
    nodes: {
      u: { type: 'sources/mqtt', params: { topic: `plant/${k}/u`, unit: '1', staleAfter: 'never' } },
      ...Object.fromEntries(
        names.map((name, i) => [
          name,
          { type: 'transforms/gain', params: { gain: 1, offset: i % 2 === 0 ? k : 0 } },
        ]),
      ),
    },
    edges: names.map((name, i) => `${i === 0 ? 'u.value' : `${names[i - 1]}.out`} -> ${name}.in`),
  };
}

/** One flow of `nodes` nodes in chains of a hundred. */
export function largeDocument(nodes: number): object {
  const all: Record<string, object> = {
    u: { type: 'sources/mqtt', params: { topic: 'plant/u', unit: '1', staleAfter: 'never' } },
  };
  const edges: string[] = [];
  for (let i = 0; i < nodes - 1; i++) {
    all[`n${i}`] = { type: 'transforms/gain', params: { gain: 0.5, offset: i % 7 } };
    edges.push(`${i % 100 === 0 ? 'u.value' : `n${i - 1}.out`} -> n${i}.in`);
  }
  return { twinloom: 1, nodes: all, edges };
}
