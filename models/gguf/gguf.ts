/** The types of a GGUF file, from Ponder's own reader (electron/model-files/gguf/). */
export type {
  GgufSettings,
  GgufValue,
  TensorInfo,
  TensorType,
} from '../../electron/model-files/gguf/format.ts'
