// Long parce que c’est une liste : chaque règle des deux normes, son article, et comment elle se vérifie.
/**
 * Ce que PDF/A-3a (ISO 19005-3) et PDF/UA-1 (ISO 14289-1) demandent et qui se vérifie sur un fichier des nôtres, règle par règle, lu par MuPDF.
 * veraPDF, qui fait foi, n’est pas aux registres d’où la maison s’installe.
 *
 * Ne vérifie pas : la grammaire RDF des métadonnées au-delà de ce qui est nommé ici ; l’intérieur du profil de couleur au-delà de son en-tête ; les
 * tables de la police que ces normes ne nomment pas ; les dessins joints (formes, motifs), dont ni les polices, ni les marques, ni les couleurs ne se
 * lisent ; la longueur des chaînes, et des noms qui ne sont pas des clés ; les images et leurs espaces de couleur, hors interpolation ; la transparence ; qu’un mot
 * copié soit le bon ; que l’ordre de lecture ait un sens ; qu’un texte de remplacement dise ce que l’on voit ; les contrastes.
 */
import * as mupdf from 'mupdf'
import { type Jeton, jetonsDuDessin } from './lire-dessin.ts'
import { fautesDeStructure } from './lire-pdf.ts'

type Objet = mupdf.PDFObject
type Lu = {
  readonly octets: Buffer
  readonly document: mupdf.PDFDocument
  readonly racine: Objet
  readonly objets: readonly Objet[]
  readonly pages: readonly { readonly page: Objet; readonly dessin: readonly Jeton[] }[]
  readonly xmp: string
}
/** Rend ce qui cloche ; vide : rien. */
type Regle = { readonly regle: string; readonly chercher: (lu: Lu) => readonly string[] }

const nom = (o: Objet): string => (o.isName() ? o.asName() : '')
const flux = (o: Objet): Buffer => Buffer.from(o.readStream().asUint8Array())
const enfants = (o: Objet): Objet[] =>
  o.isArray() ? Array.from({ length: o.length }, (_, i) => o.get(i)) : o.isNull() ? [] : [o]
const cles = (o: Objet): string[] => {
  const lues: string[] = []
  if (o.isDictionary()) o.forEach((_, cle) => void lues.push(String(cle)))
  return lues
}

const lire = (octets: Uint8Array): Lu => {
  const document = mupdf.Document.openDocument(octets, 'application/pdf').asPDF()
  if (!document) throw new Error('Ce n’est pas un PDF.')
  const racine = document.getTrailer().get('Root')
  const objets = Array.from({ length: document.countObjects() - 1 }, (_, i) => document.newIndirect(i + 1))
  return {
    octets: Buffer.from(octets),
    document,
    racine,
    objets: objets.filter((o) => !o.resolve().isNull()),
    pages: Array.from({ length: document.countPages() }, (_, i) => {
      const page = document.findPage(i)
      return { page, dessin: jetonsDuDessin(flux(page.get('Contents'))) }
    }),
    xmp: flux(racine.get('Metadata')).toString('utf8'),
  }
}

/** Les éléments de structure, dans l’ordre, chacun avec son rôle et celui de qui le porte. */
const elements = ({ racine }: Lu) => {
  const arbre = racine.get('StructTreeRoot')
  const trouves: { readonly element: Objet; readonly role: string; readonly parent: string }[] = []
  const roleDe = (o: Objet): string => {
    const sien = nom(o.get('S'))
    return nom(arbre.get('RoleMap').get(sien)) || sien
  }
  const descendre = (o: Objet, parent: string): void => {
    for (const enfant of enfants(o)) {
      const element = enfant.resolve()
      if (!element.isDictionary() || !element.get('S').isName()) continue
      const role = roleDe(element)
      trouves.push({ element, role, parent })
      descendre(element.get('K'), role)
    }
  }
  descendre(arbre.get('K'), 'StructTreeRoot')
  return trouves
}

const rolesConnus =
  'Document Part Art Sect Div BlockQuote Caption TOC TOCI Index NonStruct Private P H H1 H2 H3 H4 H5 H6 L LI Lbl LBody Table TR TH TD THead TBody TFoot Span Quote Note Reference BibEntry Code Link Annot Ruby RB RT RP Warichu WT WP Figure Formula Form'.split(
    ' ',
  )
/** Sous quoi ces rôles se trouvent, et nulle part ailleurs. */
const places: Readonly<Record<string, readonly string[]>> = {
  TR: ['Table', 'THead', 'TBody', 'TFoot'],
  TH: ['TR'],
  TD: ['TR'],
  THead: ['Table'],
  TBody: ['Table'],
  TFoot: ['Table'],
  LI: ['L'],
  LBody: ['LI'],
}

/** Les polices composites employées par une page, et les signes que le dessin y montre. */
const signesMontres = ({ pages }: Lu) => {
  const montres = new Map<number, { readonly police: Objet; readonly signes: Set<number> }>()
  for (const { page, dessin } of pages) {
    let courante: { police: Objet; signes: Set<number> } | undefined
    for (const { operateur, operandes } of dessin) {
      if (operateur === 'Tf') {
        const police = page.get('Resources').get('Font').get(String(operandes[0]).slice(1))
        const cle = police.asIndirect()
        courante = montres.get(cle) ?? { police, signes: new Set() }
        montres.set(cle, courante)
      } else if (['Tj', 'TJ', "'", '"'].includes(operateur))
        for (const o of operandes.flat())
          if (Buffer.isBuffer(o))
            for (let i = 0; i + 1 < o.length; i += 2) courante?.signes.add(o.readUInt16BE(i))
    }
  }
  return [...montres.values()]
}

/** Les tables d’une police TrueType. */
const tableDe = (police: Buffer, cherchee: string): Buffer => {
  for (let i = 0; i < police.readUInt16BE(4); i += 1) {
    const ici = 12 + 16 * i
    if (police.toString('latin1', ici, ici + 4) !== cherchee) continue
    return police.subarray(police.readUInt32BE(ici + 8)).subarray(0, police.readUInt32BE(ici + 12))
  }
  return Buffer.alloc(0)
}

const largeursDites = (w: Objet): Map<number, number> => {
  const dites = new Map<number, number>()
  for (let i = 0; i < w.length; ) {
    const premier = w.get(i).asNumber()
    const suite = w.get(i + 1)
    if (suite.isArray()) {
      for (let n = 0; n < suite.length; n += 1) dites.set(premier + n, suite.get(n).asNumber())
      i += 2
    } else {
      for (let n = premier; n <= suite.asNumber(); n += 1) dites.set(n, w.get(i + 2).asNumber())
      i += 3
    }
  }
  return dites
}

/** Les mots d’une table, par suites ou un à un. */
const motsDits = (table: string): Map<number, string> => {
  const dits = new Map<number, string>()
  for (const [, de = '', mots = ''] of table.matchAll(/^<(\w{4})>\s*<\w{4}>\s*\[([^\]]*)\]/gm))
    for (const [i, [, mot = '']] of [...mots.matchAll(/<(\w*)>/g)].entries())
      dits.set(Number.parseInt(de, 16) + i, mot)
  for (const [, de = '', mot = ''] of table.matchAll(/^<(\w{4})>\s*<(\w+)>\s*$/gm))
    dits.set(Number.parseInt(de, 16), mot)
  return dits
}

const fautesDePolice = (lu: Lu): string[] =>
  signesMontres(lu).flatMap(({ police, signes }) => {
    const qui = nom(police.get('BaseFont'))
    const descendante = police.get('DescendantFonts').get(0)
    const fichier = descendante.get('FontDescriptor').get('FontFile2')
    if (!fichier.isStream()) return [`${qui} n’est pas jointe`]
    const octets = flux(fichier)
    const [head, hhea, hmtx] = ['head', 'hhea', 'hmtx'].map((t) => tableDe(octets, t)) as [
      Buffer,
      Buffer,
      Buffer,
    ]
    const mesures = hhea.readUInt16BE(34)
    const cadratin = head.readUInt16BE(18)
    const largeurs = largeursDites(descendante.get('W'))
    const mots = motsDits(flux(police.get('ToUnicode')).toString('latin1'))
    const fautes = [
      ...(nom(police.get('Encoding')) === 'Identity-H' ? [] : [`${qui} : codage`]),
      ...(nom(descendante.get('CIDToGIDMap')) === 'Identity' ? [] : [`${qui} : rangs`]),
      ...(/^[A-Z]{6}\+/.test(qui) && nom(descendante.get('FontDescriptor').get('FontName')) === qui
        ? []
        : [`${qui} : nom`]),
    ]
    for (const s of signes) {
      if (s === 0 || s >= tableDe(octets, 'maxp').readUInt16BE(4))
        fautes.push(`${qui} : le signe ${s} n’est pas dessiné`)
      else {
        const chasse = (1000 * hmtx.readUInt16BE(4 * Math.min(s, mesures - 1))) / cadratin
        if (Math.abs((largeurs.get(s) ?? 1000) - chasse) > 1) fautes.push(`${qui} : la largeur du signe ${s}`)
        if (!/^(?!0000|FEFF|FFFE)[0-9A-F]{4}/i.test(mots.get(s) ?? ''))
          fautes.push(`${qui} : le mot du signe ${s}`)
      }
    }
    return fautes
  })

const peint = /^(?:f\*?|F|S|s|B\*?|b\*?|Do|sh|Tj|TJ|'|"|EI)$/
/** Ce qui se dessine est marqué : contenu d’un élément, ou hors du texte ; l’un n’est jamais dans l’autre. */
const fautesDeMarques = ({ pages }: Lu): string[] =>
  pages.flatMap(({ dessin }, i) => {
    const marques: ('contenu' | 'dehors' | 'autre')[] = []
    const fautes: string[] = []
    let gardes = 0
    for (const { operateur, operandes } of dessin) {
      if (operateur === 'BDC' || operateur === 'BMC') {
        const sorte =
          operandes[0] === '/Artifact'
            ? 'dehors'
            : /\/MCID\b/.test(String(operandes[1]))
              ? 'contenu'
              : 'autre'
        if (sorte !== 'autre' && marques.some((m) => m !== 'autre' && m !== sorte))
          fautes.push(`page ${i} : marques mêlées`)
        marques.push(sorte)
      } else if (operateur === 'EMC') marques.pop()
      else if (operateur === 'q') gardes = Math.max(gardes, 0) + 1
      else if (operateur === 'Q') gardes -= 1
      else if (peint.test(operateur) && !marques.some((m) => m !== 'autre'))
        fautes.push(`page ${i} : ${operateur} hors de toute marque`)
      if (gardes > 28) fautes.push(`page ${i} : plus de vingt-huit états gardés`)
    }
    return marques.length === 0 && gardes === 0
      ? fautes
      : [...fautes, `page ${i} : marque ou état non refermé`]
  })

const fautesDeNiveaux = (lu: Lu): string[] => {
  let dernier = 0
  return elements(lu).flatMap(({ role }) => {
    const niveau = Number(/^H([1-6])$/.exec(role)?.[1] ?? 0)
    if (niveau === 0) return []
    const faute = niveau > dernier + 1
    dernier = niveau
    return faute ? [`H${niveau} sans le niveau d’avant`] : []
  })
}

/** L’arbre des numéros : de quel élément est chaque annotation, et chaque contenu marqué d’une page. */
const numeros = ({ racine }: Lu): ReadonlyMap<number, Objet> => {
  const nombres = racine.get('StructTreeRoot').get('ParentTree').get('Nums')
  return new Map(
    Array.from({ length: nombres.isArray() ? nombres.length / 2 : 0 }, (_, i) => [
      nombres.get(2 * i).asNumber(),
      nombres.get(2 * i + 1),
    ]),
  )
}

/** Ce que la page marque, et ce que l’arbre des numéros en sait : les mêmes, une fois chacun. */
const fautesDeContenus = (lu: Lu): string[] =>
  lu.pages.flatMap(({ page, dessin }, i) => {
    const siens = enfants(
      numeros(lu).get(page.get('StructParents').asNumber())?.resolve() ?? lu.racine.get('Rien'),
    )
    const sus = siens.flatMap((o, mcid) => (o.isIndirect() ? [mcid] : []))
    const dessines = dessin.flatMap(({ operateur, operandes }) => {
      const mcid = operateur === 'BDC' ? /\/MCID\s*(\d+)/.exec(String(operandes[1]))?.[1] : undefined
      return mcid === undefined ? [] : [Number(mcid)]
    })
    return [
      ...dessines.flatMap((m, rang) =>
        dessines.indexOf(m) === rang ? [] : [`page ${i} : le contenu ${m} deux fois`],
      ),
      ...dessines.flatMap((m) =>
        sus.includes(m) ? [] : [`page ${i} : le contenu ${m} n’est d’aucun élément`],
      ),
      ...sus.flatMap((m) => (dessines.includes(m) ? [] : [`page ${i} : le contenu ${m} n’est pas dessiné`])),
    ]
  })

/** L’élément « Link » que l’arbre des numéros donne à cette annotation, et qui la porte. */
const estBalisee = (lu: Lu, annotation: Objet): boolean => {
  const element = numeros(lu).get(annotation.get('StructParent').asNumber())
  return (
    element !== undefined &&
    nom(element.get('S')) === 'Link' &&
    enfants(element.get('K')).some(
      (k) =>
        k.isDictionary() &&
        nom(k.get('Type')) === 'OBJR' &&
        k.get('Obj').asIndirect() === annotation.asIndirect(),
    )
  )
}

/** Les annotations, avec leur page. */
const annotations = ({ pages }: Lu) =>
  pages.flatMap(({ page }) => enfants(page.get('Annots')).map((annotation) => ({ page, annotation })))

export const regles: readonly Regle[] = [
  {
    regle: 'A 6.1.2 : l’en-tête, puis quatre octets au-delà de 127',
    chercher: ({ octets }) =>
      /^%PDF-1\.[0-7]\n%[\x80-\xff]{4}/.test(octets.toString('latin1', 0, 20)) ? [] : ['en-tête'],
  },
  {
    regle: 'A 6.1.3 : identité, ni chiffrement, ni rien après la fin',
    chercher: ({ octets, document }) => [
      ...(document.getTrailer().get('ID').length === 2 ? [] : ['sans identité']),
      ...(document.getTrailer().get('Encrypt').isNull() ? [] : ['chiffré']),
      ...(/%%EOF\r?\n?$/.test(octets.toString('latin1').slice(-8)) ? [] : ['suite après la fin']),
    ],
  },
  {
    regle: 'A 6.1.7 : flux dans le fichier, de la longueur dite, sans LZW ni chiffrement',
    chercher: ({ octets, objets }) => [
      ...objets.flatMap((o) =>
        o.isStream() && (!o.get('F').isNull() || /LZW|Crypt/.test(o.get('Filter').toString()))
          ? [`flux ${o.asIndirect()}`]
          : [],
      ),
      ...[...octets.toString('latin1').matchAll(/\/Length\s+(\d+)[^\n]*>>\nstream\n/g)].flatMap((m) =>
        octets.toString('latin1', m.index + m[0].length + Number(m[1])).startsWith('\nendstream')
          ? []
          : [`longueur en ${m.index}`],
      ),
    ],
  },
  {
    regle: 'A 6.1.13 : les clés d’un dictionnaire, bornées',
    chercher: ({ objets }) =>
      objets.flatMap((o) =>
        cles(o.resolve()).some((c) => Buffer.byteLength(c) > 127) ? [`nom trop long, ${o.asIndirect()}`] : [],
      ),
  },
  {
    regle: 'A 6.2.3 : une intention de couleur, et son profil RVB',
    chercher: ({ racine }) => {
      const [intention, autre] = enfants(racine.get('OutputIntents'))
      const profil = intention?.get('DestOutputProfile')
      if (!intention || autre || nom(intention.get('S')) !== 'GTS_PDFA1' || !profil?.isStream())
        return ['intention']
      const octets = flux(profil)
      return octets.readUInt32BE(0) === octets.length &&
        octets.toString('latin1', 36, 40) === 'acsp' &&
        octets.readUInt8(8) <= 4 &&
        ['mntr', 'prtr'].includes(octets.toString('latin1', 12, 16)) &&
        octets.toString('latin1', 16, 20) === 'RGB ' &&
        profil.get('N').asNumber() === 3
        ? []
        : ['profil']
    },
  },
  {
    regle: 'A 6.2.4 : rien en quadrichromie, que l’intention ne dit pas',
    chercher: ({ pages, objets }) => [
      ...pages.flatMap(({ dessin }, i) =>
        dessin.some(({ operateur }) => /^[kK]$/.test(operateur)) ? [`page ${i}`] : [],
      ),
      ...objets.flatMap((o) =>
        /DeviceCMYK/.test(o.get('ColorSpace').toString()) ? [`objet ${o.asIndirect()}`] : [],
      ),
    ],
  },
  {
    regle: 'A 6.2.8 : ni image interpolée, ni dessin du dehors',
    chercher: ({ objets }) =>
      objets.flatMap((o) =>
        /^(?:true)$/.test(o.get('Interpolate').toString()) ||
        !o.get('Alternates').isNull() ||
        !o.get('OPI').isNull() ||
        !o.get('Ref').isNull()
          ? [`objet ${o.asIndirect()}`]
          : [],
      ),
  },
  {
    regle: 'A 6.2.11, UA 7.21 : polices jointes, signes dessinés, mesurés et dits',
    chercher: fautesDePolice,
  },
  {
    regle: 'A 6.3, UA 7.18 : une annotation s’imprime, se dit, et un lien balisé la porte',
    chercher: (lu) =>
      annotations(lu).flatMap(({ page, annotation: a }) => [
        ...(nom(a.get('Subtype')) === 'Link' ? [] : [`sorte ${nom(a.get('Subtype'))}`]),
        ...((a.get('F').asNumber() & 0b100111) === 4 ? [] : ['drapeaux']),
        ...(a.get('Contents').isString() && a.get('Contents').asString() !== '' ? [] : ['sans texte']),
        ...(estBalisee(lu, a) ? [] : ['hors du balisage']),
        ...(nom(page.get('Tabs')) === 'S' ? [] : ['ordre de tabulation']),
      ]),
  },
  {
    regle: 'A 6.5 : aucun geste caché, et des liens seulement',
    chercher: ({ objets, racine }) => [
      ...(racine.get('OpenAction').isNull() ? [] : ['à l’ouverture']),
      ...objets.flatMap((o) => [
        ...(o.get('AA').isNull() ? [] : [`geste, objet ${o.asIndirect()}`]),
        ...(o.get('A').isDictionary() && !['URI', 'GoTo'].includes(nom(o.get('A').get('S')))
          ? [`geste ${nom(o.get('A').get('S'))}`]
          : []),
        ...(nom(o.get('S')) === 'JavaScript' ? ['programme'] : []),
      ]),
      ...(cles(racine.get('Names')).every((c) => ['EmbeddedFiles', 'Dests'].includes(c)) ? [] : ['noms']),
    ],
  },
  {
    regle:
      'A 6.6.2 : les métadonnées se disent 3A et UA-1, décrivent ce qu’elles ajoutent, et disent ce que dit la fiche',
    chercher: ({ xmp, document }) => {
      const fiche = document.getTrailer().get('Info')
      const dit = (cle: string) => (fiche.get(cle).isString() ? fiche.get(cle).asString() : undefined)
      const lu = (balise: string) =>
        new RegExp(`<${balise}>\\s*(?:<rdf:\\w+>\\s*<rdf:li[^>]*>)?([^<]*)<`)
          .exec(xmp)?.[1]
          ?.replace(/&#(\d+);/g, (_, n) => String.fromCharCode(Number(n)))
          .replaceAll('&lt;', '<')
          .replaceAll('&amp;', '&')
      const meme = (cle: string, balise: string) =>
        dit(cle) === undefined || dit(cle) === lu(balise)
          ? []
          : [`${cle} : « ${dit(cle)} », « ${lu(balise)} »`]
      return [
        ...(lu('pdfaid:part') === '3' && lu('pdfaid:conformance') === 'A' ? [] : ['part de l’archivage']),
        ...(lu('pdfuaid:part') === '1' ? [] : ['part de l’accessibilité']),
        ...(/<pdfaSchema:prefix>pdfuaid</.test(xmp) && /<pdfaProperty:name>part</.test(xmp)
          ? []
          : ['extension non décrite']),
        ...(lu('dc:title') ? [] : ['sans titre']),
        ...meme('Title', 'dc:title'),
        ...meme('Creator', 'xmp:CreatorTool'),
        ...meme('Producer', 'pdf:Producer'),
      ]
    },
  },
  {
    regle: 'A 6.8 : une pièce jointe a ses noms, sa sorte, sa date et son lien au document',
    chercher: ({ objets, racine }) => {
      const associes = enfants(racine.get('AF')).map((o) => o.asIndirect())
      return objets
        .filter((o) => nom(o.get('Type')) === 'Filespec')
        .flatMap((o) => [
          ...(o.get('F').isString() && o.get('UF').isString() ? [] : ['sans nom']),
          ...(['Source', 'Data', 'Alternative', 'Supplement', 'Unspecified'].includes(
            nom(o.get('AFRelationship')),
          )
            ? []
            : ['sans lien dit']),
          ...(o.get('EF').get('F').isStream() && nom(o.get('EF').get('F').get('Subtype')) !== ''
            ? []
            : ['sans sorte']),
          ...(o.get('EF').get('F').get('Params').get('ModDate').isString() ? [] : ['sans date']),
          ...(associes.includes(o.asIndirect()) ? [] : ['jointe à rien']),
        ])
    },
  },
  {
    regle: 'A 6.7, UA 7.1 et 7.2 : balisé, en français, le titre montré',
    chercher: ({ racine }) => [
      ...(racine.get('MarkInfo').get('Marked').toString() === 'true' ? [] : ['non balisé']),
      ...(racine.get('MarkInfo').get('Suspects').toString() === 'true' ? ['balisage suspect'] : []),
      ...(racine.get('Lang').isString() && /^fr/.test(racine.get('Lang').asString()) ? [] : ['sans langue']),
      ...(racine.get('ViewerPreferences').get('DisplayDocTitle').toString() === 'true'
        ? []
        : ['titre caché']),
    ],
  },
  { regle: 'UA 7.1 : chaque trait est un contenu balisé, ou dit hors du texte', chercher: fautesDeMarques },
  {
    regle: 'UA 7.1 : chaque contenu marqué est d’un élément, qui le porte',
    chercher: (lu) => [...fautesDeStructure(lu.octets), ...fautesDeContenus(lu)],
  },
  {
    regle: 'UA 7.1 : des rôles connus, à leur place',
    chercher: (lu) =>
      elements(lu).flatMap(({ role, parent }) => [
        ...(rolesConnus.includes(role) ? [] : [`rôle ${role}`]),
        ...((places[role]?.includes(parent) ?? true) ? [] : [`${role} sous ${parent}`]),
      ]),
  },
  {
    regle: 'UA 7.3 : une figure a un texte de remplacement',
    chercher: (lu) =>
      elements(lu).flatMap(({ element, role }) =>
        (role === 'Figure' || role === 'Formula') &&
        !element.get('Alt').isString() &&
        !element.get('ActualText').isString()
          ? [role]
          : [],
      ),
  },
  { regle: 'UA 7.4 : des intertitres sans niveau sauté', chercher: fautesDeNiveaux },
  {
    regle: 'UA 7.5 : un en-tête de tableau dit ce dont il est l’en-tête',
    chercher: (lu) =>
      elements(lu).flatMap(({ element, role }) =>
        role === 'TH' &&
        !enfants(element.get('A')).some((a) => ['Row', 'Column', 'Both'].includes(nom(a.get('Scope'))))
          ? ['TH sans portée']
          : [],
      ),
  },
]

/** « règle : faute », pour tout ce que ce fichier ne tient pas. */
export const fautesDeConformite = (octets: Uint8Array): string[] => {
  const lu = lire(octets)
  return regles.flatMap(({ regle, chercher }) => [...new Set(chercher(lu))].map((f) => `${regle} : ${f}`))
}
