// The second half of `npm run build`, after the compiler's.
import { resolve } from 'node:path';
import { buildForCdktn } from './cdktn-build';
import { keepPublicDeclarations } from './public-declarations';

const LIB = resolve(__dirname, '../../lib');

buildForCdktn(LIB);
keepPublicDeclarations(LIB);
