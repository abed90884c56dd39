/** Texts of the dialog that exports results. */
export const exportMessages = {
  title: 'Export CSV',
  description: '{count} result of “{name}” | {count} results of “{name}”',
  columns: 'Columns',
  columnsHint: 'Written from left to right in this order.',
  all: 'All',
  usual: 'Usual',
  none: 'None',
  noColumns: 'Choose at least one column.',
  loading: 'Reading the columns',
  loadFailed: 'The columns could not be read',
  byteOrderMark: 'Mark the file as UTF-8 for Excel',
  byteOrderMarkHint:
    'Puts a byte-order mark first: Excel then shows all letters right, but some other programs stumble over it.',
  escapeFormulas: 'Escape formulas',
  escapeFormulasHint:
    'Puts an apostrophe before text that a spreadsheet would run as a formula. Turn it off for programs that need the names exactly as they are.',
  format: 'Format',
  partial: 'The run is still at work: only results that exist now are exported.',
  export: 'Export',
  exporting: 'Exporting',
  cancel: 'Cancel',
  failed: 'The results could not be exported',
  saved: '{count} row saved to {path} | {count} rows saved to {path}',
  show: 'Show in folder',
  done: 'Close',
} as const
