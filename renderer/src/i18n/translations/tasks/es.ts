import type { taskMessages } from '../../tasks.ts'
import { algorithmNames, dataKinds, imageFormats, packFormats, shellNames } from '../../tasks.ts'
import type { Translated } from '../../text.ts'

const auto = 'Detección automática'
const separators = { comma: 'Coma', semicolon: 'Punto y coma', tab: 'Tabulador', pipe: 'Barra vertical' }
const levels = { fast: 'Rápido', normal: 'Normal', best: 'El más pequeño' }
const encoding = {
  label: 'Codificación',
  help: 'Cómo están codificados los archivos. Detección automática: por una marca de orden de bytes; si no, UTF-8 cuando todo el archivo es UTF-8 válido; si no, Windows-1252, que contiene todo Latin-1.',
  options: { auto },
}
const delimiter = {
  label: 'Separador',
  help: 'Lo que separa las celdas. Detección automática: el que más saca de las primeras filas.',
  options: { auto, ...separators },
}
const search = {
  kind: {
    label: 'Clase',
    help: 'Si se busca tal cual o es una expresión regular como en JavaScript.',
    options: { literal: 'Texto tal cual', 'regular-expression': 'Expresión regular' },
  },
  ignoreCase: { label: 'Ignorar mayúsculas', help: 'No distingue mayúsculas y minúsculas.' },
  multiline: {
    label: "^ y {'$'} por línea",
    help: "En una expresión regular, ^ y {'$'} significan el principio y el fin de cada línea, no solo los del archivo.",
  },
  dotAll: {
    label: '. vale también para fines de línea',
    help: 'En una expresión regular, . significa también los fines de línea.',
  },
  unicode: {
    label: 'Unicode',
    help: "Lee una expresión regular por caracteres y no por mitades, con \\p{'{…}'} y una forma estricta.",
  },
}
const table = {
  looseQuotes: {
    label: 'Comillas sueltas',
    help: 'Toma tal cual las comillas dentro de celdas que no empiezan por una, como en: tubo 5".',
  },
  header: { label: 'Encabezado', help: 'Si la primera fila tiene los nombres de las columnas.' },
  raggedRows: {
    label: 'Filas de otra longitud',
    help: 'Una fila con más o menos celdas que la primera hace fallar el archivo, o lo que falta se completa con celdas vacías.',
    options: { fail: 'El archivo falla', fill: 'Completar con celdas vacías' },
  },
}
const sizes = { size_before: 'Tamaño antes', size_after: 'Tamaño después' }
const tableColumns = { rows: 'Filas', columns: 'Columnas' }

/** Las tareas en español. */
export const tasks: Translated<typeof taskMessages> = {
  checksum: {
    title: 'Suma de comprobación',
    description: 'Calcula una suma de comprobación del contenido de cada archivo.',
    parameters: {
      algorithm: {
        label: 'Algoritmo',
        help: 'SHA-256 sirve casi siempre. MD5 y SHA-1 revelan cambios accidentales, pero no los deliberados. BLAKE2b tiene 512 bits, como los muestra b2sum.',
        options: algorithmNames,
      },
    },
    columns: { digest: 'Suma de comprobación' },
  },
  verify: {
    title: 'Verificar sumas',
    description:
      'Compara cada archivo con una suma de comprobación anotada antes: en una lista como SHA256SUMS o en un archivo al lado.',
    parameters: {
      mode: {
        label: 'Comparar con',
        help: 'Un archivo da las sumas de muchos, o cada archivo tiene otro al lado, como photo.jpg.sha256.',
        options: { list: 'Una lista de sumas', sidecar: 'Un archivo junto a cada uno' },
      },
      list: {
        label: 'Lista',
        help: 'La ruta completa de una lista como la escriben sha256sum y sus parientes, con o sin --tag. Sus nombres parten de su carpeta.',
      },
      algorithm: {
        label: 'Algoritmo',
        help: 'Detección automática: por lo que dice la lista o por la longitud de una suma; de los dos de 128 cifras, SHA-512, salvo que el nombre de la lista diga BLAKE2.',
        options: { auto, ...algorithmNames },
      },
    },
    columns: { algorithm: 'Algoritmo', digest: 'Suma', compared_with: 'Comparado con' },
  },
  duplicates: {
    title: 'Buscar duplicados',
    description:
      'Encuentra archivos con el mismo contenido, se llamen como se llamen. Los grupos se muestran con los resultados y nada se cambia.',
    columns: { digest: 'Suma', size: 'Bytes', inode: 'N.º de archivo', links: 'Enlaces' },
  },
  details: {
    title: 'Detalles de archivos',
    description:
      'Dice tamaño, fechas y tipo de cada archivo, por su contenido y no por su nombre, y lo que imágenes y sonidos dicen de sí mismos.',
    columns: {
      bytes: 'Bytes',
      modified: 'Modificado el',
      created: 'Creado el',
      type: 'Tipo',
      mime: 'Tipo de medio',
      extension_mismatch: 'Extensión falsa',
      width: 'Ancho',
      height: 'Alto',
      taken: 'Tomada el',
      camera: 'Cámara',
      duration: 'Duración',
      artist: 'Artista',
      album: 'Álbum',
      title: 'Título',
      bitrate: 'Tasa de bits',
    },
  },
  'convert-image': {
    title: 'Convertir imágenes',
    description:
      'Hace de cada imagen una nueva: formato, tamaño, calidad, metadatos y marca de agua de una vez, para perder calidad una vez como mucho.',
    parameters: {
      format: {
        label: 'Formato',
        help: 'El formato de la imagen nueva, o el que tiene el contenido de la antigua.',
        options: { keep: 'Como la imagen antigua', ...imageFormats },
      },
      quality: {
        label: 'Calidad',
        help: 'De JPEG, WebP y AVIF: más es mejor y más grande. PNG, TIFF y GIF no pierden nada en ningún caso.',
      },
      lossless: {
        label: 'Sin pérdida',
        help: 'WebP y AVIF no pierden nada; la calidad ya no significa nada. JPEG no tiene esa forma.',
      },
      resize: {
        label: 'Cambiar el tamaño',
        help: 'En un marco: tan grande como quepa en ancho y alto. Llenar un marco: exactamente ancho por alto; lo que sobra se corta por igual.',
        options: {
          none: 'Mantener el tamaño',
          fit: 'En un marco',
          fill: 'Llenar un marco',
          'longest-edge': 'Por el lado más largo',
          percent: 'En porcentaje',
        },
      },
      width: { label: 'Ancho', help: 'Píxeles, para un marco.' },
      height: { label: 'Alto', help: 'Píxeles, para un marco.' },
      longestEdge: { label: 'Lado más largo', help: 'Píxeles del lado más largo.' },
      percent: { label: 'Porcentaje', help: 'Del ancho y alto antiguos.' },
      neverEnlarge: {
        label: 'No ampliar nunca',
        help: 'Las imágenes que ya son más pequeñas mantienen su tamaño.',
      },
      autoOrient: {
        label: 'Enderezar',
        help: 'Gira y refleja los píxeles como anotó la cámara, para que todo programa los muestre derechos.',
      },
      metadata: {
        label: 'Metadatos',
        help: 'Fecha, cámara, lugar, perfil de color y demás se quedan; o se quitan, y los colores pasan a sRGB.',
        options: { keep: 'Mantener', strip: 'Quitar' },
      },
      animation: {
        label: 'Animación',
        help: 'Los GIF y WebP animados lo siguen siendo si el formato nuevo es uno de los dos; si no, el primer cuadro.',
        options: { keep: 'Mantener', 'first-frame': 'Primer cuadro' },
      },
      watermark: {
        label: 'Marca de agua',
        help: 'Un texto que se escribe sobre la imagen; vacío para ninguno. Puede tener varias líneas.',
      },
      watermarkPosition: {
        label: 'Posición de la marca de agua',
        help: 'La esquina, el borde o el centro donde está.',
        options: {
          'top-left': 'Arriba a la izquierda',
          top: 'Arriba',
          'top-right': 'Arriba a la derecha',
          left: 'Izquierda',
          centre: 'Centro',
          right: 'Derecha',
          'bottom-left': 'Abajo a la izquierda',
          bottom: 'Abajo',
          'bottom-right': 'Abajo a la derecha',
        },
      },
      watermarkSize: {
        label: 'Tamaño de la marca de agua',
        help: 'Altura de sus letras en por ciento del lado corto de la imagen. Menos donde el texto sería demasiado ancho.',
      },
      watermarkOpacity: {
        label: 'Opacidad de la marca de agua',
        help: 'Por ciento: 100 oculta lo que hay detrás.',
      },
      megapixelLimit: {
        label: 'Imagen más grande',
        help: 'Megapíxeles de todos los cuadros juntos. Las mayores fallan antes de descomprimirse, pues cada megapíxel ocupa hasta 4 MB de memoria.',
      },
    },
    columns: {
      input_format: 'Formato antes',
      input_width: 'Ancho antes',
      input_height: 'Alto antes',
      format: 'Formato',
      width: 'Ancho',
      height: 'Alto',
      frames: 'Cuadros',
      output_size: 'Bytes nuevos',
    },
  },
  copy: {
    title: 'Copiar',
    description: 'Copia cada archivo, byte a byte, adonde van las salidas del trabajo.',
    columns: { bytes: 'Bytes' },
  },
  move: {
    title: 'Mover',
    description: 'Mueve cada archivo adonde van las salidas del trabajo. Se puede deshacer.',
    columns: { new_path: 'Ruta nueva' },
  },
  rename: {
    title: 'Cambiar el nombre',
    description:
      'Da a cada archivo otro nombre en su carpeta: buscando y reemplazando, por mayúsculas y minúsculas, y por el nombre de salida del trabajo con contadores y fechas. Se puede deshacer.',
    parameters: {
      find: {
        label: 'Buscar',
        help: 'Lo que se reemplaza en los nombres, esté donde esté. Vacío: nada.',
      },
      replace: {
        label: 'Reemplazar por',
        help: "Lo que queda en su lugar. En una expresión regular, {'$'}1 o {'$'}<name> es lo que encontró un grupo.",
      },
      regularExpression: {
        label: 'Expresión regular',
        help: 'Toma lo buscado como una expresión regular.',
      },
      ignoreCase: { label: 'Ignorar mayúsculas', help: 'No distingue mayúsculas y minúsculas.' },
      part: {
        label: 'En',
        help: 'Qué parte del nombre se cambia.',
        options: { name: 'Nombre sin extensión', extension: 'Extensión', both: 'Ambos' },
      },
      letterCase: {
        label: 'Mayúsculas y minúsculas',
        help: 'Escribe todas las letras minúsculas, mayúsculas, o mayúscula la primera de cada palabra.',
        options: {
          keep: 'Como está',
          lower: 'minúsculas',
          upper: 'MAYÚSCULAS',
          title: 'Primera Letra Mayúscula',
        },
      },
      countFrom: { label: 'Contar desde', help: "Con qué empieza {'{n}'} en el nombre de salida." },
      countBy: { label: 'Contar de', help: "Cuánto crece {'{n}'} de un archivo a otro." },
    },
    columns: { new_path: 'Ruta nueva' },
  },
  'set-dates': {
    title: 'Fijar fechas',
    description:
      'Fija cuándo cuenta cada archivo como modificado: cuando se tomó, la fecha en su nombre o una fecha para todos. El contenido queda como está.',
    parameters: {
      from: {
        label: 'Fecha de',
        help: 'De dónde se toma la fecha de cada archivo.',
        options: { taken: 'Cuando se tomó', name: 'Su nombre', fixed: 'Una fecha para todos' },
      },
      date: {
        label: 'Fecha',
        help: 'La fecha para todos: un día como 2026-11-24, un momento como 2026-11-24T18:30 o una edad como 7d.',
      },
      pattern: {
        label: 'Patrón de la fecha en los nombres',
        help: 'Una expresión regular con los grupos year, month y day, y quizá hour, minute y second.',
      },
    },
    columns: { old_modified: 'Fecha antes', new_modified: 'Fecha después' },
  },
  trash: {
    title: 'Papelera',
    description: 'Pone cada archivo en la papelera de este ordenador, de donde se puede recuperar.',
    columns: { trashed_to: 'Puesto en' },
  },
  'replace-text': {
    title: 'Buscar y reemplazar',
    description:
      'Reemplaza en cada archivo un texto, o lo que encuentra una expresión regular. Todo lo demás queda byte a byte.',
    parameters: {
      find: { label: 'Buscar', help: 'Lo que se busca.' },
      ...search,
      replaceWith: {
        label: 'Reemplazar por',
        help: "Lo que ocupa su lugar; vacío lo quita. En una expresión regular, {'$'}1 es su primer grupo, {'$'}<name> un grupo con nombre, {'$'}& todo lo encontrado y {'$$'} un signo de dólar.",
      },
      encoding,
    },
    columns: { replacements: 'Reemplazados', encoding: 'Codificación' },
  },
  'change-encoding': {
    title: 'Cambiar la codificación',
    description: 'Escribe de nuevo archivos de texto en otra codificación, como UTF-8.',
    parameters: {
      from: {
        label: 'De',
        help: 'Cómo están codificados los archivos. Detección automática: por una marca de orden de bytes; si no, UTF-8 cuando todo el archivo es UTF-8 válido; si no, se estima por la frecuencia de los bytes. El resultado dice qué se detectó.',
        options: { auto },
      },
      to: { label: 'A', help: 'Cómo se codifican las salidas.' },
      byteOrderMark: {
        label: 'Marca de orden de bytes',
        help: 'Si las salidas en Unicode empiezan con una. Lo habitual: ninguna en UTF-8, una en UTF-16 y UTF-32.',
        options: { usual: 'Como es habitual', always: 'Siempre', never: 'Nunca' },
      },
      unknownCharacters: {
        label: 'Caracteres que faltan en la codificación nueva',
        help: 'El archivo falla, o un signo de interrogación ocupa el lugar de cada uno.',
        options: { fail: 'El archivo falla', 'question-mark': 'Signos de interrogación' },
      },
    },
    columns: { from: 'De', to: 'A', replaced_characters: 'Reemplazados' },
  },
  'line-endings': {
    title: 'Fines de línea',
    description:
      'Da a los archivos de texto una sola clase de fines de línea. Todo lo demás queda byte a byte.',
    parameters: {
      to: {
        label: 'Fines de línea',
        help: 'LF es habitual en Linux y macOS, CRLF en Windows; CR lo fue en los primeros Macintosh.',
        options: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
      },
      encoding,
      binary: {
        label: 'También archivos binarios',
        help: 'Trabaja también en archivos que no parecen texto: los que tienen bytes NUL. Eso destruye la mayoría de ellos.',
      },
    },
    columns: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
  },
  'count-text': {
    title: 'Contar líneas y palabras',
    description: 'Cuenta líneas, palabras, caracteres y bytes, como wc, y cuántas veces aparece algo.',
    parameters: {
      find: {
        label: 'Contar además',
        help: 'Qué más se cuenta: un texto o una expresión regular. Vacío para nada.',
      },
      ...search,
      encoding,
    },
    columns: {
      lines: 'Líneas',
      words: 'Palabras',
      characters: 'Caracteres',
      bytes: 'Bytes',
      matches: 'Hallazgos',
      encoding: 'Codificación',
    },
  },
  'csv-to-jsonl': {
    title: 'CSV a JSON Lines',
    description: 'Hace de cada fila de un archivo CSV una línea con un objeto JSON, en UTF-8.',
    parameters: {
      delimiter,
      encoding,
      ...table,
      values: {
        label: 'Valores',
        help: 'Texto deja cada celda como está. Según el tipo hace números, true y false de las celdas que dicen lo mismo como texto, y null de las vacías; 007 y 1.50 siguen siendo texto.',
        options: { text: 'Texto', typed: 'Según el tipo' },
      },
    },
    columns: { ...tableColumns, encoding: 'Codificación' },
  },
  'jsonl-to-csv': {
    title: 'JSON Lines a CSV',
    description:
      'Hace de cada línea con un objeto JSON una fila de un archivo CSV, en UTF-8, bajo un encabezado con todas las claves.',
    parameters: {
      columns: {
        label: 'Columnas',
        help: 'Qué claves pasan a ser columnas, en este orden, separadas por comas; una con coma, entre comillas. Vacío: todas las que hay en el archivo, que entonces se lee dos veces.',
      },
      delimiter: {
        label: 'Separador',
        help: 'Lo que separa las celdas en las salidas.',
        options: separators,
      },
      byteOrderMark: {
        label: 'Marca de orden de bytes',
        help: 'Empieza las salidas con la marca por la que Excel reconoce UTF-8.',
      },
      escapeFormulas: {
        label: 'Neutralizar fórmulas',
        help: "Pone un apóstrofo delante de las celdas que empiezan por =, +, -, {'@'} o similar, para que una hoja de cálculo no las calcule. Eso cambia también los números negativos.",
      },
      encoding,
    },
    columns: tableColumns,
  },
  'pick-columns': {
    title: 'Elegir columnas',
    description:
      'Conserva algunas columnas de archivos CSV, en cualquier orden y con cualquier nombre. Las salidas están en UTF-8.',
    parameters: {
      columns: {
        label: 'Columnas',
        help: 'Qué columnas quedan, en este orden, separadas por comas: nombres del encabezado o posiciones desde 1. Otro nombre se da con =>, como en: id, 3, price => amount. Un nombre con coma va entre comillas.',
      },
      delimiter,
      encoding,
      ...table,
      outputDelimiter: {
        label: 'Separador de las salidas',
        help: 'Lo que separa las celdas en las salidas.',
        options: { same: 'El mismo', ...separators },
      },
    },
    columns: tableColumns,
  },
  validate: {
    title: 'Comprobar JSON, CSV y XML',
    description:
      'Comprueba si los archivos están bien formados. El que no lo está falla, con la línea y columna de su primer error.',
    parameters: {
      kind: {
        label: 'Clase',
        help: 'Qué son los archivos. Detección automática: por su extensión, como .json, .ndjson, .tsv o .svg.',
        options: { auto, ...dataKinds },
      },
      duplicateKeys: {
        label: 'Claves repetidas en JSON',
        help: 'Si un objeto puede tener dos veces la misma clave. La mayoría de los programas se quedaría con la última.',
        options: { allow: 'Permitidas', fail: 'El archivo falla' },
      },
      delimiter,
      encoding: {
        label: 'Codificación',
        help: 'Cómo están codificados los archivos. Detección automática: por una marca de orden de bytes o la declaración XML; si no, JSON y XML deben ser UTF-8, y un CSV que no lo es se toma por Windows-1252.',
        options: { auto },
      },
    },
    columns: { kind: 'Clase', encoding: 'Codificación', records: 'Registros' },
  },
  compress: {
    title: 'Comprimir',
    description: 'Comprime cada archivo con gzip, Brotli o Zstandard. El original se queda.',
    parameters: {
      format: {
        label: 'Formato',
        help: 'gzip se lee en casi todas partes; Zstandard es más rápido y pequeño; Brotli es el más pequeño para texto, y lo que reciben los navegadores.',
        options: packFormats,
      },
      level: {
        label: 'Nivel',
        help: 'Cuánto tiempo se dedica a hacer pequeños los archivos. gzip: 1, 6 o 9; Brotli: 1, 6 u 11; Zstandard: 1, 3 o 19.',
        options: levels,
      },
    },
    columns: sizes,
  },
  decompress: {
    title: 'Descomprimir',
    description:
      'Descomprime archivos gzip, Brotli y Zstandard, con límites contra las bombas de descompresión.',
    parameters: {
      format: {
        label: 'Formato',
        help: 'Detección automática: por los primeros bytes. Brotli no tiene ninguno que lo diga y se reconoce por la extensión .br.',
        options: { auto, ...packFormats },
      },
      largestOutput: {
        label: 'Salida más grande',
        help: 'En GiB. Un archivo que sería mayor falla.',
      },
      largestRatio: {
        label: 'Proporción más grande',
        help: 'Un archivo que sería más de tantas veces mayor falla. Vale para salidas de más de 64 MiB.',
      },
    },
    columns: { format: 'Formato', ...sizes },
  },
  zip: {
    title: 'Zip',
    description:
      'Pone cada archivo en su propio archivo zip; donde las carpetas se toman enteras, cada carpeta con todo lo que hay en ella.',
    parameters: {
      level: {
        label: 'Nivel',
        help: 'Cuánto tiempo se dedica a hacer pequeños los archivos: nivel 1, 6 o 9.',
        options: levels,
      },
      dates: {
        label: 'Fechas',
        help: 'Conserva la fecha y los permisos de cada archivo en su zip, o escribe los mismos para todos, para que el mismo contenido con el mismo nombre dé siempre el mismo zip.',
        options: { keep: 'Mantener', fixed: 'Las mismas para todos' },
      },
    },
    columns: { ...sizes, entries: 'Entradas' },
  },
  command: {
    title: 'Orden',
    description:
      'Ejecuta un programa de este ordenador para cada archivo, con los permisos de su usuario. Conserva su código de salida y lo que muestra.',
    parameters: {
      command: {
        label: 'Orden',
        help: "El programa y sus argumentos, ejecutados una vez por archivo (con {'{all}'} una vez para varios), sin shell; las comillas mantienen juntas las palabras. Marcadores: {'{}'} la ruta, {'{.}'} la ruta sin extensión, {'{/}'} el nombre del archivo, {'{//}'} la carpeta, {'{/.}'} el nombre sin extensión, {'{ext}'} la extensión sin punto, {'{#}'} el lugar en la entrada, desde 1, {'{%}'} el número del worker, desde 1, {'{relative}'} la ruta desde la carpeta de entrada, {'{output}'} el archivo que la orden debe crear, {'{all}'} las rutas de todos los archivos de una llamada, cada una como palabra propia. Sin ninguno, la ruta se añade al final. Las llaves que se quieren como tales se escriben dobles: {'{{ }}'}.",
      },
      shell: {
        label: 'Shell',
        help: 'Atención: con un shell la línea es un programa en su lenguaje: tuberías, comodines y variables funcionan, y los errores también. Los nombres de archivo se le entregan aparte de la línea, de modo que nada de lo que contienen se ejecuta; los marcadores se escriben sin comillas.',
        options: { none: 'Ninguno', ...shellNames },
      },
      groupSize: {
        label: 'Tamaño del grupo',
        help: "Para órdenes con {'{all}'}: cuántos archivos recibe una llamada como mucho. Menos donde sus nombres serían más largos de lo que acepta el sistema.",
      },
      whenGroupFails: {
        label: 'Cuando un grupo falla',
        help: "Para órdenes con {'{all}'}. Uno por uno: cada uno de sus archivos se hace de nuevo en una llamada propia, de modo que solo fallan los que fallan solos; los ya hechos se hacen dos veces. Todos a la vez: todos los archivos del grupo fallan y ninguno se hace de nuevo.",
        options: { alone: 'Probar sus archivos uno por uno', fail: 'Fallan todos a la vez' },
      },
      acceptedExitCodes: {
        label: 'Códigos de salida aceptados',
        help: 'Qué códigos de salida significan que todo fue bien, separados por comas.',
      },
      input: {
        label: 'Entrada estándar',
        help: 'Lo que lee el programa.',
        options: { nothing: 'Nada', path: 'La ruta como línea', content: 'El contenido del archivo' },
      },
      workingFolder: {
        label: 'Carpeta de trabajo',
        help: "Vacío: la de Batchyard. {'{//}'}: la carpeta de cada archivo. Si no, una ruta completa.",
      },
      environment: {
        label: 'Entorno',
        help: 'Variables que se definen para el programa, además de las de Batchyard.',
      },
      variables: {
        label: 'Marcadores propios',
        help: 'Marcadores propios, cada uno con nombre, tipo (text, number, boolean) y valor predeterminado.',
      },
      values: {
        label: 'Valores',
        help: 'Qué significan los marcadores propios, donde no es su valor predeterminado.',
      },
      outputExtension: {
        label: 'Extensión de la salida',
        help: "Para órdenes con {'{output}'}: la extensión de lo que crean, sin punto. Vacío: la del archivo.",
      },
      results: {
        label: 'Resultados',
        help: 'Qué pasa a ser columnas de resultados.',
        options: {
          output: 'La salida como texto',
          pattern: 'Lo que un patrón halla en sus líneas',
          json: 'El JSON de su última línea',
        },
      },
      pattern: {
        label: 'Patrón',
        help: 'Una expresión regular que se aplica a cada línea de la salida. Cada grupo con nombre, como (?<width>\\d+), es una columna: su primer hallazgo.',
      },
      columns: {
        label: 'Columnas',
        help: 'Para JSON, las columnas que se toman de él, como: width:integer, height:integer, name. Para un patrón, los tipos de sus grupos.',
      },
    },
    columns: { exit_code: 'Código de salida', call: 'Llamada (primer archivo)', output: 'Salida' },
  },
  script: {
    title: 'Script',
    description:
      'Ejecuta una función de JavaScript o TypeScript para cada archivo, con los permisos de su usuario: puede todo lo que él puede. Lo que devuelve pasa a ser columnas de resultados.',
    parameters: {
      source: {
        label: 'Script',
        help: 'JavaScript o TypeScript, un módulo: export default async (item, context) => … se llama para cada archivo, y lo que devuelve es el resultado.',
      },
      file: {
        label: 'Archivo del script',
        help: 'La ruta completa de un archivo .ts, .mts, .js o .mjs con el script, en lugar del texto de arriba. Una ejecución conserva el texto con el que empezó.',
      },
      baseFolder: {
        label: 'Carpeta de importaciones',
        help: 'La ruta completa de la carpeta desde la que un script que no es un archivo importa módulos y paquetes. Sin ella puede importar lo que tiene Node, como node:fs.',
      },
      params: { label: 'Valores', help: 'Lo que el script encuentra en context.params, por nombre.' },
      runIn: {
        label: 'Ejecutar en',
        help: 'Los hilos empiezan rápido y comparten los límites de memoria con la aplicación. Los procesos son para scripts que inician programas o usan código nativo: lo que va mal en uno solo lo termina a él.',
        options: { threads: 'Hilos', processes: 'Procesos' },
      },
    },
    columns: { result: 'Resultado' },
  },
  wait: {
    title: 'Espera',
    description: 'Espera un tiempo al azar y dice cuánto. No toca ningún archivo: para hacer pruebas.',
    parameters: {
      shortest: { label: 'Espera más corta', help: 'Segundos que espera un elemento como mínimo.' },
      longest: { label: 'Espera más larga', help: 'Segundos que espera un elemento como máximo.' },
    },
    columns: { seconds: 'Segundos' },
  },
}
