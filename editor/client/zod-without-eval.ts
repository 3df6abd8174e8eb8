import { z } from 'zod';

// zod probes `new Function` when an object schema is made; the page's policy forbids it. Imported before any schema.
z.config({ jitless: true });
