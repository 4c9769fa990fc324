import { forkNumberChild } from './transports.ts'

// Tells who its child is and waits to be killed.
const child = forkNumberChild()
process.send?.(child.pid)
