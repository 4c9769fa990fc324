/**
 * Stands in for `shiki` in the build: the languages people ask a small model about, instead of some 370.
 * Anything else is shown without colours. Has the three names that @streamdown/code takes from the package.
 */
import { createBundledHighlighter } from 'shiki/core'
import { createJavaScriptRegexEngine } from 'shiki/engine/javascript'

/** Name, other names, and the grammar, loaded when first needed. */
const languages = [
  { id: 'bash', aliases: ['sh', 'shell', 'zsh', 'console'], load: () => import('shiki/dist/langs/bash.mjs') },
  { id: 'c', aliases: ['h'], load: () => import('shiki/dist/langs/c.mjs') },
  { id: 'cpp', aliases: ['c++', 'cc', 'hpp'], load: () => import('shiki/dist/langs/cpp.mjs') },
  { id: 'csharp', aliases: ['c#', 'cs'], load: () => import('shiki/dist/langs/csharp.mjs') },
  { id: 'css', aliases: [], load: () => import('shiki/dist/langs/css.mjs') },
  { id: 'diff', aliases: ['patch'], load: () => import('shiki/dist/langs/diff.mjs') },
  { id: 'go', aliases: ['golang'], load: () => import('shiki/dist/langs/go.mjs') },
  { id: 'html', aliases: ['htm'], load: () => import('shiki/dist/langs/html.mjs') },
  { id: 'java', aliases: [], load: () => import('shiki/dist/langs/java.mjs') },
  { id: 'javascript', aliases: ['js', 'mjs', 'node'], load: () => import('shiki/dist/langs/javascript.mjs') },
  { id: 'json', aliases: ['jsonc'], load: () => import('shiki/dist/langs/json.mjs') },
  { id: 'kotlin', aliases: ['kt'], load: () => import('shiki/dist/langs/kotlin.mjs') },
  { id: 'markdown', aliases: ['md'], load: () => import('shiki/dist/langs/markdown.mjs') },
  { id: 'php', aliases: [], load: () => import('shiki/dist/langs/php.mjs') },
  { id: 'python', aliases: ['py', 'python3'], load: () => import('shiki/dist/langs/python.mjs') },
  { id: 'r', aliases: [], load: () => import('shiki/dist/langs/r.mjs') },
  { id: 'ruby', aliases: ['rb'], load: () => import('shiki/dist/langs/ruby.mjs') },
  { id: 'rust', aliases: ['rs'], load: () => import('shiki/dist/langs/rust.mjs') },
  { id: 'sql', aliases: [], load: () => import('shiki/dist/langs/sql.mjs') },
  { id: 'swift', aliases: [], load: () => import('shiki/dist/langs/swift.mjs') },
  { id: 'toml', aliases: [], load: () => import('shiki/dist/langs/toml.mjs') },
  { id: 'tsx', aliases: ['jsx'], load: () => import('shiki/dist/langs/tsx.mjs') },
  { id: 'typescript', aliases: ['ts'], load: () => import('shiki/dist/langs/typescript.mjs') },
  { id: 'xml', aliases: ['svg'], load: () => import('shiki/dist/langs/xml.mjs') },
  { id: 'yaml', aliases: ['yml'], load: () => import('shiki/dist/langs/yaml.mjs') },
] as const

export const bundledLanguagesInfo = languages.map(({ id, aliases }) => ({ id, name: id, aliases }))

export const bundledLanguages = Object.fromEntries(languages.map(({ id, load }) => [id, load]))

export const createHighlighter = createBundledHighlighter({
  langs: bundledLanguages,
  themes: {
    'github-light-high-contrast': () => import('shiki/dist/themes/github-light-high-contrast.mjs'),
    'github-dark-high-contrast': () => import('shiki/dist/themes/github-dark-high-contrast.mjs'),
  },
  engine: createJavaScriptRegexEngine,
})
