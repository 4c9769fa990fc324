import { expect, test } from 'vitest'
import type { Calls } from '../ponder.ts'
import { copyModel } from './copy-model.ts'

const never = new AbortController().signal
/** Nothing may be asked of core. */
// None of the calls is made.
const noCalls = {} as Calls

/** What a browser gives for a folder: a file by its name that cannot be read. */
class Folder extends File {
  public override slice(): Blob {
    const piece = new Blob([])
    piece.text = async () => Promise.reject(new DOMException('not a file', 'NotFoundError'))
    return piece
  }
}

test.each([
  ['a folder', new Folder([], 'models.gguf'), 'file-unreadable', /could not read models\.gguf/],
  ['an empty file', new File([], 'empty.gguf'), 'not-a-model', /empty\.gguf is not a GGUF model file/],
  ['a text', new File(['Dear diary'], 'diary.gguf'), 'not-a-model', /diary\.gguf is not/],
])('%s is refused in words before anything is copied', async (_what, file, code, message) => {
  await expect(copyModel(noCalls, file, () => {}, never)).rejects.toMatchObject({
    code,
    message: expect.stringMatching(message),
  })
})
