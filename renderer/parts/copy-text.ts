import { PonderError } from '../../electron/contract/ponder-error.ts'

export async function copyText(text: string): Promise<void> {
  await navigator.clipboard.writeText(text).catch((thrown: unknown) => {
    throw new PonderError(
      {
        code: 'clipboard-refused',
        message: 'The clipboard could not be written.',
        remedy: 'Select the text and copy it with the keyboard.',
      },
      { cause: thrown },
    )
  })
}
