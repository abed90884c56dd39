/** How the panels with the details of an item look. */
export const detailsLook = {
  content: 'max-w-lg shadow-xl',
  body: 'p-5!',
  header: 'h-12 min-h-0 px-5! py-0',
  close: 'top-2 end-3',
}
