import { INPUTS } from '../../inputs/inputs';
import { OctoAccess } from '../octo-access';
import type { OctoInputs } from '../props';
import { InputChecks } from './input-checks';

/** An OctoAccess whose inputs are Terraform variables of the same names, which have the rules as their `validation`. */
export class VariableAccess extends OctoAccess {
  protected override checks(inputs: OctoInputs): InputChecks {
    const names = INPUTS.map(({ name }) => name);
    return new InputChecks(this, 'Checks', inputs, names, { variables: true });
  }
}
