import type { taskMessages } from '../../tasks.ts'
import { algorithmNames, dataKinds, imageFormats, packFormats, shellNames } from '../../tasks.ts'
import type { Translated } from '../../text.ts'

const auto = '自動判定'
const separators = { comma: 'カンマ', semicolon: 'セミコロン', tab: 'タブ', pipe: '縦棒' }
const levels = { fast: '速い', normal: '標準', best: '最小' }
const encoding = {
  label: '文字コード',
  help: 'ファイルの文字コード。自動判定では、バイト順マーク、次にファイル全体が正しい UTF-8 なら UTF-8、それ以外は Latin-1 をすべて含む Windows-1252 とみなします。',
  options: { auto },
}
const delimiter = {
  label: '区切り文字',
  help: 'セルの間にある文字。自動判定では、最初の数行を最も多くに分ける文字を選びます。',
  options: { auto, ...separators },
}
const search = {
  kind: {
    label: '種類',
    help: 'そのままの文字列として探すか、JavaScript の正規表現として探すか。',
    options: { literal: 'そのままの文字列', 'regular-expression': '正規表現' },
  },
  ignoreCase: { label: '大文字と小文字を区別しない', help: '大文字と小文字を同じものとして扱います。' },
  multiline: {
    label: "^ と {'$'} を行ごとに",
    help: "正規表現の ^ と {'$'} を、ファイルだけでなく各行の先頭と末尾にも一致させます。",
  },
  dotAll: { label: '. を改行にも', help: '正規表現の . を改行にも一致させます。' },
  unicode: {
    label: 'Unicode',
    help: "正規表現を文字の半分ではなく文字単位で読みます。\\p{'{…}'} が使え、書き方は厳密になります。",
  },
}
const table = {
  looseQuotes: {
    label: '緩い引用符',
    help: '引用符で始まらないセルの中の引用符を、そのままの文字として扱います。例: 5" パイプ',
  },
  header: { label: '見出し行', help: '先頭の行に列の名前があるかどうか。' },
  raggedRows: {
    label: '長さの違う行',
    help: '先頭の行とセルの数が違う行があるとき、ファイルを失敗とするか、足りない分を空のセルで補います。',
    options: { fail: 'ファイルを失敗とする', fill: '空のセルで補う' },
  },
}
const sizes = { size_before: '前のサイズ', size_after: '後のサイズ' }
const tableColumns = { rows: '行数', columns: '列数' }

/** 日本語のタスク。 */
export const tasks: Translated<typeof taskMessages> = {
  checksum: {
    title: 'チェックサム',
    description: '各ファイルの内容のチェックサムを計算します。',
    parameters: {
      algorithm: {
        label: 'アルゴリズム',
        help: 'ほとんどの場合は SHA-256 が適しています。MD5 と SHA-1 は偶然の変化は見つけますが、意図的な変化は見つけられません。BLAKE2b は b2sum と同じ 512 ビットです。',
        options: algorithmNames,
      },
    },
    columns: { digest: 'チェックサム' },
  },
  verify: {
    title: 'チェックサムの照合',
    description:
      '各ファイルを、以前に記録したチェックサムと照合します。SHA256SUMS のような一覧か、隣に置いたファイルを使います。',
    parameters: {
      mode: {
        label: '照合の相手',
        help: '多数のチェックサムを並べた 1 つのファイルか、photo.jpg.sha256 のように各ファイルの隣にあるファイル。',
        options: { list: 'チェックサムの一覧', sidecar: '隣のファイル' },
      },
      list: {
        label: '一覧',
        help: 'sha256sum などが書き出す一覧の完全なパス。--tag の有無は問いません。中の名前は一覧のあるフォルダーから始まります。',
      },
      algorithm: {
        label: 'アルゴリズム',
        help: '自動判定では、一覧の記述またはチェックサムの長さから決めます。128 桁の 2 つでは、一覧の名前に BLAKE2 とない限り SHA-512 とみなします。',
        options: { auto, ...algorithmNames },
      },
    },
    columns: { algorithm: 'アルゴリズム', digest: 'チェックサム', compared_with: '照合の相手' },
  },
  duplicates: {
    title: '重複の検索',
    description:
      '名前に関係なく、内容が同じファイルを見つけます。グループは結果とともに表示され、何も変更しません。',
    columns: { digest: 'チェックサム', size: 'バイト数', inode: 'ファイル番号', links: 'リンク数' },
  },
  details: {
    title: 'ファイルの詳細',
    description:
      '各ファイルのサイズ、日付、種類を、名前ではなく内容から調べます。画像と音声についてはそれ自身の情報も示します。',
    columns: {
      bytes: 'バイト数',
      modified: '更新日',
      created: '作成日',
      type: '種類',
      mime: 'メディアタイプ',
      extension_mismatch: '拡張子の不一致',
      width: '幅',
      height: '高さ',
      taken: '撮影日',
      camera: 'カメラ',
      duration: '再生時間',
      artist: 'アーティスト',
      album: 'アルバム',
      title: 'タイトル',
      bitrate: 'ビットレート',
    },
  },
  'convert-image': {
    title: '画像の変換',
    description:
      '各画像から新しい画像を作ります。形式、サイズ、品質、メタデータ、透かしを一度に処理するので、品質の低下は多くても一度です。',
    parameters: {
      format: {
        label: '形式',
        help: '新しい画像の形式。または元の画像の内容と同じ形式。',
        options: { keep: '元の画像と同じ', ...imageFormats },
      },
      quality: {
        label: '品質',
        help: 'JPEG、WebP、AVIF で、大きいほど高品質でサイズも大きくなります。PNG、TIFF、GIF は常に劣化しません。',
      },
      lossless: {
        label: '可逆',
        help: 'WebP と AVIF が劣化しなくなり、品質は意味を持ちません。JPEG にはありません。',
      },
      resize: {
        label: 'サイズ変更',
        help: '枠に収める: 幅と高さに収まる最大の大きさ。枠を満たす: ちょうど幅 × 高さにし、はみ出す部分を均等に切り取ります。',
        options: {
          none: 'サイズを保つ',
          fit: '枠に収める',
          fill: '枠を満たす',
          'longest-edge': '長辺で指定',
          percent: '割合で指定',
        },
      },
      width: { label: '幅', help: '枠の幅（ピクセル）。' },
      height: { label: '高さ', help: '枠の高さ（ピクセル）。' },
      longestEdge: { label: '長辺', help: '長い方の辺（ピクセル）。' },
      percent: { label: 'パーセント', help: '元の幅と高さに対する割合。' },
      neverEnlarge: { label: '拡大しない', help: 'すでに小さい画像はサイズを保ちます。' },
      autoOrient: {
        label: '向きを直す',
        help: 'カメラの記録に従ってピクセルを回転・反転し、どのプログラムでも正しい向きで表示されるようにします。',
      },
      metadata: {
        label: 'メタデータ',
        help: '日付、カメラ、場所、カラープロファイルなどを残すか、取り除いて色を sRGB にします。',
        options: { keep: '残す', strip: '取り除く' },
      },
      animation: {
        label: 'アニメーション',
        help: '新しい形式が GIF か WebP なら動く GIF と WebP は動いたままになり、それ以外は最初のコマになります。',
        options: { keep: '残す', 'first-frame': '最初のコマ' },
      },
      watermark: {
        label: '透かし',
        help: '画像の上に書く文字列。空なら書きません。複数行にできます。',
      },
      watermarkPosition: {
        label: '透かしの位置',
        help: '透かしを置く隅、辺、または中央。',
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
        label: '透かしの大きさ',
        help: '画像の短辺に対する文字の高さ（パーセント）。幅に収まらない場合は小さくなります。',
      },
      watermarkOpacity: {
        label: '透かしの不透明度',
        help: 'パーセント。100 で背後が見えなくなります。',
      },
      megapixelLimit: {
        label: '最大の画像',
        help: 'すべてのコマを合わせたメガピクセル数。1 メガピクセルにつき最大 4 MB のメモリーを使うため、これより大きい画像は展開前に失敗とします。',
      },
    },
    columns: {
      input_format: '元の形式',
      input_width: '元の幅',
      input_height: '元の高さ',
      format: '形式',
      width: '幅',
      height: '高さ',
      frames: 'コマ数',
      output_size: '新バイト数',
    },
  },
  copy: {
    title: 'コピー',
    description: '各ファイルを 1 バイトも変えずに、ジョブの出力先へコピーします。',
    columns: { bytes: 'バイト数' },
  },
  move: {
    title: '移動',
    description: '各ファイルをジョブの出力先へ移動します。元に戻せます。',
    columns: { new_path: '新しいパス' },
  },
  rename: {
    title: '名前の変更',
    description:
      '各ファイルの名前をそのフォルダーの中で変えます。検索と置換、大文字と小文字、番号や日付を含むジョブの出力名を使います。元に戻せます。',
    parameters: {
      find: {
        label: '検索',
        help: '名前の中で置き換える文字列。どこにあっても対象です。空なら何もしません。',
      },
      replace: {
        label: '置換後',
        help: "代わりに入る文字列。正規表現では、{'$'}1 や {'$'}<name> がグループの一致した部分を表します。",
      },
      regularExpression: { label: '正規表現', help: '検索する文字列を正規表現として扱います。' },
      ignoreCase: { label: '大文字と小文字を区別しない', help: '大文字と小文字を同じものとして扱います。' },
      part: {
        label: '対象',
        help: '名前のどの部分を変えるか。',
        options: { name: '拡張子を除く名前', extension: '拡張子', both: '両方' },
      },
      letterCase: {
        label: '大文字と小文字',
        help: 'すべて小文字、すべて大文字、または各単語の先頭だけを大文字にします。',
        options: { keep: 'そのまま', lower: '小文字', upper: '大文字', title: '単語の先頭を大文字' },
      },
      countFrom: { label: '開始番号', help: "出力名の {'{n}'} の最初の値。" },
      countBy: { label: '増分', help: "ファイルごとに {'{n}'} が増える量。" },
    },
    columns: { new_path: '新しいパス' },
  },
  'set-dates': {
    title: '日付の設定',
    description:
      '各ファイルの更新日を、撮影日、名前に含まれる日付、または共通の日付に設定します。内容はそのままです。',
    parameters: {
      from: {
        label: '日付の元',
        help: '各ファイルの日付をどこから取るか。',
        options: { taken: '撮影日', name: '名前', fixed: '共通の日付' },
      },
      date: {
        label: '日付',
        help: '共通の日付。2026-11-24 のような日付、2026-11-24T18:30 のような時刻、または 7d のような経過日数。',
      },
      pattern: {
        label: '名前の中の日付のパターン',
        help: 'グループ year、month、day を持つ正規表現。hour、minute、second も使えます。',
      },
    },
    columns: { old_modified: '前の日付', new_modified: '後の日付' },
  },
  trash: {
    title: 'ごみ箱',
    description: '各ファイルをこのコンピューターのごみ箱に入れます。ごみ箱から戻すことができます。',
    columns: { trashed_to: '移動先' },
  },
  'replace-text': {
    title: '検索と置換',
    description:
      '各ファイルの文字列、または正規表現に一致する部分を置き換えます。ほかは 1 バイトも変えません。',
    parameters: {
      find: { label: '検索', help: '探す文字列。' },
      ...search,
      replaceWith: {
        label: '置換後',
        help: "代わりに入る文字列。空なら取り除きます。正規表現では {'$'}1 が最初のグループ、{'$'}<name> が名前付きグループ、{'$'}& が見つかった全体、{'$$'} がドル記号を表します。",
      },
      encoding,
    },
    columns: { replacements: '置換数', encoding: '文字コード' },
  },
  'change-encoding': {
    title: '文字コードの変更',
    description: 'テキストファイルを UTF-8 など別の文字コードで書き直します。',
    parameters: {
      from: {
        label: '変更前',
        help: 'ファイルの文字コード。自動判定では、バイト順マーク、次にファイル全体が正しい UTF-8 なら UTF-8、それ以外はバイトの出現頻度から推定します。判定の結果は結果に示します。',
        options: { auto },
      },
      to: { label: '変更後', help: '出力の文字コード。' },
      byteOrderMark: {
        label: 'バイト順マーク',
        help: 'Unicode の出力の先頭に付けるかどうか。通常は UTF-8 には付けず、UTF-16 と UTF-32 には付けます。',
        options: { usual: '通常どおり', always: '常に付ける', never: '付けない' },
      },
      unknownCharacters: {
        label: '変更後の文字コードにない文字',
        help: 'ファイルを失敗とするか、それぞれを疑問符に置き換えます。',
        options: { fail: 'ファイルを失敗とする', 'question-mark': '疑問符' },
      },
    },
    columns: { from: '変更前', to: '変更後', replaced_characters: '置換数' },
  },
  'line-endings': {
    title: '改行コード',
    description: 'テキストファイルの改行コードを 1 種類にそろえます。ほかは 1 バイトも変えません。',
    parameters: {
      to: {
        label: '改行コード',
        help: 'LF は Linux と macOS、CRLF は Windows で一般的です。CR は初期の Macintosh で使われていました。',
        options: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
      },
      encoding,
      binary: {
        label: 'バイナリファイルも対象',
        help: 'NUL バイトを含むなど、テキストらしくないファイルも処理します。ほとんどの場合そのファイルは壊れます。',
      },
    },
    columns: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
  },
  'count-text': {
    title: '行と単語の集計',
    description: 'wc のように行、単語、文字、バイトを数え、何かが見つかる回数も数えます。',
    parameters: {
      find: {
        label: '一致を数える対象',
        help: 'さらに数えるもの。文字列または正規表現。空なら数えません。',
      },
      ...search,
      encoding,
    },
    columns: {
      lines: '行数',
      words: '単語数',
      characters: '文字数',
      bytes: 'バイト数',
      matches: '一致数',
      encoding: '文字コード',
    },
  },
  'csv-to-jsonl': {
    title: 'CSV から JSON Lines へ',
    description: 'CSV ファイルの各行を、JSON オブジェクト 1 つの行にします。UTF-8 で書き出します。',
    parameters: {
      delimiter,
      encoding,
      ...table,
      values: {
        label: '値',
        help: '文字列では各セルをそのまま保ちます。型に応じる場合は、文字列と同じ意味になるセルを数値、true、false に、空のセルを null にします。007 と 1.50 は文字列のままです。',
        options: { text: '文字列', typed: '型に応じる' },
      },
    },
    columns: { ...tableColumns, encoding: '文字コード' },
  },
  'jsonl-to-csv': {
    title: 'JSON Lines から CSV へ',
    description:
      'JSON オブジェクトの各行を CSV ファイルの行にします。UTF-8 で書き出し、先頭にすべてのキーの見出しを置きます。',
    parameters: {
      columns: {
        label: '列',
        help: '列にするキーを、この順に、カンマで区切って書きます。カンマを含むキーは引用符で囲みます。空ならファイルにあるすべてのキーで、ファイルは 2 回読まれます。',
      },
      delimiter: {
        label: '区切り文字',
        help: '出力でセルの間に置く文字。',
        options: separators,
      },
      byteOrderMark: {
        label: 'バイト順マーク',
        help: 'Excel が UTF-8 と認識する印を出力の先頭に置きます。',
      },
      escapeFormulas: {
        label: '数式を無効にする',
        help: "=、+、-、{'@'} などで始まるセルの前にアポストロフィを置き、表計算ソフトが計算しないようにします。負の数も変わります。",
      },
      encoding,
    },
    columns: tableColumns,
  },
  'pick-columns': {
    title: '列の選択',
    description: 'CSV ファイルの一部の列を、好きな順序と名前で残します。出力は UTF-8 です。',
    parameters: {
      columns: {
        label: '列',
        help: '残す列を、この順に、カンマで区切って書きます。見出しの名前か、1 から数えた位置。別の名前は => で付けます。例: id, 3, price => amount。カンマを含む名前は引用符で囲みます。',
      },
      delimiter,
      encoding,
      ...table,
      outputDelimiter: {
        label: '出力の区切り文字',
        help: '出力でセルの間に置く文字。',
        options: { same: '同じ', ...separators },
      },
    },
    columns: tableColumns,
  },
  validate: {
    title: 'JSON、CSV、XML の検査',
    description:
      'ファイルの書式が正しいか調べます。正しくないファイルは、最初の誤りの行と桁とともに失敗になります。',
    parameters: {
      kind: {
        label: '種類',
        help: 'ファイルの種類。自動判定では .json、.ndjson、.tsv、.svg などの拡張子から決めます。',
        options: { auto, ...dataKinds },
      },
      duplicateKeys: {
        label: 'JSON の重複したキー',
        help: '1 つのオブジェクトに同じキーが 2 回あってよいか。ほとんどのプログラムは最後のものだけを残します。',
        options: { allow: '許可', fail: 'ファイルを失敗とする' },
      },
      delimiter,
      encoding: {
        label: '文字コード',
        help: 'ファイルの文字コード。自動判定では、バイト順マークまたは XML 宣言から決めます。それ以外は、JSON と XML は UTF-8 でなければならず、UTF-8 でない CSV は Windows-1252 とみなします。',
        options: { auto },
      },
    },
    columns: { kind: '種類', encoding: '文字コード', records: 'レコード数' },
  },
  compress: {
    title: '圧縮',
    description: '各ファイルを gzip、Brotli、または Zstandard で圧縮します。元のファイルは残ります。',
    parameters: {
      format: {
        label: '形式',
        help: 'gzip はほとんどどこでも読めます。Zstandard はより速く小さくなります。Brotli はテキストで最も小さく、ブラウザーへの配信に使われます。',
        options: packFormats,
      },
      level: {
        label: 'レベル',
        help: '小さくするためにかける時間。gzip は 1、6、9、Brotli は 1、6、11、Zstandard は 1、3、19。',
        options: levels,
      },
    },
    columns: sizes,
  },
  decompress: {
    title: '展開',
    description: 'gzip、Brotli、Zstandard のファイルを展開します。展開爆弾を防ぐ上限があります。',
    parameters: {
      format: {
        label: '形式',
        help: '自動判定では先頭のバイトから決めます。Brotli には目印がないため、拡張子 .br で判断します。',
        options: { auto, ...packFormats },
      },
      largestOutput: {
        label: '出力の上限',
        help: 'GiB 単位。これより大きくなるファイルは失敗とします。',
      },
      largestRatio: {
        label: '倍率の上限',
        help: 'これより大きな倍率になるファイルは失敗とします。64 MiB を超える出力に適用されます。',
      },
    },
    columns: { format: '形式', ...sizes },
  },
  zip: {
    title: 'Zip',
    description:
      '各ファイルをそれぞれの zip アーカイブに入れます。フォルダーを丸ごと扱う場合は、各フォルダーを中身ごと入れます。',
    parameters: {
      level: {
        label: 'レベル',
        help: '小さくするためにかける時間。レベル 1、6、9。',
        options: levels,
      },
      dates: {
        label: '日付',
        help: '各ファイルの日付と権限をアーカイブに残すか、すべて同じにします。同じにすると、同じ名前と内容から常に同じアーカイブができます。',
        options: { keep: '残す', fixed: 'すべて同じ' },
      },
    },
    columns: { ...sizes, entries: '項目数' },
  },
  command: {
    title: 'コマンド',
    description:
      '各ファイルに対してこのコンピューターのプログラムを、利用者の権限で実行します。終了コードと出力を記録します。',
    parameters: {
      command: {
        label: 'コマンド',
        help: "プログラムとその引数。ファイルごとに 1 回（{'{all}'} があれば複数ファイルにつき 1 回）、シェルを使わずに実行します。引用符で囲むと 1 語になります。プレースホルダー: {'{}'} パス、{'{.}'} 拡張子を除くパス、{'{/}'} ファイル名、{'{//}'} フォルダー、{'{/.}'} 拡張子を除くファイル名、{'{ext}'} 点を除く拡張子、{'{#}'} 入力での順番（1 から）、{'{%}'} ワーカーの番号（1 から）、{'{relative}'} 入力フォルダーからのパス、{'{output}'} コマンドが作るファイル、{'{all}'} 1 回の呼び出しの全ファイルのパス（それぞれ 1 語）。何もなければパスを末尾に加えます。波かっこそのものは二重に書きます: {'{{ }}'}。",
      },
      shell: {
        label: 'シェル',
        help: '注意: シェルを使うと、この行はその言語のプログラムになります。パイプ、ワイルドカード、変数が使えますが、間違いもそのまま働きます。ファイル名は行とは別に渡されるので、その中身が実行されることはありません。プレースホルダーは引用符で囲まずに書きます。',
        options: { none: 'なし', ...shellNames },
      },
      groupSize: {
        label: 'グループの大きさ',
        help: "{'{all}'} を使うコマンドで、1 回の呼び出しに渡すファイルの最大数。名前がシステムの上限を超える場合は少なくなります。",
      },
      whenGroupFails: {
        label: 'グループが失敗したとき',
        help: "{'{all}'} を使うコマンドの場合。1 つずつ: 各ファイルをそれぞれの呼び出しでもう一度処理するので、単独で失敗するものだけが失敗します。処理済みのファイルは 2 回処理されます。まとめて: グループの全ファイルを失敗とし、やり直しません。",
        options: { alone: '1 つずつやり直す', fail: 'まとめて失敗とする' },
      },
      acceptedExitCodes: {
        label: '成功とする終了コード',
        help: '成功を意味する終了コード。カンマで区切ります。',
      },
      input: {
        label: '標準入力',
        help: 'プログラムが読むもの。',
        options: { nothing: 'なし', path: 'パス（1 行）', content: 'ファイルの内容' },
      },
      workingFolder: {
        label: '作業フォルダー',
        help: "空なら Batchyard のもの。{'{//}'} なら各ファイルのフォルダー。それ以外は完全なパス。",
      },
      environment: {
        label: '環境変数',
        help: 'Batchyard の環境変数に加えて、プログラムに設定する変数。',
      },
      variables: {
        label: '独自のプレースホルダー',
        help: '独自のプレースホルダー。それぞれに名前、型（text、number、boolean）、既定値があります。',
      },
      values: {
        label: '値',
        help: '独自のプレースホルダーの値（既定値と異なる場合）。',
      },
      outputExtension: {
        label: '出力の拡張子',
        help: "{'{output}'} を使うコマンドが作るファイルの、点を除く拡張子。空なら元のファイルと同じ。",
      },
      results: {
        label: '結果',
        help: '何を結果の列にするか。',
        options: {
          output: '出力の文字列',
          pattern: '行の中でパターンに一致したもの',
          json: '最後の行の JSON',
        },
      },
      pattern: {
        label: 'パターン',
        help: '出力の各行に当てはめる正規表現。(?<width>\\d+) のような名前付きグループが列になり、最初の一致が値になります。',
      },
      columns: {
        label: '列',
        help: 'JSON の場合は取り出す列。例: width:integer, height:integer, name。パターンの場合はグループの型。',
      },
    },
    columns: { exit_code: '終了コード', call: '呼び出し（先頭のファイル）', output: '出力' },
  },
  script: {
    title: 'スクリプト',
    description:
      '各ファイルに対して JavaScript または TypeScript の関数を、利用者の権限で実行します。利用者にできることは何でもできます。返した値が結果の列になります。',
    parameters: {
      source: {
        label: 'スクリプト',
        help: 'JavaScript または TypeScript のモジュール。export default async (item, context) => … がファイルごとに呼ばれ、返した値が結果になります。',
      },
      file: {
        label: 'スクリプトファイル',
        help: '上の文字列の代わりに使う .ts、.mts、.js、.mjs ファイルの完全なパス。実行は開始時の内容を保ちます。',
      },
      baseFolder: {
        label: 'インポート元のフォルダー',
        help: 'ファイルでないスクリプトがモジュールやパッケージをインポートするフォルダーの完全なパス。なければ node:fs など Node にあるものだけを使えます。',
      },
      params: { label: '値', help: 'スクリプトが context.params で名前ごとに受け取るもの。' },
      runIn: {
        label: '実行場所',
        help: 'スレッドはすぐに始まり、メモリーの上限をアプリと共有します。プロセスは、プログラムを起動したりネイティブコードを使ったりするスクリプト向けで、問題が起きてもそのプロセスだけが終わります。',
        options: { threads: 'スレッド', processes: 'プロセス' },
      },
    },
    columns: { result: '結果' },
  },
  wait: {
    title: '待機',
    description: 'ランダムな時間だけ待ち、その長さを示します。ファイルには触れません。試すためのタスクです。',
    parameters: {
      shortest: { label: '最短の待ち時間', help: '1 項目が少なくとも待つ秒数。' },
      longest: { label: '最長の待ち時間', help: '1 項目が最大で待つ秒数。' },
    },
    columns: { seconds: '秒数' },
  },
}
