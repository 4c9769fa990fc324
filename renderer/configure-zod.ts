import { z } from 'zod'

// A module of its own, imported first: schemas look at this when they are made, and would otherwise probe
// `new Function`, which the page's policy forbids and reports.
z.config({ jitless: true })
