import { LARGEST_IMAGE_BYTES, MOST_PIXELS } from '../contract/images.ts'
import { PonderError } from '../contract/ponder-error.ts'

const CHOOSE_ANOTHER = 'Choose another image, or save this one again as PNG or JPEG in another program.'

/** Why an image cannot be taken, in words for a person who knows it by `name`. */
export function refusalsFor(name: string) {
  function refuse(code: string, message: string, remedy: string, cause?: unknown): PonderError {
    return new PonderError({ code, message, remedy }, { cause })
  }
  return {
    empty: () => refuse('image-empty', `${name} is empty.`, 'Copy the file again, or choose another one.'),
    tooManyBytes: (bytes: number) =>
      refuse(
        'image-too-large',
        `${name} has ${megabytes(bytes)} MB; at most ${megabytes(LARGEST_IMAGE_BYTES)} MB can be taken.`,
        'Save it smaller in another program and add it again.',
      ),
    tooManyPixels: (width: number, height: number) =>
      refuse(
        'image-too-large',
        `${name} is ${width} by ${height} pixels; at most ${MOST_PIXELS / 1e6} million pixels can be taken.`,
        'Save it smaller in another program and add it again.',
      ),
    tooLargeUnpacked: () =>
      refuse(
        'image-too-large',
        `${name} is too large once it is unpacked.`,
        'Save it smaller in another program and add it again.',
      ),
    notAnImage: () =>
      refuse(
        'not-an-image',
        `${name} is not an image.`,
        'Choose a JPEG, PNG, WebP, AVIF, GIF, TIFF, BMP or SVG file.',
      ),
    /** `what` says what it is, as in "a HEIC image". */
    unknownFormat: (what: string, remedy: string) =>
      refuse('image-format-unknown', `${name} is ${what}, which Ponder cannot read.`, remedy),
    broken: (cause?: unknown) =>
      refuse('image-broken', `${name} is damaged and cannot be read.`, CHOOSE_ANOTHER, cause),
    /** Part of it could be shown. */
    damaged: (cause?: unknown) =>
      refuse(
        'image-damaged',
        `${name} is damaged or was cut off.`,
        'Take what can be read of it, or copy the file again.',
        cause,
      ),
    unsafe: (why: string) => refuse('image-unsafe', `${name} was not opened: ${why}.`, CHOOSE_ANOTHER),
    noSuchPage: (page: number, pages: number) =>
      refuse(
        'image-page-missing',
        `${name} has ${pages} ${pages === 1 ? 'picture' : 'pictures'}, so there is no number ${page + 1}.`,
        'Choose another number.',
      ),
    noTemporaryFolder: (cause: unknown) =>
      refuse(
        'image-no-temporary-folder',
        `${name} was not read: the temporary folder, which that needs, is missing, full or closed to Ponder.`,
        'Make room on its disk, or restart the computer, and add the image again; or save it as JPEG in another program.',
        cause,
      ),
    tooSlow: () =>
      refuse('image-too-slow', `${name} takes too long to read and was given up.`, CHOOSE_ANOTHER),
    died: () =>
      refuse(
        'image-reader-died',
        `The part of Ponder that reads images ended while it read ${name}.`,
        'Try once more; if it happens again, save the image again as PNG or JPEG in another program.',
      ),
  }
}
export type Refusals = ReturnType<typeof refusalsFor>

/** What can be done about formats that only their own makers can read everywhere. */
export const EXPORT_HEIC =
  'Save it as JPEG first: "Export" in Preview on a Mac, "Save as" in Photos on Windows; on an iPhone choose Camera, Formats, Most Compatible.'
/** On Linux its reader is a package of its own. */
export const INSTALL_HEIC =
  'Install the package that holds "heif-convert" or "heif-dec" (libheif-examples on Debian and Ubuntu, libheif-tools on Fedora) and add it again, or save it as JPEG in another program.'
export const EXPORT_AS_PNG = 'Save it as PNG or JPEG in the program it came from.'

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(bytes < 100e6 ? 1 : 0).replace(/\.0$/, '')
}
