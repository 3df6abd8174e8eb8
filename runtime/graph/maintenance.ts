import { z } from 'zod';

const duration = z.union([z.number().nonnegative(), z.string().min(1).max(40)]);
const condition = z.string().min(1).max(1_000);
const money = z.number().nonnegative();

/** What one replacement takes: how long the asset stands, people, what an hour of one costs, and parts. */
const workSchema = z.looseObject({
  outage: duration,
  crew: z.number().nonnegative().default(1),
  crewPrice: money.default(0),
  parts: money.default(0),
});

/**
 * When an asset is replaced, and what that takes. `fails`: a condition over ports, such as "bearing.failed"; then it is replaced unplanned.
 * Beside that not at all (`failure`), so long after the last replacement (`interval`, `every`), or as soon as a condition holds
 * (`condition`, `when`). `downtimePrice`: of an hour of standing. `values` are set by hand while it stands. A variant says only what differs
 * from the question.
 */
export const maintenanceSchema = z.looseObject({
  asset: z.string().min(1).max(64).optional(),
  policy: z.enum(['failure', 'interval', 'condition']).optional(),
  fails: condition.optional(),
  every: duration.optional(),
  when: condition.optional(),
  unplanned: workSchema.optional(),
  planned: workSchema.optional(),
  downtimePrice: money.optional(),
  unit: z.string().max(40).optional(),
  values: z.record(z.string().max(160), z.union([z.number(), z.string(), z.boolean()])).optional(),
});

export type Maintenance = z.infer<typeof maintenanceSchema>;
export type MaintenanceWork = z.infer<typeof workSchema>;
