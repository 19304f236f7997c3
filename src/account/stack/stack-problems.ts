import type { Stack } from '@aws-sdk/client-cloudformation';

/** Name of the StackSet that a stack is an instance of; one of another name only happens to begin like that. */
export function stackSetOf({ StackName: name = '' }: Stack): string | undefined {
  return /^StackSet-(.+)-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.exec(name)?.[1];
}

/** Why a stack may not be deleted for itself, whatever it holds: a sentence each, with what to do. */
export function stackProblems({
  StackName: name = '',
  ParentId: parent,
  EnableTerminationProtection: isProtected,
}: Stack): string[] {
  return [
    ...(parent === undefined
      ? []
      : [`the stack ${name} is nested in ${parent}: take it out of that one, then run this again`]),
    ...(isProtected
      ? [
          `the stack ${name} is protected from deletion: run aws cloudformation update-termination-protection --no-enable-termination-protection --stack-name ${name}`,
        ]
      : []),
  ];
}
