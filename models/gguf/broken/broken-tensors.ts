import type { TensorType } from '../../../electron/model-files/gguf/format.ts'
import type { ForgedTensor, Forgery } from '../forge-gguf.ts'
import { randomModel, smallestShape } from '../random-model.ts'
import { readGguf } from '../read-gguf.ts'
import { writeGguf, type GgufTensor } from '../write-gguf.ts'
import { forged, soundSettings, withTensors, type BrokenFile } from './sound-model.ts'

/** The sound model in which one tensor's entry says something else. */
function entry(change: Partial<ForgedTensor>, at = 2): () => Uint8Array {
  return () =>
    forged(({ tensors }) => ({
      tensors: tensors.map((tensor, index) => (index === at ? { ...tensor, ...change } : tensor)),
    }))
}

/** Tensors whose entries are not true, and tensors that are not there. */
export const brokenTensors: readonly BrokenFile[] = [
  {
    what: '2⁶⁴ − 1 tensors',
    code: 'model-header-too-large',
    bytes: () => forged(() => ({ tensorCount: 2n ** 64n - 1n })),
  },
  {
    what: 'a billion tensors',
    code: 'model-header-too-large',
    bytes: () => forged(() => ({ tensorCount: 1_000_000_000n })),
  },
  { what: 'more tensors than the file can hold', code: 'model-file-cut', bytes: manyTensors },
  { what: 'one tensor too many', code: 'model-file-broken', bytes: () => forged(oneTensorTooMany) },
  { what: 'one tensor too few', code: 'model-file-broken', bytes: () => forged(oneTensorTooFew) },
  { what: 'a tensor without dimensions', code: 'model-file-broken', bytes: entry({ rank: 0 }) },
  { what: 'a tensor of five dimensions', code: 'model-file-broken', bytes: entry({ rank: 5 }) },
  { what: 'a tensor of 2³² dimensions', code: 'model-file-broken', bytes: entry({ rank: 2 ** 32 - 1 }) },
  { what: 'a tensor that holds nothing', code: 'model-file-broken', bytes: entry({ dimensions: [0] }) },
  {
    what: 'a tensor of negative length',
    code: 'model-header-too-large',
    bytes: entry({ dimensions: [2n ** 64n - 64n] }),
  },
  {
    what: 'a tensor whose size wraps around',
    code: 'model-header-too-large',
    bytes: entry({ dimensions: [2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1, 2 ** 31 - 1] }),
  },
  { what: 'a tensor of a withdrawn type', code: 'unknown-tensor-type', bytes: entry({ typeNumber: 4 }) },
  { what: 'a tensor of a type to come', code: 'unknown-tensor-type', bytes: entry({ typeNumber: 400 }) },
  {
    what: 'rows that are no whole blocks',
    code: 'model-file-broken',
    bytes: entry({ dimensions: [33], typeNumber: 8 }),
  },
  { what: 'two tensors in one place', code: 'model-file-broken', bytes: entry({ offset: 0 }) },
  { what: 'a tensor out of line', code: 'model-file-broken', bytes: entry({ offset: 7 }) },
  { what: 'a tensor beyond the file', code: 'model-file-broken', bytes: entry({ offset: 2n ** 40n }) },
  { what: 'a tensor before the file', code: 'model-file-broken', bytes: entry({ offset: 2n ** 64n - 32n }) },
  { what: 'a gap between tensors', code: 'model-file-broken', bytes: () => forged(gap) },
  { what: 'a tensor twice', code: 'model-file-broken', bytes: entry({ name: 'token_embd.weight' }) },
  {
    what: 'a tensor with a name of 200 letters',
    code: 'model-header-too-large',
    bytes: entry({ name: 'n'.repeat(200) }),
  },
  { what: 'no tensors', code: 'vocabulary-only', bytes: () => withTensors(() => []) },
  {
    what: 'its second layer missing',
    code: 'model-file-broken',
    bytes: () => withTensors((tensors) => tensors.filter(({ name }) => !name.startsWith('blk.1.'))),
  },
  { what: 'norms in half precision', code: 'model-file-broken', bytes: () => withTensors(halfNorms) },
  { what: 'weights that are whole numbers', code: 'model-file-broken', bytes: entry({ typeNumber: 26 }, 3) },
  {
    what: 'its embedding missing',
    code: 'model-file-broken',
    foundBy: 'llama.cpp',
    bytes: () => withTensors((tensors) => tensors.filter(({ name }) => name !== 'token_embd.weight')),
  },
  {
    what: 'the attention of one layer missing',
    code: 'model-file-broken',
    foundBy: 'llama.cpp',
    bytes: () => withTensors((tensors) => tensors.filter(({ name }) => name !== 'blk.1.attn_q.weight')),
  },
  {
    what: 'tensors of another size than its settings say',
    code: 'model-file-broken',
    foundBy: 'llama.cpp',
    bytes: tensorsOfAnotherModel,
  },
]

function manyTensors(): Uint8Array {
  return forged(() => ({ tensorCount: 60_000n }))
}

function oneTensorTooMany({ tensors }: Forgery): Partial<Forgery> {
  return { tensorCount: BigInt(tensors.length + 1) }
}

/** The last entry is taken for the beginning of the data. */
function oneTensorTooFew({ tensors }: Forgery): Partial<Forgery> {
  return { tensors: tensors.slice(1) }
}

/** 32 bytes between the second tensor and the third. */
function gap({ tensors, data }: Forgery): Partial<Forgery> {
  return {
    tensors: tensors.map((tensor, at) =>
      at < 2 ? tensor : { ...tensor, offset: Number(tensor.offset) + 32 },
    ),
    data: Buffer.concat([data, Buffer.alloc(32)]),
  }
}

function halfNorms(tensors: readonly GgufTensor[]): GgufTensor[] {
  const type: TensorType = 'F16'
  return tensors.map((tensor) =>
    tensor.name.endsWith('attn_norm.weight')
      ? { ...tensor, type, data: new Uint8Array(tensor.data.length / 2) }
      : tensor,
  )
}

function tensorsOfAnotherModel(): Uint8Array {
  const bytes = randomModel({ ...smallestShape, hidden: 96 })
  const { tensors, dataStart } = readGguf(bytes)
  const others = tensors.map(({ name, dimensions, type, offset, size }) => {
    const start = dataStart + offset
    return { name, dimensions, type, data: bytes.subarray(start, start + size) }
  })
  return writeGguf(soundSettings, others)
}
