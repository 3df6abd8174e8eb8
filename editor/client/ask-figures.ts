import { figuresBody, type FiguresBody } from '@twinloom/runtime/protocol/figures';
import { request, type Answer } from './http.ts';

/** Asks what the KPIs of a twin came to between two times, s since 1970; without an end until now. */
export function askFigures(twin: string, from: number, to: number | undefined): Promise<Answer<FiguresBody>> {
  const query = new URLSearchParams({ from: String(from), ...(to !== undefined && { to: String(to) }) });
  const path = `/api/twins/${encodeURIComponent(twin)}/kpis?${query}`;
  return request((...call) => fetch(...call), path, { schema: figuresBody });
}
