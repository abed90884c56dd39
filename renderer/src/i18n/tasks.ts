/** Names that are the same in every language. */
export const algorithmNames = {
  sha256: 'SHA-256',
  md5: 'MD5',
  sha1: 'SHA-1',
  sha512: 'SHA-512',
  blake2b: 'BLAKE2b',
} as const
export const imageFormats = { jpeg: 'JPEG', png: 'PNG', webp: 'WebP', avif: 'AVIF', tiff: 'TIFF' } as const
export const packFormats = { gzip: 'gzip', brotli: 'Brotli', zstd: 'Zstandard' } as const
export const dataKinds = { json: 'JSON', jsonl: 'JSON Lines', csv: 'CSV', xml: 'XML' } as const
export const shellNames = { sh: 'sh', bash: 'Bash', powershell: 'PowerShell', cmd: 'cmd' } as const

const auto = 'Found out by itself'
const separators = { comma: 'Comma', semicolon: 'Semicolon', tab: 'Tab', pipe: 'Vertical bar' } as const
const levels = { fast: 'Fast', normal: 'Normal', best: 'Smallest' } as const
const encoding = {
  label: 'Encoding',
  help: 'How the files are encoded. Found out by itself: by a byte-order mark, else UTF-8 where all of the file is valid UTF-8, else Windows-1252, which has all of Latin-1.',
  options: { auto },
} as const
const delimiter = {
  label: 'Delimiter',
  help: 'What stands between cells. Found out by itself: the one that makes most of the first rows.',
  options: { auto, ...separators },
} as const
const search = {
  kind: {
    label: 'Kind',
    help: 'Whether it is looked for as it stands, or is a regular expression as in JavaScript.',
    options: { literal: 'Text as it stands', 'regular-expression': 'Regular expression' },
  },
  ignoreCase: { label: 'Ignore case', help: 'Takes capital and small letters for the same.' },
  multiline: {
    label: "^ and {'$'} match at lines",
    help: "In a regular expression, ^ and {'$'} mean the beginning and end of each line, not only those of the file.",
  },
  dotAll: { label: '. matches line ends', help: 'In a regular expression, . means line ends too.' },
  unicode: {
    label: 'Unicode',
    help: "Reads a regular expression by characters and not by halves of them, with \\p{'{…}'} and strict about its form.",
  },
} as const
const table = {
  looseQuotes: {
    label: 'Loose quotation marks',
    help: 'Takes quotation marks within cells that do not begin with one for what they are, as in: 5" pipe.',
  },
  header: { label: 'Header', help: 'Whether the first row has the names of the columns.' },
  raggedRows: {
    label: 'Rows of another length',
    help: 'A row with more or fewer cells than the first fails the file, or what is missing is filled with empty cells.',
    options: { fail: 'Fail the file', fill: 'Fill with empty cells' },
  },
} as const
const sizes = { size_before: 'Size before', size_after: 'Size after' } as const
const tableColumns = { rows: 'Rows', columns: 'Columns' } as const

/** What the task types that come with the product do, what can be set of them, and what their results hold. */
export const taskMessages = {
  checksum: {
    title: 'Checksum',
    description: 'Computes a checksum of the content of each file.',
    parameters: {
      algorithm: {
        label: 'Algorithm',
        help: 'SHA-256 suits nearly everything. MD5 and SHA-1 tell accidental changes but not deliberate ones. BLAKE2b has 512 bits, as b2sum prints them.',
        options: algorithmNames,
      },
    },
    columns: { digest: 'Checksum' },
  },
  verify: {
    title: 'Verify checksums',
    description:
      'Compares each file with a checksum that was written down earlier: in a list such as SHA256SUMS, or in a file beside it.',
    parameters: {
      mode: {
        label: 'Compare with',
        help: 'One file lists the checksums of many, or each file has another one beside it, such as photo.jpg.sha256.',
        options: { list: 'A list of checksums', sidecar: 'A file beside each' },
      },
      list: {
        label: 'List',
        help: 'The whole path of a list as sha256sum and its kin write it, with or without --tag. Its names start at its folder.',
      },
      algorithm: {
        label: 'Algorithm',
        help: 'Found out by itself: by what the list says, or by the length of a checksum; of the two with 128 digits SHA-512, unless the name of the list says BLAKE2.',
        options: { auto, ...algorithmNames },
      },
    },
    columns: { algorithm: 'Algorithm', digest: 'Checksum', compared_with: 'Compared with' },
  },
  duplicates: {
    title: 'Find duplicates',
    description:
      'Finds files with the same content, whatever their names. The groups are shown with the results, and nothing is changed.',
    columns: { digest: 'Checksum', size: 'Bytes', inode: 'File number', links: 'Links' },
  },
  details: {
    title: 'File details',
    description:
      'Tells size, dates and type of each file, by what it holds and not by its name, and what images and audio say of themselves.',
    columns: {
      bytes: 'Bytes',
      modified: 'Changed on',
      created: 'Created on',
      type: 'Type',
      mime: 'Media type',
      extension_mismatch: 'Wrong extension',
      width: 'Width',
      height: 'Height',
      taken: 'Taken on',
      camera: 'Camera',
      duration: 'Playing time',
      artist: 'Artist',
      album: 'Album',
      title: 'Title',
      bitrate: 'Bit rate',
    },
  },
  'convert-image': {
    title: 'Convert images',
    description:
      'Makes a new image of each image: format, size, quality, metadata and watermark in one go, so that quality is lost once at most.',
    parameters: {
      format: {
        label: 'Format',
        help: 'The format of the new image, or the one that the content of the old image has.',
        options: { keep: 'As the old image', ...imageFormats },
      },
      quality: {
        label: 'Quality',
        help: 'Of JPEG, WebP and AVIF: more is better and larger. PNG, TIFF and GIF lose nothing in any case.',
      },
      lossless: {
        label: 'Lossless',
        help: 'WebP and AVIF lose nothing; quality then means nothing. JPEG has no such form.',
      },
      resize: {
        label: 'Resize',
        help: 'Within a frame: as large as fits into width and height. Filling: exactly width by height, what stands over is cut off evenly.',
        options: {
          none: 'Keep the size',
          fit: 'Within a frame',
          fill: 'Filling a frame',
          'longest-edge': 'By the longest edge',
          percent: 'In percent',
        },
      },
      width: { label: 'Width', help: 'Pixels, for a frame.' },
      height: { label: 'Height', help: 'Pixels, for a frame.' },
      longestEdge: { label: 'Longest edge', help: 'Pixels of the longer side.' },
      percent: { label: 'Percent', help: 'Of the old width and height.' },
      neverEnlarge: { label: 'Never enlarge', help: 'Images that are smaller already keep their size.' },
      autoOrient: {
        label: 'Turn upright',
        help: 'Turns and mirrors the pixels as the camera noted, so that every program shows them upright.',
      },
      metadata: {
        label: 'Metadata',
        help: 'Date, camera, place, colour profile and so on stay; or they are left out, and colours become sRGB.',
        options: { keep: 'Keep', strip: 'Leave out' },
      },
      animation: {
        label: 'Animation',
        help: 'Animated GIF and WebP stay animated where the new format is one of these two; else the first frame.',
        options: { keep: 'Keep', 'first-frame': 'First frame' },
      },
      watermark: {
        label: 'Watermark',
        help: 'A text that is written over the image; nothing for none. May have several lines.',
      },
      watermarkPosition: {
        label: 'Position of the watermark',
        help: 'The corner, edge or centre where it stands.',
        options: {
          'top-left': 'Top left',
          top: 'Top',
          'top-right': 'Top right',
          left: 'Left',
          centre: 'Centre',
          right: 'Right',
          'bottom-left': 'Bottom left',
          bottom: 'Bottom',
          'bottom-right': 'Bottom right',
        },
      },
      watermarkSize: {
        label: 'Size of the watermark',
        help: 'Height of its letters in percent of the image’s shorter side. Less where the text would be too wide.',
      },
      watermarkOpacity: {
        label: 'Opacity of the watermark',
        help: 'Percent: 100 hides what is behind it.',
      },
      megapixelLimit: {
        label: 'Largest image',
        help: 'Megapixels, of all frames together. Larger ones fail before they are unpacked, since each takes up to 4 MB of memory.',
      },
    },
    columns: {
      input_format: 'Old format',
      input_width: 'Old width',
      input_height: 'Old height',
      format: 'Format',
      width: 'Width',
      height: 'Height',
      frames: 'Frames',
      output_size: 'New bytes',
    },
  },
  copy: {
    title: 'Copy',
    description: 'Copies each file, byte for byte, to where the outputs of the job go.',
    columns: { bytes: 'Bytes' },
  },
  move: {
    title: 'Move',
    description: 'Moves each file to where the outputs of the job go. Can be undone.',
    columns: { new_path: 'New path' },
  },
  rename: {
    title: 'Rename',
    description:
      'Gives each file another name in its folder: by finding and replacing, by letter case, and by the output name of the job with counters and dates. Can be undone.',
    parameters: {
      find: { label: 'Find', help: 'What is replaced in names, wherever it stands. Empty: nothing.' },
      replace: {
        label: 'Replace with',
        help: "What stands there instead. For a regular expression, {'$'}1 or {'$'}<name> is what a group has matched.",
      },
      regularExpression: {
        label: 'Regular expression',
        help: 'Takes what is to be found as a regular expression.',
      },
      ignoreCase: { label: 'Ignore letter case', help: 'Takes capitals and small letters for the same.' },
      part: {
        label: 'In',
        help: 'Which part of the name is changed.',
        options: { name: 'Name without extension', extension: 'Extension', both: 'Both' },
      },
      letterCase: {
        label: 'Letter case',
        help: 'Writes all letters small, or large, or the first of each word large.',
        options: {
          keep: 'As it is',
          lower: 'small letters',
          upper: 'CAPITALS',
          title: 'First Letters Capital',
        },
      },
      countFrom: { label: 'Count from', help: "What {'{n}'} in the output name begins with." },
      countBy: { label: 'Count by', help: "How much {'{n}'} grows from file to file." },
    },
    columns: { new_path: 'New path' },
  },
  'set-dates': {
    title: 'Set dates',
    description:
      'Sets when each file counts as last changed: to when it was taken, to the date in its name, or to one date for all. The content stays as it is.',
    parameters: {
      from: {
        label: 'Date from',
        help: 'Where the date of each file is taken from.',
        options: { taken: 'When it was taken', name: 'Its name', fixed: 'One date for all' },
      },
      date: {
        label: 'Date',
        help: 'The date for all: a date such as 2026-11-24, a time such as 2026-11-24T18:30, or an age such as 7d.',
      },
      pattern: {
        label: 'Pattern of the date in names',
        help: 'A regular expression with the groups year, month and day, and perhaps hour, minute and second.',
      },
    },
    columns: { old_modified: 'Date before', new_modified: 'Date after' },
  },
  trash: {
    title: 'Recycle bin',
    description: 'Puts each file into the recycle bin of this computer, from which it can be brought back.',
    columns: { trashed_to: 'Put into' },
  },
  'replace-text': {
    title: 'Find and replace',
    description:
      'Replaces a text, or what a regular expression matches, in each file. All else stays byte for byte.',
    parameters: {
      find: { label: 'Find', help: 'What is looked for.' },
      ...search,
      replaceWith: {
        label: 'Replace with',
        help: "What takes its place; nothing removes it. For a regular expression, {'$'}1 stands for its first group, {'$'}<name> for a group with a name, {'$'}& for all that was found and {'$$'} for a dollar sign.",
      },
      encoding,
    },
    columns: { replacements: 'Replaced', encoding: 'Encoding' },
  },
  'change-encoding': {
    title: 'Change encoding',
    description: 'Writes text files anew in another encoding, such as UTF-8.',
    parameters: {
      from: {
        label: 'From',
        help: 'How the files are encoded. Found out by itself: by a byte-order mark, else UTF-8 where all of the file is valid UTF-8, else guessed from how often which bytes occur. The result says what was found.',
        options: { auto },
      },
      to: { label: 'To', help: 'How the outputs are encoded.' },
      byteOrderMark: {
        label: 'Byte-order mark',
        help: 'Whether outputs in Unicode begin with one. Usual is: none in UTF-8, one in UTF-16 and UTF-32.',
        options: { usual: 'As usual', always: 'Always', never: 'Never' },
      },
      unknownCharacters: {
        label: 'Characters that the new encoding does not have',
        help: 'The file fails, or a question mark takes the place of each.',
        options: { fail: 'Fail the file', 'question-mark': 'Question marks' },
      },
    },
    columns: { from: 'From', to: 'To', replaced_characters: 'Replaced' },
  },
  'line-endings': {
    title: 'Line endings',
    description: 'Gives text files one kind of line endings. All else stays byte for byte.',
    parameters: {
      to: {
        label: 'Line endings',
        help: 'LF is usual on Linux and macOS, CRLF on Windows; CR was on the first Macintoshes.',
        options: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
      },
      encoding,
      binary: {
        label: 'Binary files too',
        help: 'Works on files that do not look like text, too: on those with NUL bytes. That destroys most of them.',
      },
    },
    columns: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
  },
  'count-text': {
    title: 'Count lines and words',
    description: 'Counts lines, words, characters and bytes, as wc does, and how often something is found.',
    parameters: {
      find: {
        label: 'Count matches of',
        help: 'What else is counted: a text or a regular expression. Nothing for none.',
      },
      ...search,
      encoding,
    },
    columns: {
      lines: 'Lines',
      words: 'Words',
      characters: 'Characters',
      bytes: 'Bytes',
      matches: 'Matches',
      encoding: 'Encoding',
    },
  },
  'csv-to-jsonl': {
    title: 'CSV to JSON Lines',
    description: 'Makes of each row of a CSV file a line with a JSON object, in UTF-8.',
    parameters: {
      delimiter,
      encoding,
      ...table,
      values: {
        label: 'Values',
        help: 'Text keeps each cell as it stands. By type makes numbers, true and false of cells that mean the same as text, and null of empty ones; 007 and 1.50 stay text.',
        options: { text: 'Text', typed: 'By type' },
      },
    },
    columns: { ...tableColumns, encoding: 'Encoding' },
  },
  'jsonl-to-csv': {
    title: 'JSON Lines to CSV',
    description:
      'Makes of each line with a JSON object a row of a CSV file, in UTF-8, below a header with all keys.',
    parameters: {
      columns: {
        label: 'Columns',
        help: 'Which keys become columns, in this order, parted by commas; one with a comma in quotation marks. Nothing: all that occur in the file, which is then read twice.',
      },
      delimiter: {
        label: 'Delimiter',
        help: 'What stands between cells in the outputs.',
        options: separators,
      },
      byteOrderMark: {
        label: 'Byte-order mark',
        help: 'Begins outputs with the mark by which Excel knows that they are UTF-8.',
      },
      escapeFormulas: {
        label: 'Escape formulas',
        help: "Puts an apostrophe before cells that begin with =, +, -, {'@'} or the like, so that a spreadsheet does not compute them. This changes negative numbers too.",
      },
      encoding,
    },
    columns: tableColumns,
  },
  'pick-columns': {
    title: 'Pick columns',
    description: 'Keeps some columns of CSV files, in any order and under any names. Outputs are in UTF-8.',
    parameters: {
      columns: {
        label: 'Columns',
        help: 'Which columns are kept, in this order, parted by commas: names of the header, or places from 1. Another name is given with =>, as in: id, 3, price => amount. A name with a comma stands in quotation marks.',
      },
      delimiter,
      encoding,
      ...table,
      outputDelimiter: {
        label: 'Delimiter of outputs',
        help: 'What stands between cells in the outputs.',
        options: { same: 'The same', ...separators },
      },
    },
    columns: tableColumns,
  },
  validate: {
    title: 'Check JSON, CSV and XML',
    description:
      'Checks whether files are well-formed. One that is not fails, with the line and column of its first fault.',
    parameters: {
      kind: {
        label: 'Kind',
        help: 'What the files are. Found out by itself: by their extension, such as .json, .ndjson, .tsv or .svg.',
        options: { auto, ...dataKinds },
      },
      duplicateKeys: {
        label: 'Doubled keys in JSON',
        help: 'Whether an object may have the same key twice. Most programs would keep only the last.',
        options: { allow: 'Allowed', fail: 'Fail the file' },
      },
      delimiter,
      encoding: {
        label: 'Encoding',
        help: 'How the files are encoded. Found out by itself: by a byte-order mark or the declaration of XML; else JSON and XML must be UTF-8, and CSV that is not is taken for Windows-1252.',
        options: { auto },
      },
    },
    columns: { kind: 'Kind', encoding: 'Encoding', records: 'Records' },
  },
  compress: {
    title: 'Compress',
    description: 'Compresses each file with gzip, Brotli or Zstandard. The original stays.',
    parameters: {
      format: {
        label: 'Format',
        help: 'gzip can be read nearly everywhere; Zstandard is faster and smaller; Brotli is smallest for text, and what browsers are sent.',
        options: packFormats,
      },
      level: {
        label: 'Level',
        help: 'How much time is spent on making files small. gzip: 1, 6 or 9; Brotli: 1, 6 or 11; Zstandard: 1, 3 or 19.',
        options: levels,
      },
    },
    columns: sizes,
  },
  decompress: {
    title: 'Decompress',
    description: 'Decompresses gzip, Brotli and Zstandard files, with limits against decompression bombs.',
    parameters: {
      format: {
        label: 'Format',
        help: 'Found out by itself: by the first bytes. Brotli has none that tell, so it is told by the extension .br.',
        options: { auto, ...packFormats },
      },
      largestOutput: {
        label: 'Largest output',
        help: 'In GiB. A file that would become larger fails.',
      },
      largestRatio: {
        label: 'Largest ratio',
        help: 'A file that would become more than so many times as large fails. Counts for outputs of more than 64 MiB.',
      },
    },
    columns: { format: 'Format', ...sizes },
  },
  zip: {
    title: 'Zip',
    description:
      'Puts each file into a zip archive of its own; where folders are taken as a whole, each folder with all that is in it.',
    parameters: {
      level: {
        label: 'Level',
        help: 'How much time is spent on making files small: level 1, 6 or 9.',
        options: levels,
      },
      dates: {
        label: 'Dates',
        help: 'Keeps date and permissions of each file in its archive, or writes the same for all, so that the same content under the same name always gives the same archive.',
        options: { keep: 'Keep', fixed: 'The same for all' },
      },
    },
    columns: { ...sizes, entries: 'Entries' },
  },
  command: {
    title: 'Command',
    description:
      'Runs a program of this computer for each file, with the rights of its user. Keeps its exit code and what it prints.',
    parameters: {
      command: {
        label: 'Command',
        help: "The program and its arguments, run once for each file (with {'{all}'} once for several) without a shell; quotes hold words together. Placeholders: {'{}'} the path, {'{.}'} the path without its extension, {'{/}'} the base name, {'{//}'} the folder, {'{/.}'} the base name without its extension, {'{ext}'} the extension without its dot, {'{#}'} the place in the input, from 1, {'{%}'} the number of the worker, from 1, {'{relative}'} the path from the folder of the input on, {'{output}'} the file that the command is to make, {'{all}'} the paths of all files of a call, each a word of its own. Without any, the path is added at the end. Braces that are meant as such are written twice: {'{{ }}'}.",
      },
      shell: {
        label: 'Shell',
        help: 'Warning: with a shell the line is a program in its language: pipes, wildcards and variables work, and so do mistakes. File names are handed to it beside the line, so that nothing in them is run; write placeholders without quotes around them.',
        options: { none: 'None', ...shellNames },
      },
      groupSize: {
        label: 'Group size',
        help: "For commands with {'{all}'}: how many files one call is given at most. Fewer where their names would be longer than the system accepts.",
      },
      whenGroupFails: {
        label: 'When a group fails',
        help: "For commands with {'{all}'}. One by one: each of its files is done again in a call of its own, so that only those fail that fail alone; files that were done already are done twice. All at once: all files of the group fail, and none is done again.",
        options: { alone: 'Try its files one by one', fail: 'All its files fail at once' },
      },
      acceptedExitCodes: {
        label: 'Accepted exit codes',
        help: 'Which exit codes mean that all went well, parted by commas.',
      },
      input: {
        label: 'Standard input',
        help: 'What the program reads.',
        options: { nothing: 'Nothing', path: 'The path as a line', content: 'The content of the file' },
      },
      workingFolder: {
        label: 'Working folder',
        help: "Empty: that of Batchyard. {'{//}'}: the folder of each file. Otherwise a whole path.",
      },
      environment: {
        label: 'Environment',
        help: 'Variables that are set for the program, besides those of Batchyard.',
      },
      variables: {
        label: 'Own placeholders',
        help: 'Placeholders of your own, each with a name, a type (text, number, boolean) and a default.',
      },
      values: {
        label: 'Values',
        help: 'What your own placeholders stand for, where it is not their default.',
      },
      outputExtension: {
        label: 'Extension of the output',
        help: "For commands with {'{output}'}: the extension of what they make, without its dot. Empty: that of the file.",
      },
      results: {
        label: 'Results',
        help: 'What becomes result columns.',
        options: {
          output: 'The output as text',
          pattern: 'What a pattern finds in its lines',
          json: 'The JSON in its last line',
        },
      },
      pattern: {
        label: 'Pattern',
        help: 'A regular expression that is held against each line of the output. Each named group, such as (?<width>\\d+), is a column: its first match.',
      },
      columns: {
        label: 'Columns',
        help: 'For JSON, the columns to be taken from it, such as: width:integer, height:integer, name. For a pattern, types of its groups.',
      },
    },
    columns: { exit_code: 'Exit code', call: 'Call (first file)', output: 'Output' },
  },
  script: {
    title: 'Script',
    description:
      'Runs a JavaScript or TypeScript function for each file, with the rights of its user: it can do whatever its user can. What it returns becomes result columns.',
    parameters: {
      source: {
        label: 'Script',
        help: 'JavaScript or TypeScript, a module: export default async (item, context) => … is called for each file, and what it returns becomes the result.',
      },
      file: {
        label: 'Script file',
        help: 'The whole path of a .ts, .mts, .js or .mjs file that holds the script, instead of the text above. A run keeps the text that it began with.',
      },
      baseFolder: {
        label: 'Folder for imports',
        help: 'The whole path of the folder from which a script that is no file imports modules and packages. Without one it can import what Node has, such as node:fs.',
      },
      params: { label: 'Values', help: 'What the script finds in context.params, by name.' },
      runIn: {
        label: 'Run in',
        help: 'Threads start quickly and share memory limits with the app. Processes are for scripts that start programs or use native code: what goes wrong in one ends it alone.',
        options: { threads: 'Threads', processes: 'Processes' },
      },
    },
    columns: { result: 'Result' },
  },
  wait: {
    title: 'Wait',
    description: 'Waits for a random time and tells how long. Touches no file: for trying things out.',
    parameters: {
      shortest: { label: 'Shortest wait', help: 'Seconds that an item waits at least.' },
      longest: { label: 'Longest wait', help: 'Seconds that an item waits at most.' },
    },
    columns: { seconds: 'Seconds' },
  },
} as const
