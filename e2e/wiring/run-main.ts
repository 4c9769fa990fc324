import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

// Runs the real out/main/main.js with the stand-in in the place of 'electron'. Started by open-desktop.ts.
const standIn = pathToFileURL(join(import.meta.dirname, 'stand-in', 'electron.ts')).href
registerHooks({
  resolve: (name, context, next) =>
    name === 'electron' ? { url: standIn, shortCircuit: true } : next(name, context),
})
await import(pathToFileURL(join(import.meta.dirname, '..', '..', 'out', 'main', 'main.js')).href)
