import { basename } from 'node:path'
import { openHeaderChecker } from './engine/header-check/header-checker.ts'
import { forkChild } from './shell/fork-child.ts'
import { INSPECT_USAGE, readInspectFlags, type InspectFlags } from './shell/inspect-flags.ts'
import { inspectionText, inspectModel } from './shell/inspect-model.ts'
import { printError } from './shell/terminal-error.ts'

/** What is known of a GGUF file without loading it, in the terminal. The file is read in a child, as everywhere. */
try {
  if (process.argv.includes('--help')) console.log(INSPECT_USAGE)
  else await inspect(readInspectFlags(process.argv.slice(2)))
} catch (thrown) {
  printError(thrown)
  process.exitCode = 1
}

async function inspect({ path, contextSize, hash, json }: InspectFlags): Promise<void> {
  const checker = openHeaderChecker(forkChild)
  try {
    const file = basename(path)
    const freeBytes = process.availableMemory()
    const found = await inspectModel(checker, { path, file, contextSize, hash, freeBytes })
    console.log(json ? JSON.stringify(found) : inspectionText(found))
  } finally {
    checker.close()
  }
}
