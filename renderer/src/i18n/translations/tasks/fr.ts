import type { taskMessages } from '../../tasks.ts'
import { algorithmNames, dataKinds, imageFormats, packFormats, shellNames } from '../../tasks.ts'
import type { Translated } from '../../text.ts'

const auto = 'Détection automatique'
const separators = {
  comma: 'Virgule',
  semicolon: 'Point-virgule',
  tab: 'Tabulation',
  pipe: 'Barre verticale',
}
const levels = { fast: 'Rapide', normal: 'Normal', best: 'Le plus petit' }
const encoding = {
  label: 'Encodage',
  help: 'L’encodage des fichiers. Détection automatique : par une marque d’ordre des octets, sinon UTF-8 si tout le fichier est de l’UTF-8 valide, sinon Windows-1252, qui contient tout Latin-1.',
  options: { auto },
}
const delimiter = {
  label: 'Séparateur',
  help: 'Ce qui sépare les cellules. Détection automatique : celui qui tire le plus des premières lignes.',
  options: { auto, ...separators },
}
const search = {
  kind: {
    label: 'Genre',
    help: 'Chercher le texte tel quel ou une expression régulière comme en JavaScript.',
    options: { literal: 'Texte tel quel', 'regular-expression': 'Expression régulière' },
  },
  ignoreCase: { label: 'Ignorer la casse', help: 'Ne distingue pas majuscules et minuscules.' },
  multiline: {
    label: "^ et {'$'} par ligne",
    help: "Dans une expression régulière, ^ et {'$'} désignent le début et la fin de chaque ligne, et non du seul fichier.",
  },
  dotAll: {
    label: '. vaut aussi pour les fins de ligne',
    help: 'Dans une expression régulière, . désigne aussi les fins de ligne.',
  },
  unicode: {
    label: 'Unicode',
    help: "Lit une expression régulière par caractères et non par moitiés, avec \\p{'{…}'} et une syntaxe stricte.",
  },
}
const table = {
  looseQuotes: {
    label: 'Guillemets libres',
    help: 'Prend tels quels les guillemets dans les cellules qui n’en ont pas au début, comme dans : tube 5".',
  },
  header: { label: 'En-tête', help: 'Si la première ligne contient les noms des colonnes.' },
  raggedRows: {
    label: 'Lignes d’une autre longueur',
    help: 'Une ligne qui a plus ou moins de cellules que la première fait échouer le fichier, ou ce qui manque est complété par des cellules vides.',
    options: { fail: 'Faire échouer le fichier', fill: 'Compléter par des cellules vides' },
  },
}
const sizes = { size_before: 'Taille avant', size_after: 'Taille après' }
const tableColumns = { rows: 'Lignes', columns: 'Colonnes' }

/** Les traitements en français. */
export const tasks: Translated<typeof taskMessages> = {
  checksum: {
    title: 'Somme de contrôle',
    description: 'Calcule une somme de contrôle du contenu de chaque fichier.',
    parameters: {
      algorithm: {
        label: 'Algorithme',
        help: 'SHA-256 convient presque toujours. MD5 et SHA-1 révèlent les changements accidentels, mais pas ceux qui sont voulus. BLAKE2b a 512 bits, comme les affiche b2sum.',
        options: algorithmNames,
      },
    },
    columns: { digest: 'Somme de contrôle' },
  },
  verify: {
    title: 'Vérifier des sommes de contrôle',
    description:
      'Compare chaque fichier avec une somme de contrôle notée auparavant : dans une liste comme SHA256SUMS ou dans un fichier voisin.',
    parameters: {
      mode: {
        label: 'Comparer avec',
        help: 'Un fichier donne les sommes de beaucoup d’autres, ou chaque fichier en a un à côté de lui, comme photo.jpg.sha256.',
        options: { list: 'Une liste de sommes', sidecar: 'Un fichier à côté de chacun' },
      },
      list: {
        label: 'Liste',
        help: 'Le chemin complet d’une liste telle que l’écrivent sha256sum et ses semblables, avec ou sans --tag. Ses noms partent de son dossier.',
      },
      algorithm: {
        label: 'Algorithme',
        help: 'Détection automatique : par ce que dit la liste ou par la longueur d’une somme ; des deux à 128 chiffres, SHA-512, sauf si le nom de la liste dit BLAKE2.',
        options: { auto, ...algorithmNames },
      },
    },
    columns: { algorithm: 'Algorithme', digest: 'Somme de contrôle', compared_with: 'Comparé avec' },
  },
  duplicates: {
    title: 'Trouver les doublons',
    description:
      'Trouve les fichiers de même contenu, quels que soient leurs noms. Les groupes sont montrés avec les résultats, et rien n’est modifié.',
    columns: { digest: 'Somme de contrôle', size: 'Octets', inode: 'N° de fichier', links: 'Liens' },
  },
  details: {
    title: 'Détails des fichiers',
    description:
      'Donne la taille, les dates et le type de chaque fichier, d’après son contenu et non son nom, et ce que les images et les sons disent d’eux-mêmes.',
    columns: {
      bytes: 'Octets',
      modified: 'Modifié le',
      created: 'Créé le',
      type: 'Type',
      mime: 'Type de média',
      extension_mismatch: 'Extension fausse',
      width: 'Largeur',
      height: 'Hauteur',
      taken: 'Prise le',
      camera: 'Appareil',
      duration: 'Durée',
      artist: 'Artiste',
      album: 'Album',
      title: 'Titre',
      bitrate: 'Débit binaire',
    },
  },
  'convert-image': {
    title: 'Convertir des images',
    description:
      'Fait de chaque image une nouvelle : format, taille, qualité, métadonnées et filigrane d’un seul coup, pour que la qualité ne baisse qu’une fois au plus.',
    parameters: {
      format: {
        label: 'Format',
        help: 'Le format de la nouvelle image, ou celui que le contenu de l’ancienne a.',
        options: { keep: 'Comme l’ancienne image', ...imageFormats },
      },
      quality: {
        label: 'Qualité',
        help: 'Pour JPEG, WebP et AVIF : plus elle est haute, meilleure et plus lourde est l’image. PNG, TIFF et GIF ne perdent rien de toute façon.',
      },
      lossless: {
        label: 'Sans perte',
        help: 'WebP et AVIF ne perdent rien ; la qualité ne compte alors plus. JPEG ne connaît pas cela.',
      },
      resize: {
        label: 'Redimensionner',
        help: 'Dans un cadre : aussi grande que la largeur et la hauteur le permettent. Remplir un cadre : exactement largeur sur hauteur, ce qui dépasse est coupé également.',
        options: {
          none: 'Garder la taille',
          fit: 'Dans un cadre',
          fill: 'Remplir un cadre',
          'longest-edge': 'Par le plus long côté',
          percent: 'En pourcentage',
        },
      },
      width: { label: 'Largeur', help: 'Pixels, pour un cadre.' },
      height: { label: 'Hauteur', help: 'Pixels, pour un cadre.' },
      longestEdge: { label: 'Plus long côté', help: 'Pixels du côté le plus long.' },
      percent: { label: 'Pourcentage', help: 'De l’ancienne largeur et hauteur.' },
      neverEnlarge: {
        label: 'Ne jamais agrandir',
        help: 'Les images déjà plus petites gardent leur taille.',
      },
      autoOrient: {
        label: 'Redresser',
        help: 'Tourne et reflète les pixels comme l’appareil l’a noté, pour que chaque programme les montre droits.',
      },
      metadata: {
        label: 'Métadonnées',
        help: 'Date, appareil, lieu, profil de couleurs et autres restent ; ou ils sont retirés, et les couleurs deviennent sRGB.',
        options: { keep: 'Garder', strip: 'Retirer' },
      },
      animation: {
        label: 'Animation',
        help: 'Les GIF et WebP animés le restent si le nouveau format est l’un des deux ; sinon la première image.',
        options: { keep: 'Garder', 'first-frame': 'Première image' },
      },
      watermark: {
        label: 'Filigrane',
        help: 'Un texte écrit sur l’image ; vide pour aucun. Peut avoir plusieurs lignes.',
      },
      watermarkPosition: {
        label: 'Place du filigrane',
        help: 'Le coin, le bord ou le centre où il se trouve.',
        options: {
          'top-left': 'En haut à gauche',
          top: 'En haut',
          'top-right': 'En haut à droite',
          left: 'À gauche',
          centre: 'Au centre',
          right: 'À droite',
          'bottom-left': 'En bas à gauche',
          bottom: 'En bas',
          'bottom-right': 'En bas à droite',
        },
      },
      watermarkSize: {
        label: 'Taille du filigrane',
        help: 'Hauteur de ses lettres en pour cent du petit côté de l’image. Moins si le texte serait trop large.',
      },
      watermarkOpacity: {
        label: 'Opacité du filigrane',
        help: 'Pour cent : 100 cache ce qui est derrière.',
      },
      megapixelLimit: {
        label: 'Plus grande image',
        help: 'Mégapixels de toutes les images d’un fichier. Les plus grandes échouent avant d’être décodées, car chaque mégapixel prend jusqu’à 4 Mo de mémoire.',
      },
    },
    columns: {
      input_format: 'Ancien format',
      input_width: 'Anc. largeur',
      input_height: 'Anc. hauteur',
      format: 'Format',
      width: 'Largeur',
      height: 'Hauteur',
      frames: 'Images',
      output_size: 'Octets après',
    },
  },
  copy: {
    title: 'Copier',
    description: 'Copie chaque fichier, octet par octet, là où vont les sorties de la tâche.',
    columns: { bytes: 'Octets' },
  },
  move: {
    title: 'Déplacer',
    description: 'Déplace chaque fichier là où vont les sorties de la tâche. Peut être défait.',
    columns: { new_path: 'Nouveau chemin' },
  },
  rename: {
    title: 'Renommer',
    description:
      'Donne à chaque fichier un autre nom dans son dossier : par recherche et remplacement, par la casse et par le nom de sortie de la tâche avec compteurs et dates. Peut être défait.',
    parameters: {
      find: {
        label: 'Chercher',
        help: 'Ce qui est remplacé dans les noms, où que ce soit. Vide : rien.',
      },
      replace: {
        label: 'Remplacer par',
        help: "Ce qui y figure à la place. Pour une expression régulière, {'$'}1 ou {'$'}<name> est ce qu’un groupe a trouvé.",
      },
      regularExpression: {
        label: 'Expression régulière',
        help: 'Prend ce qui est cherché comme une expression régulière.',
      },
      ignoreCase: { label: 'Ignorer la casse', help: 'Ne distingue pas majuscules et minuscules.' },
      part: {
        label: 'Dans',
        help: 'Quelle partie du nom est changée.',
        options: { name: 'Nom sans extension', extension: 'L’extension', both: 'Les deux' },
      },
      letterCase: {
        label: 'Casse',
        help: 'Écrit toutes les lettres en minuscules, en majuscules, ou la première de chaque mot en majuscule.',
        options: {
          keep: 'Telle quelle',
          lower: 'minuscules',
          upper: 'MAJUSCULES',
          title: 'Première Lettre Majuscule',
        },
      },
      countFrom: { label: 'Compter à partir de', help: "Par quoi commence {'{n}'} dans le nom de sortie." },
      countBy: { label: 'Compter par', help: "De combien {'{n}'} augmente d’un fichier à l’autre." },
    },
    columns: { new_path: 'Nouveau chemin' },
  },
  'set-dates': {
    title: 'Fixer les dates',
    description:
      'Fixe la date de dernière modification de chaque fichier : à sa prise de vue, à la date dans son nom ou à une date pour tous. Le contenu reste tel quel.',
    parameters: {
      from: {
        label: 'Date tirée de',
        help: 'D’où vient la date de chaque fichier.',
        options: { taken: 'La prise de vue', name: 'Son nom', fixed: 'Une date pour tous' },
      },
      date: {
        label: 'Date',
        help: 'La date pour tous : un jour comme 2026-11-24, un moment comme 2026-11-24T18:30 ou un âge comme 7d.',
      },
      pattern: {
        label: 'Motif de la date dans les noms',
        help: 'Une expression régulière avec les groupes year, month et day, et peut-être hour, minute et second.',
      },
    },
    columns: { old_modified: 'Date avant', new_modified: 'Date après' },
  },
  trash: {
    title: 'Corbeille',
    description: 'Met chaque fichier dans la corbeille de cet ordinateur, d’où il peut être repris.',
    columns: { trashed_to: 'Mis dans' },
  },
  'replace-text': {
    title: 'Chercher et remplacer',
    description:
      'Remplace dans chaque fichier un texte, ou ce que trouve une expression régulière. Tout le reste demeure, octet par octet.',
    parameters: {
      find: { label: 'Chercher', help: 'Ce qui est cherché.' },
      ...search,
      replaceWith: {
        label: 'Remplacer par',
        help: "Ce qui prend sa place ; vide le retire. Pour une expression régulière, {'$'}1 désigne le premier groupe, {'$'}<name> un groupe nommé, {'$'}& tout ce qui a été trouvé et {'$$'} un signe dollar.",
      },
      encoding,
    },
    columns: { replacements: 'Remplacés', encoding: 'Encodage' },
  },
  'change-encoding': {
    title: 'Changer l’encodage',
    description: 'Réécrit des fichiers de texte dans un autre encodage, comme UTF-8.',
    parameters: {
      from: {
        label: 'De',
        help: 'L’encodage des fichiers. Détection automatique : par une marque d’ordre des octets, sinon UTF-8 si tout le fichier est de l’UTF-8 valide, sinon deviné d’après la fréquence des octets. Le résultat dit ce qui a été trouvé.',
        options: { auto },
      },
      to: { label: 'Vers', help: 'L’encodage des sorties.' },
      byteOrderMark: {
        label: 'Marque d’ordre des octets',
        help: 'Si les sorties en Unicode commencent par une marque. D’habitude : aucune en UTF-8, une en UTF-16 et UTF-32.',
        options: { usual: 'Comme d’habitude', always: 'Toujours', never: 'Jamais' },
      },
      unknownCharacters: {
        label: 'Caractères absents du nouvel encodage',
        help: 'Le fichier échoue, ou un point d’interrogation prend la place de chacun.',
        options: { fail: 'Faire échouer le fichier', 'question-mark': 'Points d’interrogation' },
      },
    },
    columns: { from: 'De', to: 'Vers', replaced_characters: 'Remplacés' },
  },
  'line-endings': {
    title: 'Fins de ligne',
    description:
      'Donne aux fichiers de texte une seule sorte de fins de ligne. Tout le reste demeure, octet par octet.',
    parameters: {
      to: {
        label: 'Fins de ligne',
        help: 'LF est d’usage sous Linux et macOS, CRLF sous Windows ; CR l’était sur les premiers Macintosh.',
        options: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
      },
      encoding,
      binary: {
        label: 'Aussi les fichiers binaires',
        help: 'Traite aussi les fichiers qui ne ressemblent pas à du texte : ceux qui ont des octets NUL. Cela détruit la plupart d’entre eux.',
      },
    },
    columns: { lf: 'LF', crlf: 'CRLF', cr: 'CR' },
  },
  'count-text': {
    title: 'Compter lignes et mots',
    description:
      'Compte lignes, mots, caractères et octets, comme wc, et combien de fois quelque chose apparaît.',
    parameters: {
      find: {
        label: 'Compter aussi',
        help: 'Ce qui est compté en plus : un texte ou une expression régulière. Vide pour rien.',
      },
      ...search,
      encoding,
    },
    columns: {
      lines: 'Lignes',
      words: 'Mots',
      characters: 'Caractères',
      bytes: 'Octets',
      matches: 'Trouvés',
      encoding: 'Encodage',
    },
  },
  'csv-to-jsonl': {
    title: 'CSV vers JSON Lines',
    description: 'Fait de chaque ligne d’un fichier CSV une ligne avec un objet JSON, en UTF-8.',
    parameters: {
      delimiter,
      encoding,
      ...table,
      values: {
        label: 'Valeurs',
        help: 'Texte garde chaque cellule telle quelle. Selon le type fait des nombres, true et false des cellules qui disent la même chose en texte, et null des vides ; 007 et 1.50 restent du texte.',
        options: { text: 'Texte', typed: 'Selon le type' },
      },
    },
    columns: { ...tableColumns, encoding: 'Encodage' },
  },
  'jsonl-to-csv': {
    title: 'JSON Lines vers CSV',
    description:
      'Fait de chaque ligne avec un objet JSON une ligne d’un fichier CSV, en UTF-8, sous un en-tête avec toutes les clés.',
    parameters: {
      columns: {
        label: 'Colonnes',
        help: 'Quelles clés deviennent des colonnes, dans cet ordre, séparées par des virgules ; une clé avec virgule entre guillemets. Vide : toutes celles du fichier, qui est alors lu deux fois.',
      },
      delimiter: {
        label: 'Séparateur',
        help: 'Ce qui sépare les cellules dans les sorties.',
        options: separators,
      },
      byteOrderMark: {
        label: 'Marque d’ordre des octets',
        help: 'Commence les sorties par la marque à laquelle Excel reconnaît l’UTF-8.',
      },
      escapeFormulas: {
        label: 'Neutraliser les formules',
        help: "Place une apostrophe devant les cellules qui commencent par =, +, -, {'@'} ou semblable, pour qu’un tableur ne les calcule pas. Cela change aussi les nombres négatifs.",
      },
      encoding,
    },
    columns: tableColumns,
  },
  'pick-columns': {
    title: 'Choisir des colonnes',
    description:
      'Garde certaines colonnes de fichiers CSV, dans n’importe quel ordre et sous n’importe quels noms. Les sorties sont en UTF-8.',
    parameters: {
      columns: {
        label: 'Colonnes',
        help: 'Quelles colonnes restent, dans cet ordre, séparées par des virgules : noms de l’en-tête ou places à partir de 1. Un autre nom se donne avec =>, comme dans : id, 3, price => amount. Un nom avec virgule est mis entre guillemets.',
      },
      delimiter,
      encoding,
      ...table,
      outputDelimiter: {
        label: 'Séparateur des sorties',
        help: 'Ce qui sépare les cellules dans les sorties.',
        options: { same: 'Le même', ...separators },
      },
    },
    columns: tableColumns,
  },
  validate: {
    title: 'Vérifier JSON, CSV et XML',
    description:
      'Vérifie que les fichiers sont bien formés. Celui qui ne l’est pas échoue, avec la ligne et la colonne de sa première faute.',
    parameters: {
      kind: {
        label: 'Genre',
        help: 'Ce que sont les fichiers. Détection automatique : par leur extension, comme .json, .ndjson, .tsv ou .svg.',
        options: { auto, ...dataKinds },
      },
      duplicateKeys: {
        label: 'Clés répétées en JSON',
        help: 'Si un objet peut avoir deux fois la même clé. La plupart des programmes ne garderaient que la dernière.',
        options: { allow: 'Permises', fail: 'Faire échouer le fichier' },
      },
      delimiter,
      encoding: {
        label: 'Encodage',
        help: 'L’encodage des fichiers. Détection automatique : par une marque d’ordre des octets ou la déclaration XML ; sinon JSON et XML doivent être en UTF-8, et un CSV qui ne l’est pas passe pour du Windows-1252.',
        options: { auto },
      },
    },
    columns: { kind: 'Genre', encoding: 'Encodage', records: 'Éléments' },
  },
  compress: {
    title: 'Compresser',
    description: 'Compresse chaque fichier avec gzip, Brotli ou Zstandard. L’original reste.',
    parameters: {
      format: {
        label: 'Format',
        help: 'gzip se lit presque partout ; Zstandard est plus rapide et plus petit ; Brotli est le plus petit pour du texte, et ce que reçoivent les navigateurs.',
        options: packFormats,
      },
      level: {
        label: 'Niveau',
        help: 'Le temps passé à rendre les fichiers petits. gzip : 1, 6 ou 9 ; Brotli : 1, 6 ou 11 ; Zstandard : 1, 3 ou 19.',
        options: levels,
      },
    },
    columns: sizes,
  },
  decompress: {
    title: 'Décompresser',
    description:
      'Décompresse les fichiers gzip, Brotli et Zstandard, avec des limites contre les bombes de décompression.',
    parameters: {
      format: {
        label: 'Format',
        help: 'Détection automatique : par les premiers octets. Brotli n’en a pas qui le disent ; il est reconnu à l’extension .br.',
        options: { auto, ...packFormats },
      },
      largestOutput: {
        label: 'Plus grande sortie',
        help: 'En Gio. Un fichier qui deviendrait plus grand échoue.',
      },
      largestRatio: {
        label: 'Plus grand rapport',
        help: 'Un fichier qui deviendrait plus de tant de fois plus grand échoue. Vaut pour les sorties de plus de 64 Mio.',
      },
    },
    columns: { format: 'Format', ...sizes },
  },
  zip: {
    title: 'Zipper',
    description:
      'Met chaque fichier dans sa propre archive zip ; si les dossiers sont pris en entier, chaque dossier avec tout ce qu’il contient.',
    parameters: {
      level: {
        label: 'Niveau',
        help: 'Le temps passé à rendre les fichiers petits : niveau 1, 6 ou 9.',
        options: levels,
      },
      dates: {
        label: 'Dates',
        help: 'Garde la date et les droits de chaque fichier dans son archive, ou écrit les mêmes pour tous, pour que le même contenu sous le même nom donne toujours la même archive.',
        options: { keep: 'Garder', fixed: 'Les mêmes pour tous' },
      },
    },
    columns: { ...sizes, entries: 'Entrées' },
  },
  command: {
    title: 'Commande',
    description:
      'Exécute un programme de cet ordinateur pour chaque fichier, avec les droits de son utilisateur. Garde son code de sortie et ce qu’il affiche.',
    parameters: {
      command: {
        label: 'Commande',
        help: "Le programme et ses arguments, exécutés une fois par fichier (avec {'{all}'} une fois pour plusieurs), sans shell ; les guillemets tiennent les mots ensemble. Champs : {'{}'} le chemin, {'{.}'} le chemin sans extension, {'{/}'} le nom du fichier, {'{//}'} le dossier, {'{/.}'} le nom sans extension, {'{ext}'} l’extension sans point, {'{#}'} la place dans l’entrée, à partir de 1, {'{%}'} le numéro du worker, à partir de 1, {'{relative}'} le chemin à partir du dossier d’entrée, {'{output}'} le fichier que la commande doit créer, {'{all}'} les chemins de tous les fichiers d’un appel, chacun un mot à lui. Sans champ, le chemin est ajouté à la fin. Les accolades voulues comme telles s’écrivent en double : {'{{ }}'}.",
      },
      shell: {
        label: 'Shell',
        help: 'Attention : avec un shell, la ligne est un programme dans son langage : tubes, motifs et variables fonctionnent, et les erreurs aussi. Les noms de fichiers lui sont donnés à côté de la ligne, si bien que rien de ce qu’ils contiennent n’est exécuté ; écrire les champs sans guillemets.',
        options: { none: 'Aucun', ...shellNames },
      },
      groupSize: {
        label: 'Taille du groupe',
        help: "Pour les commandes avec {'{all}'} : combien de fichiers un appel reçoit au plus. Moins si leurs noms dépassaient ce que le système accepte.",
      },
      whenGroupFails: {
        label: 'Quand un groupe échoue',
        help: "Pour les commandes avec {'{all}'}. Un par un : chacun de ses fichiers est refait dans un appel à lui, si bien que seuls échouent ceux qui échouent seuls ; ceux déjà faits le sont deux fois. Tous à la fois : tous les fichiers du groupe échouent, et aucun n’est refait.",
        options: { alone: 'Essayer ses fichiers un par un', fail: 'Tous échouent à la fois' },
      },
      acceptedExitCodes: {
        label: 'Codes de sortie acceptés',
        help: 'Quels codes de sortie signifient que tout s’est bien passé, séparés par des virgules.',
      },
      input: {
        label: 'Entrée standard',
        help: 'Ce que le programme lit.',
        options: { nothing: 'Rien', path: 'Le chemin en une ligne', content: 'Le contenu du fichier' },
      },
      workingFolder: {
        label: 'Dossier de travail',
        help: "Vide : celui de Batchyard. {'{//}'} : le dossier de chaque fichier. Sinon un chemin complet.",
      },
      environment: {
        label: 'Environnement',
        help: 'Variables définies pour le programme, en plus de celles de Batchyard.',
      },
      variables: {
        label: 'Champs personnels',
        help: 'Des champs à soi, chacun avec un nom, un type (text, number, boolean) et une valeur par défaut.',
      },
      values: {
        label: 'Valeurs',
        help: 'Ce que valent les champs personnels, si ce n’est pas leur valeur par défaut.',
      },
      outputExtension: {
        label: 'Extension de la sortie',
        help: "Pour les commandes avec {'{output}'} : l’extension de ce qu’elles créent, sans point. Vide : celle du fichier.",
      },
      results: {
        label: 'Résultats',
        help: 'Ce qui devient des colonnes de résultats.',
        options: {
          output: 'La sortie en texte',
          pattern: 'Ce qu’un motif trouve dans ses lignes',
          json: 'Le JSON de sa dernière ligne',
        },
      },
      pattern: {
        label: 'Motif',
        help: 'Une expression régulière appliquée à chaque ligne de la sortie. Chaque groupe nommé, comme (?<width>\\d+), est une colonne : sa première trouvaille.',
      },
      columns: {
        label: 'Colonnes',
        help: 'Pour JSON, les colonnes à en tirer, comme : width:integer, height:integer, name. Pour un motif, les types de ses groupes.',
      },
    },
    columns: { exit_code: 'Code de sortie', call: 'Appel (premier fichier)', output: 'Sortie' },
  },
  script: {
    title: 'Script',
    description:
      'Exécute une fonction JavaScript ou TypeScript pour chaque fichier, avec les droits de son utilisateur : elle peut tout ce qu’il peut. Ce qu’elle renvoie devient des colonnes de résultats.',
    parameters: {
      source: {
        label: 'Script',
        help: 'JavaScript ou TypeScript, un module : export default async (item, context) => … est appelé pour chaque fichier, et ce qu’il renvoie devient le résultat.',
      },
      file: {
        label: 'Fichier de script',
        help: 'Le chemin complet d’un fichier .ts, .mts, .js ou .mjs qui contient le script, au lieu du texte ci-dessus. Une exécution garde le texte avec lequel elle a commencé.',
      },
      baseFolder: {
        label: 'Dossier des importations',
        help: 'Le chemin complet du dossier depuis lequel un script qui n’est pas un fichier importe modules et paquets. Sans lui, il peut importer ce qu’a Node, comme node:fs.',
      },
      params: { label: 'Valeurs', help: 'Ce que le script trouve dans context.params, par nom.' },
      runIn: {
        label: 'Exécuter dans',
        help: 'Les threads démarrent vite et partagent les limites de mémoire de l’application. Les processus sont pour les scripts qui lancent des programmes ou du code natif : ce qui tourne mal dans l’un n’arrête que lui.',
        options: { threads: 'Des threads', processes: 'Des processus' },
      },
    },
    columns: { result: 'Résultat' },
  },
  wait: {
    title: 'Attente',
    description:
      'Attend un temps au hasard et dit combien. Ne touche à aucun fichier : pour faire des essais.',
    parameters: {
      shortest: { label: 'Attente la plus courte', help: 'Secondes qu’un élément attend au moins.' },
      longest: { label: 'Attente la plus longue', help: 'Secondes qu’un élément attend au plus.' },
    },
    columns: { seconds: 'Secondes' },
  },
}
