type Point = readonly [x: number, y: number];

/** Whether a line from stretch to stretch crosses the stretch from a to b. */
export function crosses(line: readonly Point[], a: Point, b: Point): boolean {
  return line.slice(1).some((to, index) => meet(line[index]!, to, a, b));
}

/** Each end of one stretch lies on another side of the other: the signs of the areas of the triangles. */
function meet(p: Point, q: Point, a: Point, b: Point): boolean {
  return side(p, q, a) !== side(p, q, b) && side(a, b, p) !== side(a, b, q);
}

function side([x, y]: Point, to: Point, point: Point): boolean {
  return (to[0] - x) * (point[1] - y) > (to[1] - y) * (point[0] - x);
}
