import { PonderError } from '../../contract/ponder-error.ts'

export type Refusals = ReturnType<typeof refusalsFor>

const AGAIN = 'Download it again, or choose another model.'
const OTHER = 'Choose another model.'
const NEWER = 'Choose another model, or update Ponder.'

/**
 * Why a file cannot be opened, in words for a person: one function per code. `name` is what the person knows the file
 * by; everything else that comes from the file is shortened and quoted by `shown` first.
 */
export function refusalsFor(name: string) {
  const refusal = (code: string, message: string, remedy: string) =>
    new PonderError({ code, message: `${name} ${message}`, remedy })
  return {
    missing: () =>
      refusal(
        'model-file-missing',
        'is gone: its file is not there any more.',
        'Choose another model, or put the file back.',
      ),
    unreadable: (code: string) =>
      refusal(
        'model-file-unreadable',
        `cannot be read (${code}).`,
        'Check that you may open the file and that its disk is connected.',
      ),
    /** `what`: "is a picture (PNG)". */
    notAModel: (what: string) =>
      refusal('not-a-model', `${what}, not a GGUF model.`, 'Choose a file that ends in .gguf.'),
    /** A model, but in a form that llama.cpp does not read. */
    otherFormat: (what: string) =>
      refusal(
        'other-model-format',
        `${what}, which Ponder cannot open.`,
        'Look for the GGUF version of this model.',
      ),
    version: (version: number) =>
      refusal(
        'model-file-version',
        `has GGUF version ${version}; Ponder reads versions 2 and 3.`,
        version < 2 ? 'Download a newer file of this model.' : NEWER,
      ),
    byteOrder: () =>
      refusal(
        'model-file-byte-order',
        'was made for big-endian machines.',
        'Download the usual (little-endian) file of this model.',
      ),
    /** `what` the file ends before the end of: "its header", "the model". */
    cut: (what: string, detail = '') =>
      refusal('model-file-cut', `is cut off: its file ends before ${what} does${detail}.`, AGAIN),
    broken: (why: string) => refusal('model-file-broken', `is damaged: ${why}.`, AGAIN),
    /** Beyond what any real model has: such files are made to exhaust whoever reads them. */
    tooLarge: (what: string) =>
      refusal('model-header-too-large', `has ${what}, far beyond any real model.`, OTHER),
    unknownArchitecture: (architecture: string) =>
      refusal(
        'unknown-architecture',
        `is of a kind (${shown(architecture)}) that this version of llama.cpp does not know.`,
        NEWER,
      ),
    unknownTokenizer: (tokenizer: string) =>
      refusal(
        'unknown-tokenizer',
        `splits text in a way (${shown(tokenizer)}) that this version of llama.cpp does not know.`,
        NEWER,
      ),
    unknownTensorType: (type: number) =>
      refusal(
        'unknown-tensor-type',
        `stores its numbers in a way (type ${type}) that this version of llama.cpp does not know.`,
        'Choose another quantisation of this model, or update Ponder.',
      ),
    imageHalf: () =>
      refusal(
        'image-half',
        'is only the image half of a model (an "mmproj" file); it cannot chat by itself.',
        'Choose the model file that it belongs to.',
      ),
    vocabularyOnly: () =>
      refusal('vocabulary-only', 'holds only the vocabulary of a model, without the model.', OTHER),
    /** `what`: "is an embedding model". */
    notForChat: (what: string) => refusal('not-a-chat-model', `${what} and cannot chat.`, OTHER),
    laterPart: (number: number, count: number) =>
      refusal(
        'later-part',
        `is part ${number} of ${count} of a split model.`,
        'Choose its first part; keep all parts in one folder.',
      ),
    partMissing: (number: number, count: number) =>
      refusal(
        'model-part-missing',
        `is split into ${count} files, and part ${number} is missing.`,
        'Put all parts into one folder, with the names they were downloaded under.',
      ),
    checkTooSlow: () =>
      refusal(
        'model-check-too-slow',
        'could not be looked at in time.',
        'If its disk is slow or far away, try again; else choose another model.',
      ),
    checkDied: () =>
      refusal(
        'model-check-died',
        'could not be looked at: the part of Ponder that reads model files ended.',
        'Try again; if it happens with this file only, it may be damaged: choose another one.',
      ),
  }
}

const LONGEST_SHOWN = 60

/** Text from a file is quoted, in one line and short, before it stands in a sentence. */
export function shown(text: string): string {
  const line = printable(text)
  return `"${line.length > LONGEST_SHOWN ? `${line.slice(0, LONGEST_SHOWN)}…` : line}"`
}

/** Without characters that would move, hide or turn what stands around them. */
export function printable(text: string): string {
  return text.replaceAll(/[^\p{L}\p{M}\p{N}\p{P}\p{S} ]/gu, '?')
}
