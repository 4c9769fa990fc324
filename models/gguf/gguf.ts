/**
 * The GGUF file format, version 3, little-endian:
 * magic "GGUF" · version · tensor count · setting count · settings · tensor infos · padding · tensor data.
 * Specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

/** Scalar types of settings, by the number that stands for them in the file; 9 is "array". */
export const SCALAR_TYPES = {
  uint8: 0,
  int8: 1,
  uint16: 2,
  int16: 3,
  uint32: 4,
  int32: 5,
  float32: 6,
  bool: 7,
  string: 8,
  uint64: 10,
  int64: 11,
  float64: 12,
} as const
export type ScalarType = keyof typeof SCALAR_TYPES
export const ARRAY_TYPE = 9

export type Scalar = number | bigint | boolean | string

/** One setting with its type, so that what was read can be written again byte for byte. */
export type GgufValue =
  | { readonly kind: ScalarType; readonly value: Scalar }
  | { readonly kind: 'array'; readonly of: ScalarType; readonly items: readonly Scalar[] }

export type GgufSettings = ReadonlyMap<string, GgufValue>

/** How numbers of a tensor are stored: type number, numbers per block, bytes per block. */
export const TENSOR_TYPES = {
  F32: { number: 0, block: 1, bytes: 4 },
  F16: { number: 1, block: 1, bytes: 2 },
  Q4_0: { number: 2, block: 32, bytes: 18 },
  Q4_1: { number: 3, block: 32, bytes: 20 },
  Q5_0: { number: 6, block: 32, bytes: 22 },
  Q5_1: { number: 7, block: 32, bytes: 24 },
  Q8_0: { number: 8, block: 32, bytes: 34 },
  Q2_K: { number: 10, block: 256, bytes: 84 },
  Q3_K: { number: 11, block: 256, bytes: 110 },
  Q4_K: { number: 12, block: 256, bytes: 144 },
  Q5_K: { number: 13, block: 256, bytes: 176 },
  Q6_K: { number: 14, block: 256, bytes: 210 },
  Q8_K: { number: 15, block: 256, bytes: 292 },
  BF16: { number: 30, block: 1, bytes: 2 },
} as const
export type TensorType = keyof typeof TENSOR_TYPES

export type TensorInfo = {
  readonly name: string
  /** Row length first, as the file has it: a matrix of 5 rows and 32 columns is [32, 5]. */
  readonly dimensions: readonly number[]
  /** null: a type this reader has no size for. */
  readonly type: TensorType | null
  readonly typeNumber: number
  /** Bytes from the start of the tensor data. */
  readonly offset: number
  /** Bytes in the file; null when the type is not known. */
  readonly size: number | null
}

export const DEFAULT_ALIGNMENT = 32

/** Bytes of a tensor, or null when its rows do not hold whole blocks. */
export function tensorBytes(type: TensorType, dimensions: readonly number[]): number | null {
  const { block, bytes } = TENSOR_TYPES[type]
  const [row = 1, ...others] = dimensions
  if (row % block !== 0) return null
  return others.reduce((total, length) => total * length, (row / block) * bytes)
}
