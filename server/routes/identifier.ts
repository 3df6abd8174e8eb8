import { idPattern } from '@twinloom/runtime/graph/flow';
import { z } from 'zod';

/** The id of a flow, twin or connection in a path. */
export const identifier = z
  .string()
  .regex(idPattern, 'an id begins with a letter; letters, digits, - and _ only, at most 64');

export const byIdentifier = z.object({ id: identifier });
