import { z } from 'zod';
import { inputSchema } from '../inputs/to-json-schema';
import { INPUTS } from '../inputs/inputs';
import { jsonSchemaText } from '../text/json-schema';

/*
 * The shape of a file of policy test cases, for our own checks and for editors. The error of each part says what it allows,
 * after "must be".
 */

/** What a test case assumes besides the installation. */
export const CIRCUMSTANCES = {
  'hostile inline':
    'Somebody wrote an inline policy that allows everything into the role that calls: Alphaus on the two roles that it may update, a mistake of the customer on the others.',
  'no boundary': 'Somebody took the permissions boundary off the role that calls.',
  'resource policy':
    'The policy of the resource, in the same account, allows everything and names the session that calls.',
  'resource policy for the role': 'It names the role that calls by its ARN.',
  'resource policy for everybody': 'It names everybody (Principal "*").',
  'resource policy for the organization':
    'It names everybody of the organization ({"AWS": "*"} with the condition aws:PrincipalOrgID), to which the account belongs.',
  'resource policy for whoever has the ARN of the role':
    'It names everybody (Principal "*") with the condition aws:PrincipalArn, which is the ARN of the role that calls.',
  'resource policy for a service': 'It names a service of AWS, which is not who calls.',
  'every resource policy':
    'It names all of these at once, so that what is denied is denied under each of them.',
} as const;

/** One of these assumptions. */
export type Circumstance = keyof typeof CIRCUMSTANCES;

const PARTITION_NAMES = ['aws', 'aws-us-gov', 'aws-cn'] as const;

function oneOf<const Value extends string>(values: readonly Value[]) {
  return z.enum(values, { error: values.map((value) => `"${value}"`).join(' or ') });
}

function text(allowed: string, pattern = /\S/) {
  return z.string({ error: allowed }).regex(pattern, { error: allowed });
}

const call = {
  principal: text(
    'the name of one of the roles, "alphaus", "customer", "stranger", an ARN, or a service such as ssm.amazonaws.com',
  ).meta({
    description:
      'Who calls: a role by its name (a session of it), alphaus (a role in the account of Alphaus), customer (an administrator of the account), stranger (a role in somebody else’s account), an ARN, or a service. Principals other than the five roles have policies that allow everything.',
  }),
  action: text('an action, like ssm:GetDocument', /^[a-z0-9-]+:[A-Za-z0-9]+$/).meta({
    description: 'What is called. sts:AssumeRole on one of the five roles asks its trust policy, too.',
  }),
  resource: text('an ARN, or * for actions that know no resource', /^(arn:|\*$)/).meta({
    description: 'ARN, or * for actions that know no resource.',
  }),
  context: z
    .record(text('a condition key', /^[\w.-]+:\S+$/), z.union([z.string(), z.array(z.string()).min(1)]), {
      error: 'a text, or a list of texts, for each condition key',
    })
    .optional()
    .meta({ description: 'Condition keys of the request. One that AWS does not send with it is an error.' }),
};

const verdict = {
  with: z
    .array(oneOf(Object.keys(CIRCUMSTANCES) as Circumstance[]), { error: 'a list' })
    .min(1, { error: 'a list of at least one' })
    .optional()
    .meta({
      description: Object.entries(CIRCUMSTANCES)
        .map(([name, meaning]) => `${name}: ${meaning}`)
        .join(' '),
    }),
  expected: oneOf(['allowed', 'denied']),
  why: text('the reason, in words').meta({ description: 'Why AWS decides so, for a security reviewer.' }),
};

const callCase = z.strictObject({ ...call, ...verdict }).meta({ description: 'One call.' });
const chainCase = z
  .strictObject({
    chain: z
      .array(z.strictObject(call), { error: 'a list of calls' })
      .min(2, { error: 'a list of at least two calls' }),
    ...verdict,
  })
  .meta({
    description:
      'Calls in order. Expected allowed: every one is. Expected denied: the last one is, and all before it are allowed.',
  });

const installation = z.strictObject({
  partition: oneOf(PARTITION_NAMES).optional().meta({ default: 'aws' }),
  inputs: z
    .strictObject(Object.fromEntries(INPUTS.map((spec) => [spec.name, inputSchema(spec)])), {
      error: 'inputs by their Terraform names',
    })
    .optional()
    .meta({ description: 'Inputs that differ from the defaults, by their Terraform names.' }),
});

const frame = {
  $schema: z.string().optional(),
  about: text('what the file is about, in words'),
  installations: z
    .array(installation, { error: 'a list of installations' })
    .min(1, { error: 'a list of at least one installation' })
    .optional()
    .meta({
      description: 'What is installed: each case is decided for each. Default: one, all inputs default.',
    }),
};

/** A file with unchecked cases. Each case is checked on its own, as the errors of a union would not say what is wrong. */
export const decisionFile = z.strictObject({
  ...frame,
  cases: z.array(z.unknown(), { error: 'a list of cases' }).min(1, { error: 'a list of at least one case' }),
});

/** The schema of a test case, for one call or for a chain. */
export function caseSchema(value: unknown): typeof callCase | typeof chainCase {
  return typeof value === 'object' && value !== null && 'chain' in value ? chainCase : callCase;
}

/** A test case as written in a file. */
export type CaseText = z.infer<typeof callCase> | z.infer<typeof chainCase>;
/** A call as written in a file. */
export type CallText = z.infer<typeof chainCase>['chain'][number];
/** An installation as written in a file. */
export type InstallationText = z.infer<typeof installation>;

/** JSON Schema (draft 7) of a file of policy test cases, for editors. */
export function decisionsJsonSchema(): string {
  const whole = z.strictObject({ ...frame, cases: z.array(z.union([callCase, chainCase])).min(1) });
  return jsonSchemaText(whole, 'Octo access for Terraform: decision cases');
}
