import { buffer } from 'node:stream/consumers';
import { crc32 } from 'node:zlib';
import { pack } from 'tar-stream';

/** Longest stored block of the Deflate format (RFC 1951, 3.2.4). */
const BLOCK = 0xffff;

/**
 * A `.tar.gz` of files. The same files give the same bytes on every machine, at any time, with every version of Node.js.
 *
 * @param files path in the archive -> text
 */
export async function archive(files: ReadonlyMap<string, string>): Promise<Buffer> {
  const tar = pack();
  const names = [...files.keys()].sort();
  for (const name of names) {
    const ownership = { uid: 0, gid: 0, uname: '', gname: '' };
    tar.entry({ name, mode: 0o644, mtime: new Date(0), ...ownership }, files.get(name) ?? '');
  }
  tar.finalize();
  return gzip(await buffer(tar));
}

/**
 * Gzip (RFC 1952) without compression: versions and builds of zlib compress differently and write different systems into
 * the header, which would change a released archive's checksum.
 */
function gzip(data: Buffer): Buffer {
  const noTime = Buffer.alloc(4);
  const unknownSystem = 0xff;
  const header = Buffer.from([0x1f, 0x8b, 8, 0, ...noTime, 0, unknownSystem]);
  const blocks: Buffer[] = [];
  for (let start = 0; start < data.length; start += BLOCK) {
    const content = data.subarray(start, start + BLOCK);
    const isLast = start + BLOCK >= data.length;
    blocks.push(Buffer.from([isLast ? 1 : 0]), uint16(content.length), uint16(~content.length), content);
  }
  return Buffer.concat([header, ...blocks, uint32(crc32(data)), uint32(data.length)]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value & 0xffff);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
