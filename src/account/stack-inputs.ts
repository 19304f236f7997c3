import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { inputsOfParameters } from '../cloudformation/parameters';
import { defaults, inputProperty, INPUTS, type Configuration } from '../inputs/inputs';
import { parameterName } from '../inputs/to-cloudformation';
import { AwsError } from '../aws/aws-error';
import { describeStack } from './stack/describe-stack';

/**
 * The inputs of an installation by a stack of the template: its parameters.
 *
 * @param stack name or ARN
 * @throws AwsError if it is not there, or is a stack of something else
 */
export async function stackInputs(client: CloudFormationClient, stack: string): Promise<Configuration> {
  const found = await describeStack(client, stack);
  if (found === undefined)
    throw new AwsError(
      `the account has no stack of that name in this Region: check --stack and AWS_REGION, or give the ARN of the stack, got ${stack}`,
    );
  const parameters = (found.Parameters ?? []).map(({ ParameterKey = '', ParameterValue }) => [
    ParameterKey,
    ParameterValue,
  ]);
  const values = Object.fromEntries(parameters) as Record<string, string | undefined>;
  const missing = INPUTS.filter(({ default: value }) => value === undefined)
    .map(({ name }) => parameterName(name))
    .filter((name) => values[name] === undefined);
  if (missing.length > 0)
    throw new AwsError(
      `the stack ${stack} is none of our template: it has no parameter ${missing.join(' and no ')}; name the stack that made the roles`,
    );
  const inputs = Object.entries(inputsOfParameters(values, found.StackId ?? ''));
  return {
    ...defaults(),
    ...Object.fromEntries(inputs.map(([name, value]) => [inputProperty(name as 'tags'), value])),
  } as Configuration;
}
