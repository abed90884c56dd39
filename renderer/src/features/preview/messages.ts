/** Texts of the preview of a file. */
export const previewMessages = {
  title: 'Preview',
  sides: { input: 'Original', output: 'Output' },
  loading: 'Reading the preview',
  failed: 'The preview could not be read',
  picture: 'Picture of {name}',
  image: '{type}, {width} × {height}',
  text: 'Text, {encoding}',
  beginning: 'The beginning of the file.',
  empty: 'The file is empty.',
  none: 'There is no preview of this kind of file.',
  unknown: 'Unknown content',
  changed: 'Changed since it was worked on: this is the file as it is now.',
} as const
