/*
 * Les polices d’un ou de plusieurs PDF, en un fichier : leurs signes s’y suivent, chaque police garde son nom et ses mesures, et le dessin des
 * pages les nomme à leur nouveau rang. Trois polices d’un certificat demandaient trois tables de chaque sorte et trois tables de mots.
 */
import { createHash } from 'node:crypto'
import { recoderContenu } from '#platform/pdf/contenu.ts'
import { avecOctets, type Objet, octetsDe, trouver } from '#platform/pdf/objets.ts'
import { consignes, fondre } from '#platform/pdf/polices-fondues.ts'

export const renvoi = (texte: string, cle: string): number =>
  Number(trouver(texte, new RegExp(`/${cle}\\s*\\[?\\s*(\\d+)\\s+0\\s+R`), cle))

/** La largeur de chaque signe : « 0 0 657 1 3 508 » (le moteur), ou « 0 [657 508] » (ici). */
const lireLargeurs = (texte: string): Map<number, number> => {
  const suite = trouver(texte, /\/W\s*\[([-+.\d\s[\]]*)\]/, 'W')
  const largeurs = new Map<number, number>()
  const liste = /^\s*0\s*\[([^\]]*)\]?\s*$/.exec(suite)?.[1]
  if (liste !== undefined) {
    for (const [n, l] of liste.trim().split(/\s+/).entries()) largeurs.set(n, Number(l))
    return largeurs
  }
  const nombres = suite.trim().split(/\s+/).map(Number)
  for (let i = 0; i + 2 < nombres.length; i += 3)
    for (let n = nombres[i] ?? 0; n <= (nombres[i + 1] ?? -1); n += 1) largeurs.set(n, nombres[i + 2] ?? 0)
  return largeurs
}

/** Ce que dit chaque signe une fois copié : son texte UTF-16, en hexadécimal. Un par ligne (le moteur), ou par suites (ici). */
const lireMots = (table: string): Map<number, string> => {
  const lus = table.includes('beginbfrange')
    ? [...table.matchAll(/^<([0-9A-F]{4})><[0-9A-F]{4}>\[([^\]]*)\]/gm)].flatMap(
        ([, premier = '', mots = '']) =>
          mots
            .slice(1, -1)
            .split('><')
            .map((mot, i) => [Number.parseInt(premier, 16) + i, mot] as const),
      )
    : [...table.matchAll(/^<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]*)>/gm)].map(
        ([, signe = '', mot = '']) => [Number.parseInt(signe, 16), mot] as const,
      )
  if (lus.length === 0) throw new Error('PDF inattendu : police sans mots.')
  return new Map(lus.filter(([, mot]) => mot !== '' && mot !== 'FFFF'))
}

const enHexadecimal = (n: number): string => n.toString(16).toUpperCase().padStart(4, '0')

/** Les mots de signes qui se suivent tiennent en une suite, sans redire leurs rangs ; une suite ne franchit pas 256, et un bloc en admet cent. */
const ecrireMots = (mots: readonly string[]): string => {
  const suites: { premier: number; dits: string[] }[] = []
  for (const [n, mot] of mots.entries()) {
    if (mot === '') continue
    const courante = suites.at(-1)
    if (courante && courante.premier + courante.dits.length === n && n % 256 !== 0) courante.dits.push(mot)
    else suites.push({ premier: n, dits: [mot] })
  }
  const lignes = suites.map(
    ({ premier, dits }) =>
      `<${enHexadecimal(premier)}><${enHexadecimal(premier + dits.length - 1)}>[${dits.map((mot) => `<${mot}>`).join('')}]`,
  )
  const blocs = Array.from({ length: Math.ceil(lignes.length / 100) }, (_, i) =>
    lignes.slice(i * 100, i * 100 + 100),
  )
  return `/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n/CIDSystemInfo 3 dict dup begin\n/Registry (Adobe) def\n/Ordering (Identity) def\n/Supplement 0 def\nend def\n/CMapName /Custom def\n/CMapType 0 def\n1 begincodespacerange\n<0000><FFFF>\nendcodespacerange\n${blocs
    .map((bloc) => `${bloc.length} beginbfrange\n${bloc.join('\n')}\nendbfrange\n`)
    .join('')}endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n`
}

/** Les signes qui suivent les mêmes consignes, et le fichier et la table de mots où ils prendront place. */
type Commun = {
  readonly fonte: ReturnType<typeof fondre>
  readonly mots: number
  readonly fichier: number
  readonly pris: Map<string, (signe: number) => number>
}
/** Une police, sous son nom. */
type Nommee = {
  readonly police: number
  readonly descendante: number
  readonly description: number
  readonly commun: Commun
}

/** Fond les polices, d’un document après l’autre, dans ces objets ; `niveau` : de la compression des dessins récrits. */
export const fondrePolices = (
  objets: Map<number, Objet>,
  { exact = false, niveau = 9 }: { readonly exact?: boolean; readonly niveau?: number } = {},
) => {
  const communs = new Map<string, Commun>()
  const nommees = new Map<string, Nommee>()
  const texteDe = (n: number) => objets.get(n)?.texte ?? ''
  const octets = (n: number) => octetsDe(objets.get(n) ?? { texte: '' })

  /** Une police composite : son nouveau numéro, et le nouveau rang de ses signes ; rien si elle n’est pas des nôtres. */
  const prendre = (police: number) => {
    const texte = texteDe(police)
    if (!/\/Subtype\s*\/Type0\b/.test(texte) || !/\/Encoding\s*\/Identity-H\b/.test(texte)) return undefined
    const descendante = renvoi(texte, 'DescendantFonts')
    if (!/\/CIDToGIDMap\s*\/Identity\b/.test(texteDe(descendante))) return undefined
    const description = renvoi(texteDe(descendante), 'FontDescriptor')
    if (!texteDe(description).includes('/FontFile2')) return undefined
    const mots = renvoi(texte, 'ToUnicode')
    const fichier = renvoi(texteDe(description), 'FontFile2')
    const nom = trouver(texte, /\/BaseFont\s*\/[A-Z]{6}\+([^\s/<>[\]()]+)/, 'BaseFont')
    const octetsPolice = octets(fichier)
    const cle = consignes(octetsPolice)
    const commun = communs.get(cle) ?? { fonte: fondre(), mots, fichier, pris: new Map() }
    const nommee = nommees.get(nom) ?? { police, descendante, description, commun }
    if (nommee.commun !== commun) return undefined
    communs.set(cle, commun)
    nommees.set(nom, nommee)
    // Le même fichier et les mêmes mots, d’une police à l’autre d’un document : leurs signes sont déjà pris.
    const source = `${fichier}/${mots}`
    const recoder =
      commun.pris.get(source) ??
      commun.fonte.ajouter(
        octetsPolice,
        lireLargeurs(texteDe(descendante)),
        lireMots(octets(mots).toString('latin1')),
      )
    commun.pris.set(source, recoder)
    return { police: nommee.police, recoder }
  }

  const connues = new Map<number, ReturnType<typeof prendre>>()
  /** Récrit les pages de ces numéros : leurs polices, et leur dessin. */
  const recoderPages = (pages: Iterable<number>) => {
    for (const page of pages) {
      const objet = objets.get(page)
      if (!objet || !/\/Type\s*\/Page\b/.test(objet.texte)) continue
      const siennes = new Map<string, ReturnType<typeof prendre>>()
      const ressources = /\/Font\s*<<([^>]*)>>/.exec(objet.texte)
      const renommees = (ressources?.[1] ?? '').replace(/\/(\S+)\s+(\d+)\s+0\s+R/g, (tout, nom, x) => {
        const numero = Number(x)
        if (!connues.has(numero)) connues.set(numero, prendre(numero))
        const prise = connues.get(numero)
        siennes.set(nom, prise)
        return prise ? `/${nom} ${prise.police} 0 R` : tout
      })
      if (ressources)
        objets.set(page, { texte: objet.texte.replace(ressources[0], () => `/Font <<${renommees}>>`) })
      const dessin = renvoi(objet.texte, 'Contents')
      const contenu = objets.get(dessin)
      if (contenu)
        objets.set(
          dessin,
          avecOctets(
            contenu,
            recoderContenu(octetsDe(contenu), (nom) => siennes.get(nom)?.recoder, exact),
            niveau,
          ),
        )
    }
  }

  /** Pose le fichier commun, et chaque police sous son nom, à la place de la première qui l’a porté. */
  const finir = () => {
    for (const commun of communs.values()) {
      const { police, signes } = commun.fonte.finir()
      const marque = [...createHash('sha256').update(police).digest().subarray(0, 6)]
        .map((x) => String.fromCharCode(65 + (x % 26)))
        .join('')
      // Le moteur écrit « 508.00003 » : une largeur se lit au centième.
      const largeurs = `/W[0[${signes.map((s) => (exact ? s.largeur : Math.round(s.largeur * 100) / 100)).join(' ')}]]`
      const changer = (n: number, ...par: (readonly [RegExp, string])[]) =>
        objets.set(n, { texte: par.reduce((t, [motif, neuf]) => t.replace(motif, () => neuf), texteDe(n)) })
      for (const [nom, ou] of nommees) {
        if (ou.commun !== commun) continue
        const base = [/\/BaseFont\s*\/[^\s/<>[\]()]+/, `/BaseFont/${marque}+${nom}`] as const
        changer(ou.police, base, [/\/ToUnicode\s+\d+\s+0\s+R/, `/ToUnicode ${commun.mots} 0 R`])
        changer(ou.descendante, base, [/\/W\s*\[[-+.\d\s[\]]*\]/, largeurs])
        changer(
          ou.description,
          [/\/FontName\s*\/[^\s/<>[\]()]+/, `/FontName/${marque}+${nom}`],
          [/\/FontFile2\s+\d+\s+0\s+R/, `/FontFile2 ${commun.fichier} 0 R`],
          // Facultatif (ISO 19005-3, 6.2.11.4.2) : la police jointe n’a que les signes employés.
          [/\/CIDSet\s+\d+\s+0\s+R/, ''],
        )
      }
      const poser = (n: number, neufs: Uint8Array) => {
        const objet = objets.get(n)
        if (objet) objets.set(n, avecOctets(objet, neufs))
      }
      poser(commun.fichier, police)
      poser(commun.mots, Buffer.from(ecrireMots(signes.map((s) => s.dit)), 'latin1'))
    }
  }
  return { recoderPages, finir }
}
