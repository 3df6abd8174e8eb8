import { nearNames } from './near-names.ts';

/** A text in which each `node.port` has become a name of the language, as long as it was, so that columns stay. */
export interface PortsNamed {
  text: string;
  /** By that name: the port. */
  ports: Map<string, string>;
  /** Puts the ports back into what is said of the text. */
  spell: (says: string) => string;
}

const WORD = /[A-Za-z_][\w-]*(?:\.[A-Za-z][\w-]*)?/y;

/** Names the ports of a text; a problem where it names one that is not there. Texts in quotes are left as they are. */
export function namePorts(
  text: string,
  known: readonly string[],
): PortsNamed | { problem: { says: string; column: number; remedy: string } } {
  const isKnown = new Set(known);
  const ports = new Map<string, string>();
  let named = '';
  for (let at = 0; at < text.length;) {
    const rest = text.slice(at);
    const quoted = /^"[^"]*"?/.exec(rest)?.[0];
    WORD.lastIndex = at;
    const word = quoted ?? WORD.exec(text)?.[0];
    if (word === undefined || quoted !== undefined || !word.includes('.')) {
      const piece = word === undefined ? (/^\d[\w.]*|^./s.exec(rest)?.[0] ?? '') : word;
      // What is joined by - may be a difference: each part is looked at by itself.
      const taken = quoted ?? (piece.split('-')[0] || piece);
      named += taken;
      at += taken.length;
      continue;
    }
    const port = portIn(word, isKnown);
    if (port === undefined) {
      if (word.indexOf('-') >= 0 && word.indexOf('-') < word.indexOf('.')) {
        const taken = word.slice(0, word.indexOf('-') + 1);
        named += taken;
        at += taken.length;
        continue;
      }
      return { problem: noSuchPort(word, at + 1, known) };
    }
    const name = nameFor(port, ports);
    named += name;
    at += port.length;
  }
  const spell = (says: string): string =>
    [...ports].reduce((said, [name, port]) => said.replaceAll(name, port), says);
  return { text: named, ports, spell };
}

/** The longest port that the word begins with: `a.x-b` may be a port, or `a.x` less `b`. */
function portIn(word: string, known: ReadonlySet<string>): string | undefined {
  for (let end = word.length; end > word.indexOf('.'); end = word.lastIndexOf('-', end - 1)) {
    if (end < 0) return undefined;
    if (known.has(word.slice(0, end))) return word.slice(0, end);
  }
  return undefined;
}

function nameFor(port: string, ports: Map<string, string>): string {
  for (const [name, other] of ports) if (other === port) return name;
  const name = `_${ports.size.toString(36)}`.padEnd(port.length, '_').slice(0, port.length);
  ports.set(name, port);
  return name;
}

function noSuchPort(word: string, column: number, known: readonly string[]) {
  const near = nearNames(word, known);
  return {
    says: `the flow has no output ${word}`,
    column,
    remedy:
      near.length > 0
        ? `Did you mean ${near.join(' or ')}?`
        : 'Name an output of a node in the flow as node.port.',
  };
}
