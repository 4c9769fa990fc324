import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

/** Runs a script of ../training; PONDER_PYTHON names another Python than `python3`. Throws where it fails or is missing. */
export function runPython(arguments_: readonly string[]): void {
  execFileSync(process.env['PONDER_PYTHON'] ?? 'python3', ['-B', ...arguments_], {
    cwd: join(import.meta.dirname, '../training'),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
