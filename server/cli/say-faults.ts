/** Says on stderr once what is wrong at a place outside, however often it is tried, and that it is well again. */
export function sayFaults(
  place: string,
  say: (line: string) => void = console.error,
): (says: string | undefined) => void {
  let last: string | undefined;
  return (says) => {
    if (says === last) return;
    say(says === undefined ? `twinloom run: ${place} is back.` : `twinloom run: ${says}`);
    last = says;
  };
}
