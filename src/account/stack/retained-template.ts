import { isMap, isScalar, isSeq, parseDocument, type Document as YamlDocument, type YAMLMap } from 'yaml';

/** A template that this command cannot rewrite, and why. */
export class UnknownTemplate extends Error {
  override readonly name = 'UnknownTemplate';
}

/** What CloudFormation says that a resource survives, and the reason to take the template at all. */
const KEPT = { DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' } as const;

/**
 * The template with every resource kept when its stack is deleted; everything else of the text stays as it is.
 *
 * CloudFormation refuses an update that changes these attributes alone, so each resource gets an entry in its metadata, too, which
 * changes nothing in AWS. Source: "Troubleshooting CloudFormation" and "UpdateReplacePolicy attribute".
 *
 * @throws UnknownTemplate
 */
export function retainedTemplate(text: string): string {
  const document = documentOf(text);
  const wanted = documentOf(text);
  const edits: Edit[] = [];
  const isJson = text.trimStart().startsWith('{');
  for (const id of resourceIds(document)) {
    const path = ['Resources', id];
    if (Object.entries(KEPT).every(([key, value]) => document.getIn([...path, key]) === value)) continue;
    const resource = document.getIn(path) as YAMLMap;
    const metadata = resource.get('Metadata');
    if (metadata !== undefined && !isMap(metadata))
      throw new UnknownTemplate(`the Metadata of ${id} is not a map`);
    for (const [key, value] of Object.entries(KEPT)) wanted.setIn([...path, key], value);
    if (metadata === undefined) wanted.setIn([...path, 'Metadata'], wanted.createNode({}));
    wanted.setIn([...path, 'Metadata', NOTE_KEY], NOTE);
    for (const [key, value] of Object.entries(KEPT)) edits.push(edit(text, resource, key, value, isJson));
    edits.push(
      metadata === undefined
        ? edit(text, resource, 'Metadata', { [NOTE_KEY]: NOTE }, isJson)
        : edit(text, metadata, NOTE_KEY, NOTE, isJson),
    );
  }
  const after = edits
    .sort((one, other) => other.start - one.start)
    .reduce((all, { start, end, by }) => all.slice(0, start) + by + all.slice(end), text);
  if (content(documentOf(after).contents) !== content(wanted.contents))
    throw new UnknownTemplate('its text has a form in which they cannot be added without another change');
  return after;
}

const NOTE_KEY = 'OctoAccess';
const NOTE = 'kept when the stack is deleted';

/** Puts a text in the place of a part of another. */
interface Edit {
  readonly start: number;
  readonly end: number;
  readonly by: string;
}

/** Writes a value into a map where it stands in the text, so that no other character changes. */
function edit(text: string, map: YAMLMap, key: string, value: object | string, isJson: boolean): Edit {
  const present = map.get(key, true);
  const written = (one: string): string => (isJson ? JSON.stringify(one) : one);
  if (present !== undefined) {
    if (isScalar(present) && present.tag === undefined && present.range && typeof value === 'string')
      return { start: present.range[0], end: present.range[1], by: written(value) };
    throw new UnknownTemplate(`a resource has a ${key} that is no plain text`);
  }
  const said =
    typeof value === 'string'
      ? written(value)
      : `{ ${Object.entries(value as Record<string, string>)
          .map(([name, one]) => `${written(name)}: ${written(one)}`)
          .join(', ')} }`;
  const pair = `${written(key)}: ${said}`;
  const [start = 0] = map.range ?? [];
  if (map.flow)
    return { start: start + 1, end: start + 1, by: ` ${pair}${map.items.length > 0 ? ',' : ' '}` };
  const indent = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  if (indent.trim() !== '') throw new UnknownTemplate(`${key} cannot be added to a resource`);
  return { start, end: start, by: `${pair}\n${indent}` };
}

/** All that a node says, as it is written: tags of CloudFormation count, the order of keys does not. */
function content(node: unknown): string {
  const { tag = '' } = (node ?? {}) as { readonly tag?: string };
  if (isMap(node)) {
    const pairs = node.items.map(({ key, value }) => `${content(key)}:${content(value)}`);
    return `${tag}{${pairs.sort().join()}}`;
  }
  if (isSeq(node)) return `${tag}[${node.items.map(content).join()}]`;
  return isScalar(node) ? `${tag}${JSON.stringify(node.value)}` : JSON.stringify(String(node));
}

/**
 * Why an update might change resources although the template says the same; undefined if it does not.
 *
 * @throws UnknownTemplate
 */
export function workedOutAnew(text: string): string | undefined {
  const document = documentOf(text);
  const parameters = document.get('Parameters');
  const lookedUp = isMap(parameters)
    ? parameters.items.flatMap(({ key, value }) =>
        isMap(value) && String(value.get('Type')).startsWith('AWS::SSM::Parameter::Value')
          ? [String(key)]
          : [],
      )
    : [];
  if (document.has('Transform') || /\bFn::Transform\b|!Transform\b/.test(text))
    return 'it has a Transform, whose macros run again';
  return lookedUp.length > 0
    ? `it takes ${lookedUp.join(', ')} from Systems Manager, where the value may be another one now`
    : undefined;
}

/**
 * Logical ids of the resources that would be deleted with their stack.
 *
 * @throws UnknownTemplate
 */
export function unretained(text: string): string[] {
  const document = documentOf(text);
  return resourceIds(document).filter((id) => !staysBehind(document, id));
}

/**
 * Logical ids of the resources that would be left behind by their stack.
 *
 * @throws UnknownTemplate
 */
export function retained(text: string): string[] {
  const document = documentOf(text);
  return resourceIds(document).filter((id) => staysBehind(document, id));
}

/** RetainExceptOnCreate keeps a resource just as Retain does, once it has been made. */
function staysBehind(document: YamlDocument, id: string): boolean {
  const policy = document.getIn(['Resources', id, 'DeletionPolicy']);
  return policy === 'Retain' || policy === 'RetainExceptOnCreate';
}

function documentOf(text: string): YamlDocument {
  // Values stay as they are written: which of them are numbers or dates is CloudFormation's to say.
  const document = parseDocument(text, { schema: 'failsafe', logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new UnknownTemplate(error.message.split('\n')[0]);
  return document;
}

function resourceIds(document: YamlDocument): string[] {
  const resources = document.get('Resources');
  if (!isMap(resources)) throw new UnknownTemplate('it has no Resources');
  return resources.items.map(({ key, value }) => {
    const id = String(key);
    if (!isMap(value)) throw new UnknownTemplate(`${id} is not a resource but is expanded by a macro`);
    return id;
  });
}
