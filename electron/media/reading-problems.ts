import { PonderError } from '../contract/ponder-error.ts'

/** What can go wrong while the text of the image `name` is read. */
export function readingProblems(name: string) {
  return {
    failed: (cause?: unknown) =>
      new PonderError(
        {
          code: 'text-not-read',
          message: `The text in ${name} could not be read.`,
          remedy: 'Try once more, or mark the part of the image that holds the text.',
        },
        { cause },
      ),
    tooSlow: () =>
      new PonderError({
        code: 'reading-too-slow',
        message: `Reading the text in ${name} took too long and was given up.`,
        remedy: 'Mark the part of the image that holds the text, and read that.',
      }),
    languageMissing: (language: string) =>
      new PonderError({
        code: 'language-missing',
        message: `There is no data to read the language "${language}".`,
        remedy: `Put ${language}.traineddata into the folder "languages" of Ponder's data folder, or choose another language.`,
      }),
    languageBroken: (language: string, cause?: unknown) =>
      new PonderError(
        {
          code: 'language-broken',
          message: `The data to read the language "${language}" is damaged.`,
          remedy: `Replace ${language}.traineddata in the folder "languages" of Ponder's data folder.`,
        },
        { cause },
      ),
  }
}
