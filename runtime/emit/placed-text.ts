import { isByte, type Layout } from './layout.ts';

/** What texts of nodes call the numbers of a twin. */
const kinds = new Map<string, keyof Layout>(
  Object.entries<keyof Layout>({
    m: 'memory',
    cl: 'clock',
    me: 'measured',
    st: 'stamp',
    ri: 'ranIn',
    lr: 'lastRun',
    ld: 'lastDue',
    pl: 'lastOf',
    ha: 'heardAt',
    nw: 'newest',
    q: 'quality',
    sd: 'started',
    du: 'due',
    sp: 'stepped',
    hd: 'held',
    gs: 'ready',
    ws: 'wanted',
    lp: 'leaps',
    ju: 'judged',
    io: 'isOpen',
    ii: 'hasInputs',
    ip: 'isPlain',
    iq: 'worth',
    is: 'isStale',
    hp: 'hasProblem',
  }),
);

const ACCESS = /\b([a-z]{1,2})\[(\d+)(?=[\]+])/g;

/**
 * The body of a function of the ground `g`, each number where it stands: `F` and `U` are all numbers and bytes of a chunk, which other twins stand
 * in too, `B` and `O` where those of this one begin. For V8 they are whole and not negative, so that no addition is asked whether it overflows.
 */
export function placedText(body: string, layout: Layout): string {
  const placed = body.replaceAll(ACCESS, (access, name: string, index: string) => {
    const kind = kinds.get(name);
    if (kind === undefined) return access;
    const place = layout[kind] + Number(index);
    return isByte(kind) ? `U[O+${place}` : `F[B+${place}`;
  });
  return `const F=g.chunk.numbers,U=g.chunk.bytes,B=g.base&16777215,O=B<<3;${placed}`;
}
