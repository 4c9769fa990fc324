export { HelperDialog, HelperItems, useHelper } from './helper-menu.tsx'
