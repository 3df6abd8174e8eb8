import type { Diagnostic } from '../graph/diagnostic.ts';
import { badStateLength, nodeTooLarge, twinTooLarge } from './diagnostics.ts';
import type { NodeForm } from './node-form.ts';

/** Most numbers that the states of one node may hold: 16 MiB. */
const NODE_BUDGET = 2 ** 21;
/** Most that those of all nodes of a twin may: 256 MiB. */
const TWIN_BUDGET = 2 ** 25;
/** So many of the largest nodes are named where a twin is too large. */
const LARGEST = 3;

/** How many numbers the nodes of a twin keep: known before it runs, so what is too much for the server never gets there. */
export class StateBudget {
  readonly #sizes: { node: string; numbers: number }[] = [];

  /** Whether the node keeps within its budget; what it would take beyond is a diagnostic at it. */
  take(node: string, { states }: NodeForm, diagnostics: Diagnostic[]): boolean {
    let numbers = 0;
    for (const { name, length: wanted } of states) {
      if (!Number.isInteger(wanted) || wanted < 0) {
        diagnostics.push(badStateLength(node, name, wanted));
        return false;
      }
      numbers += wanted;
    }
    if (numbers > NODE_BUDGET) {
      diagnostics.push(nodeTooLarge(node, bytesOf(numbers), bytesOf(NODE_BUDGET)));
      return false;
    }
    this.#sizes.push({ node, numbers });
    return true;
  }

  /** Says so where all nodes together keep too much. */
  checkAll(diagnostics: Diagnostic[]): void {
    const all = this.#sizes.reduce((sum, { numbers }) => sum + numbers, 0);
    if (all <= TWIN_BUDGET) return;
    const largest = this.#sizes.toSorted((a, b) => b.numbers - a.numbers).slice(0, LARGEST);
    diagnostics.push(
      twinTooLarge(
        largest.map(({ node }) => node),
        bytesOf(all),
        bytesOf(TWIN_BUDGET),
      ),
    );
  }
}

function bytesOf(numbers: number): string {
  return `${Math.ceil((numbers * Float64Array.BYTES_PER_ELEMENT) / 2 ** 20)} MiB`;
}
