import { z } from 'zod';
import { adoptReportShape } from '../account/adopt/adopt-report';
import { verifyReportShape } from '../account/verify-report';
import { catalogueUpdateShape } from '../aws-reference/catalogue-update-shape';
import { launchUrlShape } from '../cloudformation/launch-url';
import { fleetListShape } from '../deploy/fleet-list';
import { fleetReportShape } from '../deploy/fleet-report';
import { registrationsShape } from '../deploy/registrations';
import { removeReportShape } from '../deploy/remove-report';
import { candidatesShape } from '../fleet/candidates';
import { confirmReportShape } from '../octo/confirmation';
import { forgottenShape } from '../octo/forget-accounts';
import { valuesShape } from '../octo/values';
import { packedModuleShape } from '../module/packed-module';
import { fleetRootShape } from '../module/write-root';
import { rightsSinceShape } from '../report/diff/rights-since-shape';
import { errorReportShape } from '../usage/error-report';

/** Output with `--json` of commands that write generated files. */
export const writtenShape = z.strictObject({
  changed: z.array(z.string()).readonly().meta({ description: 'Paths relative to the project.' }),
});
export type Written = Readonly<z.infer<typeof writtenShape>>;

/** Output of one or several commands with `--json`. */
export interface Output {
  /** `schema/NAME.schema.json`. */
  readonly name: string;
  /** Undefined if the schema is written with the report. */
  readonly shape?: z.ZodType;
  /** As people call them, without `octo-access`. */
  readonly commands: readonly string[];
}

/** Outputs of all commands with `--json`. */
export const OUTPUTS: readonly Output[] = [
  { name: 'fleet', shape: fleetReportShape, commands: ['fleet'] },
  { name: 'fleet-list', shape: fleetListShape, commands: ['fleet list'] },
  { name: 'accounts', shape: candidatesShape, commands: ['accounts'] },
  { name: 'registrations', shape: registrationsShape, commands: ['accounts --octo'] },
  { name: 'verify', shape: verifyReportShape, commands: ['verify'] },
  { name: 'adopt', shape: adoptReportShape, commands: ['adopt'] },
  { name: 'values', shape: valuesShape, commands: ['values'] },
  { name: 'confirm', shape: confirmReportShape, commands: ['confirm'] },
  { name: 'forget', shape: forgottenShape, commands: ['forget'] },
  { name: 'remove', shape: removeReportShape, commands: ['remove'] },
  { name: 'root', shape: fleetRootShape, commands: ['root'] },
  { name: 'launch-url', shape: launchUrlShape, commands: ['launch-url'] },
  { name: 'written', shape: writtenShape, commands: ['generate', 'module', 'cloudformation', 'schema'] },
  { name: 'module-pack', shape: packedModuleShape, commands: ['module-pack'] },
  { name: 'permissions', commands: ['report'] },
  { name: 'rights-since', shape: rightsSinceShape, commands: ['report --diff'] },
  { name: 'catalogue-update', shape: catalogueUpdateShape, commands: ['catalogue-update'] },
  { name: 'error', shape: errorReportShape, commands: [] },
];
