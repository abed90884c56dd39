/** How dialogs look, all but the small ones that only ask; each adds its width and its body. */
export const dialogLook = {
  overlay: 'bg-black/30 dark:bg-black/60',
  header: 'px-5! py-3 min-h-0 shrink-0',
  footer: 'justify-end px-5! py-3 shrink-0',
  description: 'mt-0 text-13',
} as const
