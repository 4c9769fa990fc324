import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import tailwind from '@tailwindcss/vite'
import { defineConfig } from 'electron-vite'

export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      externalizeDeps: true,
      rollupOptions: {
        input: {
          main: resolve('electron/main.ts'),
          core: resolve('electron/shell/core-process.ts'),
          web: resolve('electron/web.ts'),
          'device-check': resolve('electron/engine/devices/child.ts'),
          'header-check': resolve('electron/engine/header-check/child.ts'),
          media: resolve('electron/media/child.ts'),
          'text-engine': resolve('electron/engine/text/child.ts'),
          'vision-engine': resolve('electron/engine/vision/child.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file and may require nothing but electron.
      externalizeDeps: false,
      rollupOptions: {
        input: { preload: resolve('electron/preload.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: 'renderer',
    plugins: [react(), tailwind()],
    resolve: {
      // One katex: rehype-katex brings an older one, whose output the styles of ours do not fit.
      dedupe: ['katex'],
      alias: [
        // The browser build of this package parses HTML through the DOM, which Trusted Types forbids.
        { find: 'hast-util-from-html-isomorphic', replacement: resolve('renderer/from-html.ts') },
        // All of shiki is some 370 grammars; this is the two dozen that a window needs. Sub-paths stay shiki's own.
        { find: /^shiki$/, replacement: resolve('renderer/chat/few-languages.ts') },
      ],
    },
    build: {
      outDir: 'out/renderer',
      minify: true,
      target: 'chrome140',
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      rollupOptions: { input: { index: resolve('renderer/index.html') } },
    },
  },
})
