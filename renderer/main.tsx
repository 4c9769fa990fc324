import './configure-zod.ts'
import './theme.css'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { openPonder } from './ponder.ts'
import { applyRememberedTheme } from './state/use-theme.ts'

applyRememberedTheme()
const root = document.getElementById('root')
if (root === null) throw new Error('index.html has no #root')
createRoot(root).render(<App ponder={openPonder()} />)
