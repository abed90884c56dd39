import type { taskMessages } from '../../tasks.ts'
import { algorithmNames, dataKinds, imageFormats, packFormats, shellNames } from '../../tasks.ts'
import type { Translated } from '../../text.ts'

const auto = '自动识别'
const separators = { comma: '逗号', semicolon: '分号', tab: '制表符', pipe: '竖线' }
const levels = { fast: '快速', normal: '标准', best: '最小' }
const encoding = {
  label: '编码',
  help: '文件的编码。自动识别：先看字节顺序标记；否则若整个文件是有效的 UTF-8，则为 UTF-8；否则视为包含全部 Latin-1 的 Windows-1252。',
  options: { auto },
}
const delimiter = {
  label: '分隔符',
  help: '单元格之间的字符。自动识别：选取能把前几行分得最多的那个。',
  options: { auto, ...separators },
}
const search = {
  kind: {
    label: '方式',
    help: '按原样查找，还是作为 JavaScript 的正则表达式。',
    options: { literal: '原样文本', 'regular-expression': '正则表达式' },
  },
  ignoreCase: { label: '忽略大小写', help: '把大写和小写字母视为相同。' },
  multiline: {
    label: "^ 和 {'$'} 按行匹配",
    help: "在正则表达式中，^ 和 {'$'} 表示每一行的开头和结尾，而不只是整个文件的。",
  },
  dotAll: { label: '. 匹配换行', help: '在正则表达式中，. 也表示换行。' },
  unicode: {
    label: 'Unicode',
    help: "按字符而不是按半个字符读取正则表达式，可用 \\p{'{…}'}，并严格检查写法。",
  },
}
const table = {
  looseQuotes: {
    label: '宽松的引号',
    help: '若单元格不以引号开头，其中的引号按原样对待，例如：5" 管。',
  },
  header: { label: '标题行', help: '第一行是否为列名。' },
  raggedRows: {
    label: '长度不同的行',
    help: '某行的单元格比第一行多或少时，该文件记为失败，或用空单元格补足缺少的部分。',
    options: { fail: '文件记为失败', fill: '用空单元格补足' },
  },
}
const sizes = { size_before: '之前大小', size_after: '之后大小' }
const tableColumns = { rows: '行数', columns: '列数' }

/** 各任务的简体中文文本。 */
export const tasks: Translated<typeof taskMessages> = {
  checksum: {
    title: '校验和',
    description: '计算每个文件内容的校验和。',
    parameters: {
      algorithm: {
        label: '算法',
        help: 'SHA-256 几乎适合所有情况。MD5 和 SHA-1 能发现意外的改动，但不能发现蓄意的改动。BLAKE2b 为 512 位，与 b2sum 的输出相同。',
        options: algorithmNames,
      },
    },
    columns: { digest: '校验和' },
  },
  verify: {
    title: '核对校验和',
    description: '把每个文件与先前记录的校验和比较：记录在 SHA256SUMS 之类的清单中，或在旁边的文件中。',
    parameters: {
      mode: {
        label: '比较对象',
        help: '一个文件列出许多校验和，或每个文件旁边各有一个，例如 photo.jpg.sha256。',
        options: { list: '校验和清单', sidecar: '每个文件旁边的文件' },
      },
      list: {
        label: '清单',
        help: '由 sha256sum 等程序写出的清单的完整路径，有无 --tag 均可。其中的名称从清单所在的文件夹算起。',
      },
      algorithm: {
        label: '算法',
        help: '自动识别：根据清单的说明或校验和的长度；两种 128 位数字的算法中取 SHA-512，除非清单的名称含有 BLAKE2。',
        options: { auto, ...algorithmNames },
      },
    },
    columns: { algorithm: '算法', digest: '校验和', compared_with: '比较对象' },
  },
  duplicates: {
    title: '查找重复文件',
    description: '查找内容相同的文件，不论名称如何。各组与结果一起显示，不做任何更改。',
    columns: { digest: '校验和', size: '字节数', inode: '文件编号', links: '链接数' },
  },
  details: {
    title: '文件详情',
    description: '根据内容而不是名称给出每个文件的大小、日期和类型，以及图像和音频自带的信息。',
    columns: {
      bytes: '字节数',
      modified: '修改日期',
      created: '创建日期',
      type: '类型',
      mime: '媒体类型',
      extension_mismatch: '扩展名不符',
      width: '宽度',
      height: '高度',
      taken: '拍摄日期',
      camera: '相机',
      duration: '播放时长',
      artist: '艺术家',
      album: '专辑',
      title: '标题',
      bitrate: '比特率',
    },
  },
  'convert-image': {
    title: '转换图像',
    description: '由每个图像生成新图像：格式、尺寸、质量、元数据和水印一次完成，因此质量最多损失一次。',
    parameters: {
      format: {
        label: '格式',
        help: '新图像的格式，或与原图像内容相同的格式。',
        options: { keep: '与原图像相同', ...imageFormats },
      },
      quality: {
        label: '质量',
        help: '用于 JPEG、WebP 和 AVIF：越高越好，文件也越大。PNG、TIFF 和 GIF 始终无损。',
      },
      lossless: {
        label: '无损',
        help: 'WebP 和 AVIF 不再有损失，质量随之失去意义。JPEG 没有这种形式。',
      },
      resize: {
        label: '调整尺寸',
        help: '放入边框：在宽度和高度内尽可能大。填满边框：正好为宽 × 高，多出的部分均匀裁去。',
        options: {
          none: '保持尺寸',
          fit: '放入边框',
          fill: '填满边框',
          'longest-edge': '按最长边',
          percent: '按百分比',
        },
      },
      width: { label: '宽度', help: '边框的像素数。' },
      height: { label: '高度', help: '边框的像素数。' },
      longestEdge: { label: '最长边', help: '较长一边的像素数。' },
      percent: { label: '百分比', help: '相对于原来的宽度和高度。' },
      neverEnlarge: { label: '从不放大', help: '已经更小的图像保持原尺寸。' },
      autoOrient: {
        label: '转正',
        help: '按相机的记录旋转和翻转像素，使所有程序都正向显示。',
      },
      metadata: {
        label: '元数据',
        help: '保留日期、相机、地点、颜色配置等；或去除它们，颜色变为 sRGB。',
        options: { keep: '保留', strip: '去除' },
      },
      animation: {
        label: '动画',
        help: '若新格式是 GIF 或 WebP，动画 GIF 和 WebP 仍为动画；否则取第一帧。',
        options: { keep: '保留', 'first-frame': '第一帧' },
      },
      watermark: {
        label: '水印',
        help: '写在图像上的文字；留空则没有。可以有多行。',
      },
      watermarkPosition: {
        label: '水印位置',
        help: '水印所在的角、边或中央。',
        options: {
          'top-left': '左上',
          top: '上',
          'top-right': '右上',
          left: '左',
          centre: '中央',
          right: '右',
          'bottom-left': '左下',
          bottom: '下',
          'bottom-right': '右下',
        },
      },
      watermarkSize: {
        label: '水印大小',
        help: '文字高度占图像短边的百分比。文字过宽时会缩小。',
      },
      watermarkOpacity: {
        label: '水印不透明度',
        help: '百分比：100 完全遮住后面的内容。',
      },
      megapixelLimit: {
        label: '最大图像',
        help: '所有帧合计的百万像素数。每百万像素最多占用 4 MB 内存，更大的图像在解码前就记为失败。',
      },
    },
    columns: {
      input_format: '原格式',
      input_width: '原宽度',
      input_height: '原高度',
      format: '格式',
      width: '宽度',
      height: '高度',
      frames: '帧数',
      output_size: '新字节数',
    },
  },
  copy: {
    title: '复制',
    description: '把每个文件逐字节复制到作业的输出位置。',
    columns: { bytes: '字节数' },
  },
  move: {
    title: '移动',
    description: '把每个文件移动到作业的输出位置。可以撤销。',
    columns: { new_path: '新路径' },
  },
  rename: {
    title: '重命名',
    description:
      '在原文件夹中为每个文件改名：通过查找和替换、字母大小写，以及带有计数器和日期的作业输出名称。可以撤销。',
    parameters: {
      find: { label: '查找', help: '名称中要替换的内容，不论在何处。留空：不替换。' },
      replace: {
        label: '替换为',
        help: "替换后的内容。使用正则表达式时，{'$'}1 或 {'$'}<name> 表示某个组匹配到的内容。",
      },
      regularExpression: { label: '正则表达式', help: '把要查找的内容作为正则表达式。' },
      ignoreCase: { label: '忽略字母大小写', help: '把大写和小写字母视为相同。' },
      part: {
        label: '范围',
        help: '更改名称的哪一部分。',
        options: { name: '不含扩展名的名称', extension: '扩展名', both: '两者' },
      },
      letterCase: {
        label: '字母大小写',
        help: '全部小写、全部大写，或每个单词的首字母大写。',
        options: { keep: '保持原样', lower: '全部小写', upper: '全部大写', title: '首字母大写' },
      },
      countFrom: { label: '起始编号', help: "输出名称中 {'{n}'} 的第一个值。" },
      countBy: { label: '编号增量', help: "每个文件 {'{n}'} 增加多少。" },
    },
    columns: { new_path: '新路径' },
  },
  'set-dates': {
    title: '设置日期',
    description: '把每个文件的修改日期设为拍摄日期、名称中的日期或统一的日期。内容保持不变。',
    parameters: {
      from: {
        label: '日期来源',
        help: '每个文件的日期取自何处。',
        options: { taken: '拍摄日期', name: '文件名称', fixed: '统一的日期' },
      },
      date: {
        label: '日期',
        help: '统一的日期：如 2026-11-24 的日期、如 2026-11-24T18:30 的时间，或如 7d 的时长。',
      },
      pattern: {
        label: '名称中日期的模式',
        help: '含有组 year、month 和 day 的正则表达式，也可含 hour、minute 和 second。',
      },
    },
    columns: { old_modified: '之前日期', new_modified: '之后日期' },
  },
  trash: {
    title: '回收站',
    description: '把每个文件放入这台计算机的回收站，可以从那里恢复。',
    columns: { trashed_to: '放入位置' },
  },
  'replace-text': {
    title: '查找和替换',
    description: '在每个文件中替换某段文本或正则表达式匹配到的内容。其余内容逐字节不变。',
    parameters: {
      find: { label: '查找', help: '要查找的内容。' },
      ...search,
      replaceWith: {
        label: '替换为',
        help: "替换后的内容；留空则删除。使用正则表达式时，{'$'}1 表示第一个组，{'$'}<name> 表示命名的组，{'$'}& 表示找到的全部内容，{'$$'} 表示美元符号。",
      },
      encoding,
    },
    columns: { replacements: '替换数', encoding: '编码' },
  },
  'change-encoding': {
    title: '更改编码',
    description: '用 UTF-8 等另一种编码重写文本文件。',
    parameters: {
      from: {
        label: '从',
        help: '文件的编码。自动识别：先看字节顺序标记；否则若整个文件是有效的 UTF-8，则为 UTF-8；否则根据字节出现的频率推测。结果会说明识别到的编码。',
        options: { auto },
      },
      to: { label: '到', help: '输出的编码。' },
      byteOrderMark: {
        label: '字节顺序标记',
        help: 'Unicode 输出的开头是否有标记。通常：UTF-8 没有，UTF-16 和 UTF-32 有。',
        options: { usual: '按通常做法', always: '始终', never: '从不' },
      },
      unknownCharacters: {
        label: '新编码中没有的字符',
        help: '文件记为失败，或用问号代替每个这样的字符。',
        options: { fail: '文件记为失败', 'question-mark': '问号' },
      },
    },
    columns: { from: '从', to: '到', replaced_characters: '替换数' },
  },
  'line-endings': {
    title: '行尾',
    description: '把文本文件的行尾统一为一种。其余内容逐字节不变。',
    parameters: {
      to: {
        label: '行尾',
        help: 'LF 常用于 Linux 和 macOS，CRLF 常用于 Windows；CR 用于最早的 Macintosh。',
        options: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
      },
      encoding,
      binary: {
        label: '也处理二进制文件',
        help: '也处理不像文本的文件，即含有 NUL 字节的文件。这会损坏其中的大多数。',
      },
    },
    columns: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
  },
  'count-text': {
    title: '统计行和单词',
    description: '像 wc 一样统计行、单词、字符和字节，以及某内容出现的次数。',
    parameters: {
      find: {
        label: '统计匹配',
        help: '另外统计的内容：文本或正则表达式。留空则不统计。',
      },
      ...search,
      encoding,
    },
    columns: {
      lines: '行数',
      words: '单词数',
      characters: '字符数',
      bytes: '字节数',
      matches: '匹配数',
      encoding: '编码',
    },
  },
  'csv-to-jsonl': {
    title: 'CSV 转 JSON Lines',
    description: '把 CSV 文件的每一行变成含有一个 JSON 对象的一行，使用 UTF-8。',
    parameters: {
      delimiter,
      encoding,
      ...table,
      values: {
        label: '值',
        help: '文本：每个单元格保持原样。按类型：与文本意义相同的单元格变成数字、true 和 false，空单元格变成 null；007 和 1.50 仍为文本。',
        options: { text: '文本', typed: '按类型' },
      },
    },
    columns: { ...tableColumns, encoding: '编码' },
  },
  'jsonl-to-csv': {
    title: 'JSON Lines 转 CSV',
    description: '把含有 JSON 对象的每一行变成 CSV 文件的一行，使用 UTF-8，标题行含有所有键。',
    parameters: {
      columns: {
        label: '列',
        help: '哪些键成为列，按此顺序，用逗号分隔；含逗号的键用引号括起。留空：文件中出现的所有键，此时文件会读取两次。',
      },
      delimiter: {
        label: '分隔符',
        help: '输出中单元格之间的字符。',
        options: separators,
      },
      byteOrderMark: {
        label: '字节顺序标记',
        help: '在输出开头放置 Excel 用来识别 UTF-8 的标记。',
      },
      escapeFormulas: {
        label: '转义公式',
        help: "在以 =、+、-、{'@'} 等开头的单元格前加撇号，使电子表格不进行计算。负数也会因此改变。",
      },
      encoding,
    },
    columns: tableColumns,
  },
  'pick-columns': {
    title: '选取列',
    description: '保留 CSV 文件的部分列，顺序和名称可任意指定。输出为 UTF-8。',
    parameters: {
      columns: {
        label: '列',
        help: '保留哪些列，按此顺序，用逗号分隔：标题行中的名称，或从 1 开始的位置。用 => 另起名称，例如：id, 3, price => amount。含逗号的名称用引号括起。',
      },
      delimiter,
      encoding,
      ...table,
      outputDelimiter: {
        label: '输出的分隔符',
        help: '输出中单元格之间的字符。',
        options: { same: '相同', ...separators },
      },
    },
    columns: tableColumns,
  },
  validate: {
    title: '检查 JSON、CSV 和 XML',
    description: '检查文件格式是否正确。不正确的文件记为失败，并给出第一处错误的行和列。',
    parameters: {
      kind: {
        label: '种类',
        help: '文件的种类。自动识别：根据扩展名，例如 .json、.ndjson、.tsv 或 .svg。',
        options: { auto, ...dataKinds },
      },
      duplicateKeys: {
        label: 'JSON 中重复的键',
        help: '一个对象是否可以有两个相同的键。大多数程序只会保留最后一个。',
        options: { allow: '允许', fail: '文件记为失败' },
      },
      delimiter,
      encoding: {
        label: '编码',
        help: '文件的编码。自动识别：根据字节顺序标记或 XML 声明；否则 JSON 和 XML 必须为 UTF-8，而不是 UTF-8 的 CSV 视为 Windows-1252。',
        options: { auto },
      },
    },
    columns: { kind: '种类', encoding: '编码', records: '记录数' },
  },
  compress: {
    title: '压缩',
    description: '用 gzip、Brotli 或 Zstandard 压缩每个文件。原文件保留。',
    parameters: {
      format: {
        label: '格式',
        help: 'gzip 几乎到处都能读取；Zstandard 更快也更小；Brotli 对文本最小，浏览器接收的就是它。',
        options: packFormats,
      },
      level: {
        label: '级别',
        help: '用多少时间来减小文件。gzip：1、6 或 9；Brotli：1、6 或 11；Zstandard：1、3 或 19。',
        options: levels,
      },
    },
    columns: sizes,
  },
  decompress: {
    title: '解压',
    description: '解压 gzip、Brotli 和 Zstandard 文件，并设有防范解压炸弹的限制。',
    parameters: {
      format: {
        label: '格式',
        help: '自动识别：根据开头的字节。Brotli 没有这样的标志，因此根据扩展名 .br 识别。',
        options: { auto, ...packFormats },
      },
      largestOutput: {
        label: '最大输出',
        help: '以 GiB 为单位。会变得更大的文件记为失败。',
      },
      largestRatio: {
        label: '最大倍数',
        help: '会变大超过此倍数的文件记为失败。适用于超过 64 MiB 的输出。',
      },
    },
    columns: { format: '格式', ...sizes },
  },
  zip: {
    title: 'Zip',
    description: '把每个文件放入各自的 zip 归档；若文件夹作为整体处理，则把每个文件夹及其全部内容放入。',
    parameters: {
      level: {
        label: '级别',
        help: '用多少时间来减小文件：级别 1、6 或 9。',
        options: levels,
      },
      dates: {
        label: '日期',
        help: '在归档中保留每个文件的日期和权限，或全部写成相同的，使相同名称和内容总是得到相同的归档。',
        options: { keep: '保留', fixed: '全部相同' },
      },
    },
    columns: { ...sizes, entries: '条目数' },
  },
  command: {
    title: '命令',
    description: '以用户的权限为每个文件运行这台计算机上的一个程序。保留其退出码和输出。',
    parameters: {
      command: {
        label: '命令',
        help: "程序及其参数，每个文件运行一次（有 {'{all}'} 时多个文件运行一次），不经过 shell；引号把词连在一起。占位符：{'{}'} 路径，{'{.}'} 不含扩展名的路径，{'{/}'} 文件名，{'{//}'} 文件夹，{'{/.}'} 不含扩展名的文件名，{'{ext}'} 不含点的扩展名，{'{#}'} 在输入中的位置（从 1 开始），{'{%}'} 工作线程的编号（从 1 开始），{'{relative}'} 从输入文件夹算起的路径，{'{output}'} 命令要生成的文件，{'{all}'} 一次调用的所有文件的路径（各为一个词）。没有占位符时，路径加在末尾。花括号本身写两次：{'{{ }}'}。",
      },
      shell: {
        label: 'Shell',
        help: '注意：使用 shell 时，这一行就是用其语言写的程序：管道、通配符和变量都有效，错误也一样。文件名在这一行之外传递，因此其中的内容不会被执行；占位符不要加引号。',
        options: { none: '无', ...shellNames },
      },
      groupSize: {
        label: '组的大小',
        help: "用于含 {'{all}'} 的命令：一次调用最多给多少个文件。若名称总长超过系统所允许的，则会更少。",
      },
      whenGroupFails: {
        label: '一组失败时',
        help: "用于含 {'{all}'} 的命令。逐个：每个文件在各自的调用中再做一次，因此只有单独也失败的才失败；已做过的会做两次。全部：组中所有文件记为失败，都不再做。",
        options: { alone: '逐个再试其文件', fail: '全部记为失败' },
      },
      acceptedExitCodes: {
        label: '可接受的退出码',
        help: '哪些退出码表示一切顺利，用逗号分隔。',
      },
      input: {
        label: '标准输入',
        help: '程序读取的内容。',
        options: { nothing: '无', path: '路径（一行）', content: '文件的内容' },
      },
      workingFolder: {
        label: '工作文件夹',
        help: "留空：Batchyard 的工作文件夹。{'{//}'}：每个文件所在的文件夹。否则为完整路径。",
      },
      environment: {
        label: '环境变量',
        help: '除 Batchyard 的变量外，为程序设置的变量。',
      },
      variables: {
        label: '自定义占位符',
        help: '自定义的占位符，各有名称、类型（text、number、boolean）和默认值。',
      },
      values: {
        label: '值',
        help: '自定义占位符的值（与默认值不同时）。',
      },
      outputExtension: {
        label: '输出的扩展名',
        help: "用于含 {'{output}'} 的命令：所生成文件的扩展名，不含点。留空：与原文件相同。",
      },
      results: {
        label: '结果',
        help: '什么成为结果列。',
        options: {
          output: '输出的文本',
          pattern: '模式在各行中找到的内容',
          json: '最后一行中的 JSON',
        },
      },
      pattern: {
        label: '模式',
        help: '用于输出每一行的正则表达式。每个命名的组，例如 (?<width>\\d+)，是一列，取其第一个匹配。',
      },
      columns: {
        label: '列',
        help: '对于 JSON，要从中取出的列，例如：width:integer, height:integer, name。对于模式，各组的类型。',
      },
    },
    columns: { exit_code: '退出码', call: '调用（首个文件）', output: '输出' },
  },
  script: {
    title: '脚本',
    description:
      '以用户的权限为每个文件运行一个 JavaScript 或 TypeScript 函数：用户能做的它都能做。它返回的内容成为结果列。',
    parameters: {
      source: {
        label: '脚本',
        help: 'JavaScript 或 TypeScript 模块：export default async (item, context) => … 对每个文件调用一次，返回的内容成为结果。',
      },
      file: {
        label: '脚本文件',
        help: '含有脚本的 .ts、.mts、.js 或 .mjs 文件的完整路径，用来代替上面的文本。一次运行保留其开始时的文本。',
      },
      baseFolder: {
        label: '导入的文件夹',
        help: '不是文件的脚本从中导入模块和包的文件夹的完整路径。没有它时，只能导入 Node 自带的内容，例如 node:fs。',
      },
      params: { label: '值', help: '脚本在 context.params 中按名称取得的内容。' },
      runIn: {
        label: '运行于',
        help: '线程启动快，并与应用共享内存限制。进程用于会启动程序或使用本机代码的脚本：其中出错时只会结束该进程。',
        options: { threads: '线程', processes: '进程' },
      },
    },
    columns: { result: '结果' },
  },
  wait: {
    title: '等待',
    description: '等待随机的时间并给出时长。不接触任何文件：用于试验。',
    parameters: {
      shortest: { label: '最短等待', help: '每项至少等待的秒数。' },
      longest: { label: '最长等待', help: '每项最多等待的秒数。' },
    },
    columns: { seconds: '秒数' },
  },
}
