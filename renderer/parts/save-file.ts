/** Hands a file that the page has made to the person, under this name, the way a download comes. */
export function saveFile(name: string, content: Blob): void {
  const address = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Taken by the browser within the click; a little later it is certain to be.
  setTimeout(() => URL.revokeObjectURL(address), 10_000)
}
