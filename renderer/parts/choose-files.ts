/** Opens the browser's own dialog for files. Must be called while a press of a button is handled. */
export function chooseFiles(accept: string, onChosen: (files: readonly File[]) => void): void {
  const field = document.createElement('input')
  field.type = 'file'
  field.accept = accept
  field.multiple = true
  field.addEventListener('change', () => onChosen([...(field.files ?? [])]), { once: true })
  field.click()
}
