import { PonderError } from '../../contract/ponder-error.ts'

/** Where on the hub a model is. Nothing is contacted to find out. */
export type HubAddress = {
  /** "organisation/repository" */
  readonly repository: string
  /** A branch, tag or commit; null = the repository's main one. */
  readonly revision: string | null
  /** The quantisation that was asked for, for example "Q4_K_M". */
  readonly quantisation: string | null
  /** One file, for example "Q8_0/model-00001-of-00002.gguf", or a folder whose files are meant; null = the whole repository. */
  readonly path: string | null
}

const HOSTS = new Set(['huggingface.co', 'www.huggingface.co', 'hf.co'])
/** Other things the hub holds, and its own pages: nothing there is a model. */
const NOT_MODELS = new Set(['datasets', 'spaces', 'papers', 'docs', 'blog', 'collections', 'settings', 'api'])
const LONGEST_ADDRESS = 1000
/** The hub's own rule: letters, digits, "-", "_" and "."; at most 96, no ".." or "--". */
const NAME = /^(?!.*(?:\.\.|--))[A-Za-z0-9_](?:[\w.-]{0,94}[A-Za-z0-9_])?$/
const QUANTISATION = /^[A-Za-z0-9][\w.-]{0,39}$/
const REVISION = /^(?!.*\.\.)\w[\w./-]{0,199}$/

/**
 * Reads what a person pastes: `org/repo`, `org/repo:quantisation`, `org/repo/file.gguf`, or the address of a page on
 * huggingface.co (repository, tree, blob, resolve). Throws a PonderError for everything else.
 *
 * Example: "https://huggingface.co/org/repo/blob/main/Q8_0/a.gguf" is file "Q8_0/a.gguf" of "org/repo" at "main".
 */
export function parseAddress(text: string): HubAddress {
  const { path, query } = splitAddress(text.trim())
  const [publisher = '', last = '', ...rest] = path.split('/').filter((segment) => segment !== '')
  if (NOT_MODELS.has(publisher)) throw notAModel()
  const [name = '', quantisation = null] = rest.length === 0 ? splitOnce(last, ':') : [last]
  if (!NAME.test(publisher) || !NAME.test(name)) throw notAnAddress()
  if (quantisation !== null && !QUANTISATION.test(quantisation)) throw notAnAddress()
  return { repository: `${publisher}/${name}`, quantisation, ...placeOf(rest.map(decode), query) }
}

/** What stands after the host, and the query. */
function splitAddress(text: string): { readonly path: string; readonly query: URLSearchParams } {
  // oxlint-disable-next-line no-control-regex -- these are what must not be in an address
  if (text === '' || text.length > LONGEST_ADDRESS || /[\s\u0000-\u001f\\]/.test(text)) throw notAnAddress()
  const withHost = /^[a-z]+:\/\//i.test(text) ? text : isHost(text) ? `https://${text}` : null
  if (withHost === null) return { path: text, query: new URLSearchParams() }
  if (!URL.canParse(withHost)) throw notAnAddress()
  const url = new URL(withHost)
  const isHub = url.protocol === 'https:' || url.protocol === 'http:'
  if (!isHub || !HOSTS.has(url.hostname) || url.port !== '' || url.username !== '') throw anotherHost()
  return { path: url.pathname, query: url.searchParams }
}

function isHost(text: string): boolean {
  return HOSTS.has(text.split('/')[0]?.toLowerCase() ?? '')
}

/** The revision and the file or folder, from what follows the repository's name in an address. */
function placeOf(segments: readonly string[], query: URLSearchParams): Pick<HubAddress, 'revision' | 'path'> {
  const [kind, revision, ...inside] = segments
  // The hub's own viewer of a GGUF file names it in the query.
  const shown = query.get('show_file_info')
  if (kind === undefined) return { revision: null, path: shown === null ? null : checkedPath(shown) }
  if (kind === 'tree' || kind === 'blob' || kind === 'resolve' || kind === 'raw') {
    if (revision === undefined || !REVISION.test(revision)) throw notAnAddress()
    if (kind !== 'tree' && inside.length === 0) throw notAnAddress()
    const path = inside.length === 0 ? shown : inside.join('/')
    return { revision, path: path === null ? null : checkedPath(path) }
  }
  // `org/repo/file.gguf`, as command-line programs write it.
  if (/\.gguf$/i.test(segments.at(-1) ?? '')) return { revision: null, path: checkedPath(segments.join('/')) }
  throw notAnAddress()
}

/** True for a file's place within a repository: relative, forwards only, nothing a file system could misread. */
export function isPlainPath(path: string): boolean {
  const segments = path.split('/')
  // oxlint-disable-next-line no-control-regex -- these are what must not be in a name
  if (path.length > 400 || /[\\\u0000-\u001f\u007f]/.test(path)) return false
  return segments.every((segment) => segment !== '' && segment !== '.' && segment !== '..')
}

function checkedPath(path: string): string {
  if (!isPlainPath(path)) throw notAnAddress()
  return path
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    // A stray "%": no address of the hub has one.
    throw notAnAddress()
  }
}

function splitOnce(text: string, mark: string): [string, string] | [string] {
  const at = text.indexOf(mark)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)]
}

function notAnAddress(): PonderError {
  return new PonderError({
    code: 'not-an-address',
    message: 'That is not the address of a model on Hugging Face.',
    remedy:
      'Paste something like organisation/repository, or the address of the model’s page on huggingface.co.',
  })
}

function notAModel(): PonderError {
  return new PonderError({
    code: 'not-a-model-address',
    message: 'That page on Hugging Face is not a model.',
    remedy: 'Open the page of a model there and paste its address.',
  })
}

function anotherHost(): PonderError {
  return new PonderError({
    code: 'another-host',
    message: 'Ponder downloads models from huggingface.co only.',
    remedy: 'Paste an address on huggingface.co, or put the file into your models folder yourself.',
  })
}
