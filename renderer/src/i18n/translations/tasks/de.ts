import type { taskMessages } from '../../tasks.ts'
import { algorithmNames, dataKinds, imageFormats, packFormats, shellNames } from '../../tasks.ts'
import type { Translated } from '../../text.ts'

const auto = 'Wird selbst erkannt'
const separators = { comma: 'Komma', semicolon: 'Semikolon', tab: 'Tabulator', pipe: 'Senkrechter Strich' }
const levels = { fast: 'Schnell', normal: 'Normal', best: 'Am kleinsten' }
const encoding = {
  label: 'Kodierung',
  help: 'Wie die Dateien kodiert sind. Selbst erkannt: an einer Byte-Reihenfolge-Marke, sonst UTF-8, wenn die ganze Datei gültiges UTF-8 ist, sonst Windows-1252, das ganz Latin-1 enthält.',
  options: { auto },
}
const delimiter = {
  label: 'Trennzeichen',
  help: 'Was zwischen den Zellen steht. Selbst erkannt: das Zeichen, das aus den ersten Zeilen am meisten macht.',
  options: { auto, ...separators },
}
const search = {
  kind: {
    label: 'Art',
    help: 'Ob wörtlich gesucht wird oder mit einem regulären Ausdruck wie in JavaScript.',
    options: { literal: 'Wörtlicher Text', 'regular-expression': 'Regulärer Ausdruck' },
  },
  ignoreCase: { label: 'Groß und klein gleich', help: 'Nimmt große und kleine Buchstaben für dieselben.' },
  multiline: {
    label: "^ und {'$'} gelten je Zeile",
    help: "In einem regulären Ausdruck bedeuten ^ und {'$'} Anfang und Ende jeder Zeile, nicht nur die der Datei.",
  },
  dotAll: {
    label: '. trifft auch Zeilenenden',
    help: 'In einem regulären Ausdruck bedeutet . auch Zeilenenden.',
  },
  unicode: {
    label: 'Unicode',
    help: "Liest einen regulären Ausdruck nach Zeichen und nicht nach halben, mit \\p{'{…}'} und streng in der Form.",
  },
}
const table = {
  looseQuotes: {
    label: 'Lose Anführungszeichen',
    help: 'Nimmt Anführungszeichen in Zellen, die nicht mit einem beginnen, für das, was sie sind, wie in: 5" Rohr.',
  },
  header: { label: 'Kopfzeile', help: 'Ob in der ersten Zeile die Namen der Spalten stehen.' },
  raggedRows: {
    label: 'Zeilen anderer Länge',
    help: 'Eine Zeile mit mehr oder weniger Zellen als die erste lässt die Datei scheitern, oder was fehlt, wird mit leeren Zellen gefüllt.',
    options: { fail: 'Datei scheitert', fill: 'Mit leeren Zellen füllen' },
  },
}
const sizes = { size_before: 'Größe vorher', size_after: 'Größe danach' }
const tableColumns = { rows: 'Zeilen', columns: 'Spalten' }

/** Die Aufgaben auf Deutsch. */
export const tasks: Translated<typeof taskMessages> = {
  checksum: {
    title: 'Prüfsumme',
    description: 'Berechnet eine Prüfsumme über den Inhalt jeder Datei.',
    parameters: {
      algorithm: {
        label: 'Verfahren',
        help: 'SHA-256 passt fast immer. MD5 und SHA-1 verraten zufällige Änderungen, aber keine absichtlichen. BLAKE2b hat 512 Bit, wie b2sum sie ausgibt.',
        options: algorithmNames,
      },
    },
    columns: { digest: 'Prüfsumme' },
  },
  verify: {
    title: 'Prüfsummen vergleichen',
    description:
      'Vergleicht jede Datei mit einer früher notierten Prüfsumme: in einer Liste wie SHA256SUMS oder in einer Datei daneben.',
    parameters: {
      mode: {
        label: 'Vergleichen mit',
        help: 'Eine Datei nennt die Prüfsummen vieler, oder neben jeder Datei liegt eine weitere, etwa photo.jpg.sha256.',
        options: { list: 'Einer Liste von Prüfsummen', sidecar: 'Einer Datei neben jeder' },
      },
      list: {
        label: 'Liste',
        help: 'Der ganze Pfad einer Liste, wie sha256sum und seine Verwandten sie schreiben, mit oder ohne --tag. Ihre Namen gehen von ihrem Ordner aus.',
      },
      algorithm: {
        label: 'Verfahren',
        help: 'Selbst erkannt: an dem, was die Liste sagt, oder an der Länge einer Prüfsumme; von den beiden mit 128 Stellen SHA-512, außer der Name der Liste sagt BLAKE2.',
        options: { auto, ...algorithmNames },
      },
    },
    columns: { algorithm: 'Verfahren', digest: 'Prüfsumme', compared_with: 'Verglichen mit' },
  },
  duplicates: {
    title: 'Duplikate finden',
    description:
      'Findet Dateien mit gleichem Inhalt, wie auch immer sie heißen. Die Gruppen stehen bei den Ergebnissen, und nichts wird geändert.',
    columns: { digest: 'Prüfsumme', size: 'Bytes', inode: 'Dateinummer', links: 'Verweise' },
  },
  details: {
    title: 'Dateiangaben',
    description:
      'Nennt Größe, Daten und Art jeder Datei, nach ihrem Inhalt und nicht nach ihrem Namen, und was Bilder und Töne über sich selbst sagen.',
    columns: {
      bytes: 'Bytes',
      modified: 'Geändert am',
      created: 'Erstellt am',
      type: 'Art',
      mime: 'Medientyp',
      extension_mismatch: 'Falsche Endung',
      width: 'Breite',
      height: 'Höhe',
      taken: 'Aufgenommen',
      camera: 'Kamera',
      duration: 'Spieldauer',
      artist: 'Interpret',
      album: 'Album',
      title: 'Titel',
      bitrate: 'Bitrate',
    },
  },
  'convert-image': {
    title: 'Bilder umwandeln',
    description:
      'Macht aus jedem Bild ein neues: Format, Größe, Qualität, Metadaten und Wasserzeichen in einem Zug, damit höchstens einmal Qualität verloren geht.',
    parameters: {
      format: {
        label: 'Format',
        help: 'Das Format des neuen Bildes oder das, welches der Inhalt des alten hat.',
        options: { keep: 'Wie das alte Bild', ...imageFormats },
      },
      quality: {
        label: 'Qualität',
        help: 'Bei JPEG, WebP und AVIF: mehr ist besser und größer. PNG, TIFF und GIF verlieren ohnehin nichts.',
      },
      lossless: {
        label: 'Verlustfrei',
        help: 'WebP und AVIF verlieren nichts; die Qualität bedeutet dann nichts. JPEG kennt das nicht.',
      },
      resize: {
        label: 'Größe ändern',
        help: 'In einen Rahmen: so groß, wie es in Breite und Höhe passt. Rahmen füllen: genau Breite mal Höhe, was übersteht, wird gleichmäßig abgeschnitten.',
        options: {
          none: 'Größe behalten',
          fit: 'In einen Rahmen',
          fill: 'Rahmen füllen',
          'longest-edge': 'Nach der längsten Kante',
          percent: 'In Prozent',
        },
      },
      width: { label: 'Breite', help: 'Pixel, für einen Rahmen.' },
      height: { label: 'Höhe', help: 'Pixel, für einen Rahmen.' },
      longestEdge: { label: 'Längste Kante', help: 'Pixel der längeren Seite.' },
      percent: { label: 'Prozent', help: 'Der alten Breite und Höhe.' },
      neverEnlarge: { label: 'Nie vergrößern', help: 'Bilder, die schon kleiner sind, behalten ihre Größe.' },
      autoOrient: {
        label: 'Aufrichten',
        help: 'Dreht und spiegelt die Pixel, wie die Kamera es vermerkt hat, damit jedes Programm sie aufrecht zeigt.',
      },
      metadata: {
        label: 'Metadaten',
        help: 'Datum, Kamera, Ort, Farbprofil und so weiter bleiben; oder sie entfallen, und die Farben werden sRGB.',
        options: { keep: 'Behalten', strip: 'Weglassen' },
      },
      animation: {
        label: 'Animation',
        help: 'Animierte GIF und WebP bleiben animiert, wo das neue Format eines der beiden ist; sonst das erste Bild.',
        options: { keep: 'Behalten', 'first-frame': 'Erstes Bild' },
      },
      watermark: {
        label: 'Wasserzeichen',
        help: 'Ein Text, der über das Bild geschrieben wird; leer für keinen. Darf mehrere Zeilen haben.',
      },
      watermarkPosition: {
        label: 'Platz des Wasserzeichens',
        help: 'Die Ecke, Kante oder Mitte, in der es steht.',
        options: {
          'top-left': 'Oben links',
          top: 'Oben',
          'top-right': 'Oben rechts',
          left: 'Links',
          centre: 'Mitte',
          right: 'Rechts',
          'bottom-left': 'Unten links',
          bottom: 'Unten',
          'bottom-right': 'Unten rechts',
        },
      },
      watermarkSize: {
        label: 'Größe des Wasserzeichens',
        help: 'Höhe seiner Buchstaben in Prozent der kürzeren Bildseite. Weniger, wo der Text zu breit würde.',
      },
      watermarkOpacity: {
        label: 'Deckkraft des Wasserzeichens',
        help: 'Prozent: 100 verdeckt, was dahinter ist.',
      },
      megapixelLimit: {
        label: 'Größtes Bild',
        help: 'Megapixel aller Einzelbilder zusammen. Größere scheitern, bevor sie entpackt werden, denn jedes Megapixel braucht bis zu 4 MB Speicher.',
      },
    },
    columns: {
      input_format: 'Altes Format',
      input_width: 'Alte Breite',
      input_height: 'Alte Höhe',
      format: 'Format',
      width: 'Breite',
      height: 'Höhe',
      frames: 'Einzelbilder',
      output_size: 'Neue Bytes',
    },
  },
  copy: {
    title: 'Kopieren',
    description: 'Kopiert jede Datei Byte für Byte dorthin, wo die Ausgaben des Auftrags hinkommen.',
    columns: { bytes: 'Bytes' },
  },
  move: {
    title: 'Verschieben',
    description:
      'Verschiebt jede Datei dorthin, wo die Ausgaben des Auftrags hinkommen. Kann rückgängig gemacht werden.',
    columns: { new_path: 'Neuer Pfad' },
  },
  rename: {
    title: 'Umbenennen',
    description:
      'Gibt jeder Datei einen anderen Namen in ihrem Ordner: durch Suchen und Ersetzen, durch große und kleine Buchstaben und durch den Ausgabenamen des Auftrags mit Zählern und Daten. Kann rückgängig gemacht werden.',
    parameters: {
      find: { label: 'Suchen', help: 'Was in Namen ersetzt wird, wo auch immer es steht. Leer: nichts.' },
      replace: {
        label: 'Ersetzen durch',
        help: "Was stattdessen dort steht. Bei einem regulären Ausdruck ist {'$'}1 oder {'$'}<name> das, was eine Gruppe getroffen hat.",
      },
      regularExpression: {
        label: 'Regulärer Ausdruck',
        help: 'Nimmt das Gesuchte als regulären Ausdruck.',
      },
      ignoreCase: {
        label: 'Groß und klein gleich',
        help: 'Nimmt große und kleine Buchstaben für dieselben.',
      },
      part: {
        label: 'In',
        help: 'Welcher Teil des Namens geändert wird.',
        options: { name: 'Name ohne Endung', extension: 'Endung', both: 'Beides' },
      },
      letterCase: {
        label: 'Groß und klein',
        help: 'Schreibt alle Buchstaben klein, alle groß oder den ersten jedes Wortes groß.',
        options: {
          keep: 'Wie es ist',
          lower: 'kleine buchstaben',
          upper: 'GROSSE BUCHSTABEN',
          title: 'Erster Buchstabe Groß',
        },
      },
      countFrom: { label: 'Zählen ab', help: "Womit {'{n}'} im Ausgabenamen beginnt." },
      countBy: { label: 'Zählen um', help: "Um wie viel {'{n}'} von Datei zu Datei wächst." },
    },
    columns: { new_path: 'Neuer Pfad' },
  },
  'set-dates': {
    title: 'Datum setzen',
    description:
      'Setzt, wann jede Datei als zuletzt geändert gilt: auf ihre Aufnahme, das Datum in ihrem Namen oder ein Datum für alle. Der Inhalt bleibt, wie er ist.',
    parameters: {
      from: {
        label: 'Datum aus',
        help: 'Woher das Datum jeder Datei genommen wird.',
        options: { taken: 'Der Aufnahme', name: 'Ihrem Namen', fixed: 'Ein Datum für alle' },
      },
      date: {
        label: 'Datum',
        help: 'Das Datum für alle: ein Tag wie 2026-11-24, eine Zeit wie 2026-11-24T18:30 oder ein Alter wie 7d.',
      },
      pattern: {
        label: 'Muster des Datums in Namen',
        help: 'Ein regulärer Ausdruck mit den Gruppen year, month und day, vielleicht auch hour, minute und second.',
      },
    },
    columns: { old_modified: 'Datum vorher', new_modified: 'Datum danach' },
  },
  trash: {
    title: 'Papierkorb',
    description: 'Legt jede Datei in den Papierkorb dieses Computers, aus dem sie zurückgeholt werden kann.',
    columns: { trashed_to: 'Abgelegt in' },
  },
  'replace-text': {
    title: 'Suchen und ersetzen',
    description:
      'Ersetzt in jeder Datei einen Text oder was ein regulärer Ausdruck trifft. Alles andere bleibt Byte für Byte.',
    parameters: {
      find: { label: 'Suchen', help: 'Was gesucht wird.' },
      ...search,
      replaceWith: {
        label: 'Ersetzen durch',
        help: "Was an seine Stelle tritt; leer entfernt es. Bei einem regulären Ausdruck steht {'$'}1 für die erste Gruppe, {'$'}<name> für eine Gruppe mit Namen, {'$'}& für alles Gefundene und {'$$'} für ein Dollarzeichen.",
      },
      encoding,
    },
    columns: { replacements: 'Ersetzt', encoding: 'Kodierung' },
  },
  'change-encoding': {
    title: 'Kodierung ändern',
    description: 'Schreibt Textdateien in einer anderen Kodierung neu, etwa in UTF-8.',
    parameters: {
      from: {
        label: 'Von',
        help: 'Wie die Dateien kodiert sind. Selbst erkannt: an einer Byte-Reihenfolge-Marke, sonst UTF-8, wenn die ganze Datei gültiges UTF-8 ist, sonst geschätzt danach, wie oft welche Bytes vorkommen. Das Ergebnis sagt, was erkannt wurde.',
        options: { auto },
      },
      to: { label: 'Nach', help: 'Wie die Ausgaben kodiert werden.' },
      byteOrderMark: {
        label: 'Byte-Reihenfolge-Marke',
        help: 'Ob Ausgaben in Unicode mit einer beginnen. Üblich ist: keine in UTF-8, eine in UTF-16 und UTF-32.',
        options: { usual: 'Wie üblich', always: 'Immer', never: 'Nie' },
      },
      unknownCharacters: {
        label: 'Zeichen, die der neuen Kodierung fehlen',
        help: 'Die Datei scheitert, oder an die Stelle jedes dieser Zeichen tritt ein Fragezeichen.',
        options: { fail: 'Datei scheitert', 'question-mark': 'Fragezeichen' },
      },
    },
    columns: { from: 'Von', to: 'Nach', replaced_characters: 'Ersetzt' },
  },
  'line-endings': {
    title: 'Zeilenenden',
    description: 'Gibt Textdateien eine einzige Art von Zeilenenden. Alles andere bleibt Byte für Byte.',
    parameters: {
      to: {
        label: 'Zeilenenden',
        help: 'LF ist üblich unter Linux und macOS, CRLF unter Windows; CR war es auf den ersten Macintoshs.',
        options: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
      },
      encoding,
      binary: {
        label: 'Auch Binärdateien',
        help: 'Bearbeitet auch Dateien, die nicht nach Text aussehen: solche mit NUL-Bytes. Das zerstört die meisten davon.',
      },
    },
    columns: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
  },
  'count-text': {
    title: 'Zeilen und Wörter zählen',
    description: 'Zählt Zeilen, Wörter, Zeichen und Bytes wie wc, und wie oft etwas vorkommt.',
    parameters: {
      find: {
        label: 'Treffer zählen von',
        help: 'Was noch gezählt wird: ein Text oder ein regulärer Ausdruck. Leer für nichts.',
      },
      ...search,
      encoding,
    },
    columns: {
      lines: 'Zeilen',
      words: 'Wörter',
      characters: 'Zeichen',
      bytes: 'Bytes',
      matches: 'Treffer',
      encoding: 'Kodierung',
    },
  },
  'csv-to-jsonl': {
    title: 'CSV zu JSON Lines',
    description: 'Macht aus jeder Zeile einer CSV-Datei eine Zeile mit einem JSON-Objekt, in UTF-8.',
    parameters: {
      delimiter,
      encoding,
      ...table,
      values: {
        label: 'Werte',
        help: 'Text lässt jede Zelle, wie sie steht. Nach Art macht Zahlen, true und false aus Zellen, die als Text dasselbe bedeuten, und null aus leeren; 007 und 1.50 bleiben Text.',
        options: { text: 'Text', typed: 'Nach Art' },
      },
    },
    columns: { ...tableColumns, encoding: 'Kodierung' },
  },
  'jsonl-to-csv': {
    title: 'JSON Lines zu CSV',
    description:
      'Macht aus jeder Zeile mit einem JSON-Objekt eine Zeile einer CSV-Datei, in UTF-8, unter einer Kopfzeile mit allen Schlüsseln.',
    parameters: {
      columns: {
        label: 'Spalten',
        help: 'Welche Schlüssel Spalten werden, in dieser Reihenfolge, durch Kommas getrennt; einer mit Komma in Anführungszeichen. Leer: alle, die in der Datei vorkommen; sie wird dann zweimal gelesen.',
      },
      delimiter: {
        label: 'Trennzeichen',
        help: 'Was in den Ausgaben zwischen den Zellen steht.',
        options: separators,
      },
      byteOrderMark: {
        label: 'Byte-Reihenfolge-Marke',
        help: 'Beginnt die Ausgaben mit der Marke, an der Excel UTF-8 erkennt.',
      },
      escapeFormulas: {
        label: 'Formeln entschärfen',
        help: "Stellt Zellen, die mit =, +, -, {'@'} oder Ähnlichem beginnen, einen Apostroph voran, damit eine Tabellenkalkulation sie nicht ausrechnet. Das ändert auch negative Zahlen.",
      },
      encoding,
    },
    columns: tableColumns,
  },
  'pick-columns': {
    title: 'Spalten auswählen',
    description:
      'Behält einige Spalten von CSV-Dateien, in beliebiger Reihenfolge und unter beliebigen Namen. Ausgaben sind in UTF-8.',
    parameters: {
      columns: {
        label: 'Spalten',
        help: 'Welche Spalten bleiben, in dieser Reihenfolge, durch Kommas getrennt: Namen aus der Kopfzeile oder Stellen ab 1. Einen anderen Namen gibt =>, wie in: id, 3, price => amount. Ein Name mit Komma steht in Anführungszeichen.',
      },
      delimiter,
      encoding,
      ...table,
      outputDelimiter: {
        label: 'Trennzeichen der Ausgaben',
        help: 'Was in den Ausgaben zwischen den Zellen steht.',
        options: { same: 'Dasselbe', ...separators },
      },
    },
    columns: tableColumns,
  },
  validate: {
    title: 'JSON, CSV und XML prüfen',
    description:
      'Prüft, ob Dateien wohlgeformt sind. Eine andere scheitert, mit Zeile und Spalte ihres ersten Fehlers.',
    parameters: {
      kind: {
        label: 'Art',
        help: 'Was die Dateien sind. Selbst erkannt: an ihrer Endung, etwa .json, .ndjson, .tsv oder .svg.',
        options: { auto, ...dataKinds },
      },
      duplicateKeys: {
        label: 'Doppelte Schlüssel in JSON',
        help: 'Ob ein Objekt denselben Schlüssel zweimal haben darf. Die meisten Programme behielten nur den letzten.',
        options: { allow: 'Erlaubt', fail: 'Datei scheitert' },
      },
      delimiter,
      encoding: {
        label: 'Kodierung',
        help: 'Wie die Dateien kodiert sind. Selbst erkannt: an einer Byte-Reihenfolge-Marke oder der XML-Deklaration; sonst müssen JSON und XML UTF-8 sein, und CSV, das es nicht ist, gilt als Windows-1252.',
        options: { auto },
      },
    },
    columns: { kind: 'Art', encoding: 'Kodierung', records: 'Datensätze' },
  },
  compress: {
    title: 'Komprimieren',
    description: 'Komprimiert jede Datei mit gzip, Brotli oder Zstandard. Das Original bleibt.',
    parameters: {
      format: {
        label: 'Format',
        help: 'gzip lässt sich fast überall lesen; Zstandard ist schneller und kleiner; Brotli ist bei Text am kleinsten und das, was Browser bekommen.',
        options: packFormats,
      },
      level: {
        label: 'Stufe',
        help: 'Wie viel Zeit darauf verwendet wird, Dateien klein zu machen. gzip: 1, 6 oder 9; Brotli: 1, 6 oder 11; Zstandard: 1, 3 oder 19.',
        options: levels,
      },
    },
    columns: sizes,
  },
  decompress: {
    title: 'Dekomprimieren',
    description:
      'Dekomprimiert Dateien in gzip, Brotli und Zstandard, mit Grenzen gegen Dekompressionsbomben.',
    parameters: {
      format: {
        label: 'Format',
        help: 'Selbst erkannt: an den ersten Bytes. Brotli hat keine, die es verraten; es wird an der Endung .br erkannt.',
        options: { auto, ...packFormats },
      },
      largestOutput: {
        label: 'Größte Ausgabe',
        help: 'In GiB. Eine Datei, die größer würde, scheitert.',
      },
      largestRatio: {
        label: 'Größtes Verhältnis',
        help: 'Eine Datei, die mehr als so viele Male größer würde, scheitert. Gilt für Ausgaben von mehr als 64 MiB.',
      },
    },
    columns: { format: 'Format', ...sizes },
  },
  zip: {
    title: 'Zippen',
    description:
      'Packt jede Datei in ein eigenes Zip-Archiv; wo Ordner als Ganzes genommen werden, jeden Ordner mit allem darin.',
    parameters: {
      level: {
        label: 'Stufe',
        help: 'Wie viel Zeit darauf verwendet wird, Dateien klein zu machen: Stufe 1, 6 oder 9.',
        options: levels,
      },
      dates: {
        label: 'Daten',
        help: 'Behält Datum und Rechte jeder Datei in ihrem Archiv oder schreibt für alle dieselben, damit derselbe Inhalt unter demselben Namen immer dasselbe Archiv ergibt.',
        options: { keep: 'Behalten', fixed: 'Für alle dieselben' },
      },
    },
    columns: { ...sizes, entries: 'Einträge' },
  },
  command: {
    title: 'Befehl',
    description:
      'Führt für jede Datei ein Programm dieses Computers aus, mit den Rechten des Benutzers. Behält Exit-Code und Ausgabe.',
    parameters: {
      command: {
        label: 'Befehl',
        help: "Das Programm und seine Argumente, ausgeführt einmal je Datei (mit {'{all}'} einmal für mehrere), ohne Shell; Anführungszeichen halten Wörter zusammen. Platzhalter: {'{}'} der Pfad, {'{.}'} der Pfad ohne Endung, {'{/}'} der Dateiname, {'{//}'} der Ordner, {'{/.}'} der Dateiname ohne Endung, {'{ext}'} die Endung ohne Punkt, {'{#}'} die Stelle in der Eingabe, ab 1, {'{%}'} die Nummer des Workers, ab 1, {'{relative}'} der Pfad ab dem Ordner der Eingabe, {'{output}'} die Datei, die der Befehl erzeugen soll, {'{all}'} die Pfade aller Dateien eines Aufrufs, jeder ein eigenes Wort. Ohne Platzhalter wird der Pfad am Ende angefügt. Klammern, die als solche gemeint sind, stehen doppelt: {'{{ }}'}.",
      },
      shell: {
        label: 'Shell',
        help: 'Achtung: Mit einer Shell ist die Zeile ein Programm in deren Sprache: Pipes, Muster und Variablen wirken, Fehler auch. Dateinamen werden ihr neben der Zeile übergeben, sodass nichts darin ausgeführt wird; Platzhalter ohne Anführungszeichen schreiben.',
        options: { none: 'Keine', ...shellNames },
      },
      groupSize: {
        label: 'Größe der Gruppe',
        help: "Für Befehle mit {'{all}'}: wie viele Dateien ein Aufruf höchstens bekommt. Weniger, wo ihre Namen länger wären, als das System annimmt.",
      },
      whenGroupFails: {
        label: 'Wenn eine Gruppe scheitert',
        help: "Für Befehle mit {'{all}'}. Einzeln: jede ihrer Dateien wird in einem eigenen Aufruf noch einmal bearbeitet, sodass nur die scheitern, die allein scheitern; schon bearbeitete werden zweimal bearbeitet. Alle auf einmal: alle Dateien der Gruppe scheitern, keine wird noch einmal bearbeitet.",
        options: { alone: 'Dateien einzeln versuchen', fail: 'Alle auf einmal scheitern' },
      },
      acceptedExitCodes: {
        label: 'Gute Exit-Codes',
        help: 'Welche Exit-Codes bedeuten, dass alles gut ging, durch Kommas getrennt.',
      },
      input: {
        label: 'Standardeingabe',
        help: 'Was das Programm liest.',
        options: { nothing: 'Nichts', path: 'Den Pfad als Zeile', content: 'Den Inhalt der Datei' },
      },
      workingFolder: {
        label: 'Arbeitsordner',
        help: "Leer: der von Batchyard. {'{//}'}: der Ordner jeder Datei. Sonst ein ganzer Pfad.",
      },
      environment: {
        label: 'Umgebung',
        help: 'Variablen, die für das Programm gesetzt werden, neben denen von Batchyard.',
      },
      variables: {
        label: 'Eigene Platzhalter',
        help: 'Eigene Platzhalter, jeder mit Namen, Art (text, number, boolean) und Vorgabe.',
      },
      values: {
        label: 'Werte',
        help: 'Wofür die eigenen Platzhalter stehen, wo es nicht ihre Vorgabe ist.',
      },
      outputExtension: {
        label: 'Endung der Ausgabe',
        help: "Für Befehle mit {'{output}'}: die Endung dessen, was sie erzeugen, ohne Punkt. Leer: die der Datei.",
      },
      results: {
        label: 'Ergebnisse',
        help: 'Was zu Ergebnisspalten wird.',
        options: {
          output: 'Die Ausgabe als Text',
          pattern: 'Was ein Muster in den Zeilen findet',
          json: 'Das JSON in der letzten Zeile',
        },
      },
      pattern: {
        label: 'Muster',
        help: 'Ein regulärer Ausdruck, der an jede Zeile der Ausgabe gehalten wird. Jede benannte Gruppe, etwa (?<width>\\d+), ist eine Spalte: ihr erster Treffer.',
      },
      columns: {
        label: 'Spalten',
        help: 'Bei JSON die Spalten, die daraus genommen werden, etwa: width:integer, height:integer, name. Bei einem Muster die Arten seiner Gruppen.',
      },
    },
    columns: { exit_code: 'Exit-Code', call: 'Aufruf (erste Datei)', output: 'Ausgabe' },
  },
  script: {
    title: 'Skript',
    description:
      'Führt für jede Datei eine Funktion in JavaScript oder TypeScript aus, mit den Rechten des Benutzers: Sie kann alles, was er kann. Was sie zurückgibt, wird zu Ergebnisspalten.',
    parameters: {
      source: {
        label: 'Skript',
        help: 'JavaScript oder TypeScript, ein Modul: export default async (item, context) => … wird für jede Datei aufgerufen, und was es zurückgibt, wird das Ergebnis.',
      },
      file: {
        label: 'Skriptdatei',
        help: 'Der ganze Pfad einer Datei .ts, .mts, .js oder .mjs mit dem Skript, statt des Textes oben. Ein Lauf behält den Text, mit dem er begann.',
      },
      baseFolder: {
        label: 'Ordner für Importe',
        help: 'Der ganze Pfad des Ordners, aus dem ein Skript, das keine Datei ist, Module und Pakete importiert. Ohne ihn kann es importieren, was Node hat, etwa node:fs.',
      },
      params: { label: 'Werte', help: 'Was das Skript in context.params findet, nach Namen.' },
      runIn: {
        label: 'Ausführen in',
        help: 'Threads starten schnell und teilen sich die Speichergrenzen mit der App. Prozesse sind für Skripte, die Programme starten oder nativen Code verwenden: Was in einem schiefgeht, beendet ihn allein.',
        options: { threads: 'Threads', processes: 'Prozessen' },
      },
    },
    columns: { result: 'Ergebnis' },
  },
  wait: {
    title: 'Warten',
    description: 'Wartet zufällig lange und sagt, wie lange. Fasst keine Datei an: zum Ausprobieren.',
    parameters: {
      shortest: { label: 'Kürzeste Wartezeit', help: 'Sekunden, die ein Element mindestens wartet.' },
      longest: { label: 'Längste Wartezeit', help: 'Sekunden, die ein Element höchstens wartet.' },
    },
    columns: { seconds: 'Sekunden' },
  },
}
