// What a compressed file holds. A host may have unpacked it on the way, so its first bytes tell, and not its name.

const GZIP = [0x1f, 0x8b];

// A stream of bytes; `counted` is told of each piece that was read, in bytes of the file.
export async function unpacked(blob, counted = () => {}) {
  const first = new Uint8Array(await blob.slice(0, GZIP.length).arrayBuffer());
  const counter = new TransformStream({
    transform(piece, out) {
      counted(piece.length);
      out.enqueue(piece);
    },
  });
  const bytes = blob.stream().pipeThrough(counter);
  return GZIP.every((byte, at) => first[at] === byte) ? bytes.pipeThrough(new DecompressionStream("gzip")) : bytes;
}
