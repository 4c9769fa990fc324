/**
 * The GGUF file format, versions 2 and 3, little-endian:
 * magic "GGUF" · version · tensor count · setting count · settings · tensor infos · padding · tensor data.
 * Specification: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
 */

/** Scalar types of settings: the number that stands for them in the file, and the fewest bytes one value takes. */
export const SCALAR_TYPES = {
  uint8: { number: 0, bytes: 1 },
  int8: { number: 1, bytes: 1 },
  uint16: { number: 2, bytes: 2 },
  int16: { number: 3, bytes: 2 },
  uint32: { number: 4, bytes: 4 },
  int32: { number: 5, bytes: 4 },
  float32: { number: 6, bytes: 4 },
  bool: { number: 7, bytes: 1 },
  string: { number: 8, bytes: 8 },
  uint64: { number: 10, bytes: 8 },
  int64: { number: 11, bytes: 8 },
  float64: { number: 12, bytes: 8 },
} as const
export type ScalarType = keyof typeof SCALAR_TYPES
/** Between the scalar types: a list of values of one of them. */
export const ARRAY_TYPE = 9

export type Scalar = number | bigint | boolean | string

/** One setting with its type, so that what was read can be written again byte for byte. */
export type GgufValue =
  | { readonly kind: ScalarType; readonly value: Scalar }
  | { readonly kind: 'array'; readonly of: ScalarType; readonly items: readonly Scalar[] }

export type GgufSettings = ReadonlyMap<string, GgufValue>

/**
 * How numbers of a tensor are stored: the type's number, numbers per block, bytes per block. These are the types of
 * llama.cpp v0.5.0; numbers left out were withdrawn (4, 5, 31 to 33, 36 to 38).
 */
export const TENSOR_TYPES = {
  F32: { number: 0, block: 1, bytes: 4 },
  F16: { number: 1, block: 1, bytes: 2 },
  Q4_0: { number: 2, block: 32, bytes: 18 },
  Q4_1: { number: 3, block: 32, bytes: 20 },
  Q5_0: { number: 6, block: 32, bytes: 22 },
  Q5_1: { number: 7, block: 32, bytes: 24 },
  Q8_0: { number: 8, block: 32, bytes: 34 },
  Q8_1: { number: 9, block: 32, bytes: 36 },
  Q2_K: { number: 10, block: 256, bytes: 84 },
  Q3_K: { number: 11, block: 256, bytes: 110 },
  Q4_K: { number: 12, block: 256, bytes: 144 },
  Q5_K: { number: 13, block: 256, bytes: 176 },
  Q6_K: { number: 14, block: 256, bytes: 210 },
  Q8_K: { number: 15, block: 256, bytes: 292 },
  IQ2_XXS: { number: 16, block: 256, bytes: 66 },
  IQ2_XS: { number: 17, block: 256, bytes: 74 },
  IQ3_XXS: { number: 18, block: 256, bytes: 98 },
  IQ1_S: { number: 19, block: 256, bytes: 50 },
  IQ4_NL: { number: 20, block: 32, bytes: 18 },
  IQ3_S: { number: 21, block: 256, bytes: 110 },
  IQ2_S: { number: 22, block: 256, bytes: 82 },
  IQ4_XS: { number: 23, block: 256, bytes: 136 },
  I8: { number: 24, block: 1, bytes: 1 },
  I16: { number: 25, block: 1, bytes: 2 },
  I32: { number: 26, block: 1, bytes: 4 },
  I64: { number: 27, block: 1, bytes: 8 },
  F64: { number: 28, block: 1, bytes: 8 },
  IQ1_M: { number: 29, block: 256, bytes: 56 },
  BF16: { number: 30, block: 1, bytes: 2 },
  TQ1_0: { number: 34, block: 256, bytes: 54 },
  TQ2_0: { number: 35, block: 256, bytes: 66 },
  MXFP4: { number: 39, block: 32, bytes: 17 },
  NVFP4: { number: 40, block: 64, bytes: 36 },
  Q1_0: { number: 41, block: 128, bytes: 18 },
  Q2_0: { number: 42, block: 64, bytes: 18 },
} as const
export type TensorType = keyof typeof TENSOR_TYPES

export type TensorInfo = {
  readonly name: string
  /** Row length first, as the file has it: a matrix of 5 rows and 32 columns is [32, 5]. */
  readonly dimensions: readonly number[]
  readonly type: TensorType
  /** Bytes from the start of the tensor data. */
  readonly offset: number
  /** Bytes in the file. */
  readonly size: number
}

export const DEFAULT_ALIGNMENT = 32

/** Bytes of a tensor, or null when its rows do not hold whole blocks. */
export function tensorBytes(type: TensorType, dimensions: readonly number[]): number | null {
  const { block, bytes } = TENSOR_TYPES[type]
  const [row = 1, ...others] = dimensions
  if (row % block !== 0) return null
  return others.reduce((total, length) => total * length, (row / block) * bytes)
}
