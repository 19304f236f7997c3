import { writeFileSync } from 'node:fs';
import { DECISIONS_SCHEMA, decisionsJsonSchema } from './decision-schema';

// npx tsx __tests__/support/write-decisions-schema.ts
writeFileSync(DECISIONS_SCHEMA, decisionsJsonSchema());
