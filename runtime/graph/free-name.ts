const LONGEST = 64;

/** The name wished, else the next one that is free: `pump` → `pump-2`, `pump-01` → `pump-02`. At most 64 characters, as an id. */
export function freeName(taken: ReadonlySet<string>, wish: string): string {
  if (!taken.has(wish)) return wish;
  const [, stem = wish, digits = ''] = /^(.*-)(\d{1,6})$/.exec(wish) ?? [];
  const base = digits === '' ? `${wish}-` : stem;
  for (let n = digits === '' ? 2 : Number(digits) + 1; ; n++) {
    const tail = String(n).padStart(digits.length, '0');
    const name = base.slice(0, LONGEST - tail.length) + tail;
    if (!taken.has(name)) return name;
  }
}
