const QUANTISATION = /^(?:i?q\d\w*|bf16|f16|f32|mxfp4)$/i

/**
 * A file's name as a person reads it.
 *
 * Example: "qwen3-4b-instruct-q4_k_m.gguf" becomes "Qwen3 4b instruct Q4_K_M".
 */
export function readableName(fileName: string): string {
  const stem = fileName.replace(/\.gguf$/i, '').replace(/-\d{5}-of-\d{5}$/, '')
  const words = stem.split(/[-\s]+/).filter((word) => word !== '')
  const name = words.map((word) => (QUANTISATION.test(word) ? word.toUpperCase() : word)).join(' ')
  return name === '' ? fileName : name.charAt(0).toUpperCase() + name.slice(1)
}
