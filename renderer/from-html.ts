// Stands in for the package of this name in the build: its browser version parses through the DOM, which Trusted
// Types forbids. This one parses text to a tree without touching the page.
export { fromHtml as fromHtmlIsomorphic } from 'hast-util-from-html'
