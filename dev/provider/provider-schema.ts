/*
 * The answer in which a provider tells Terraform its schemas, cut down to some types. It is a message of gRPC (a flag, its
 * length in four bytes, then a protocol buffer) whose maps of types are fields of their own for each type.
 */

/** Fields of `GetProviderSchema.Response` in Terraform's plugin protocol 5 that are maps by the name of a type. */
const MAPS = new Set([2, 3, 8]);

const HEAD = 5;

interface Field {
  readonly number: number;
  /** Content, without its head. */
  readonly content: Buffer;
  /** Where the field begins and ends in the message. */
  readonly start: number;
  readonly end: number;
}

/** The same answer without resources, data sources and ephemeral resources whose types do not match. */
export function onlyTypes(answer: Buffer, types: RegExp): Buffer {
  const message = answer.subarray(HEAD);
  if (answer.length < HEAD || message.length !== answer.readUInt32BE(1)) {
    throw new Error(`the provider's schemas ended after ${answer.length} bytes`);
  }
  const kept = fields(message)
    .filter(({ number, content }) => !MAPS.has(number) || types.test(nameIn(content)))
    .map(({ start, end }) => message.subarray(start, end));
  const body = Buffer.concat(kept);
  const head = Buffer.alloc(HEAD);
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, body]);
}

/** Key of an entry of a map: its first field. */
function nameIn(entry: Buffer): string {
  return (
    fields(entry)
      .find(({ number }) => number === 1)
      ?.content.toString() ?? ''
  );
}

/** Fields of a message; all of those here have a length. */
function fields(message: Buffer): Field[] {
  const found: Field[] = [];
  for (let at = 0; at < message.length;) {
    const start = at;
    const [tag, afterTag] = varint(message, at);
    if ((tag & 7) !== 2)
      throw new Error(`a field of wire type ${tag & 7} at byte ${at}, expected one with a length`);
    const [length, content] = varint(message, afterTag);
    at = content + length;
    if (at > message.length) throw new Error(`a field at byte ${start} ends beyond its message`);
    found.push({ number: tag >>> 3, content: message.subarray(content, at), start, end: at });
  }
  return found;
}

/** A number of seven bits a byte, least first; and where it ends. */
function varint(message: Buffer, from: number): [value: number, end: number] {
  let value = 0;
  for (let at = from, shift = 0; ; at += 1, shift += 7) {
    const byte = message[at] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value, at + 1];
  }
}
