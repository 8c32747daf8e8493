/**
 * Vérifie un export du registre sans base ni serveur (`registre verifier`). La page `verifier.html` de l’archive fait la même
 * chose, écrite à part : aucune ligne n’est commune aux deux, et chacune contrôle l’autre.
 */
import { hash } from 'node:crypto'
import { aDeuxSecondes, lireZip, type SourceZip, ZipAltere, ZipIllisible } from '#platform/zip/zip.ts'
import { verificateur } from '../../db/registre.ts'
import type { JalonTenu } from './jalon-tenu.ts'

export const codesDeRupture = {
  'zip-altere': 'l’archive elle-même est abîmée ou tronquée',
  'fichier-altere': 'ce fichier n’est pas celui qui a été exporté',
  'fichier-manquant': 'ce fichier manque',
  'fichier-de-trop': 'ce fichier n’est pas au manifeste',
  'manifeste-illisible': 'le manifeste ne se lit pas',
  'manifeste-non-signe': 'le manifeste n’est pas signé de la clé de l’export',
  'cle-inattendue': 'l’export est signé d’une autre clé que celle que vous attendez',
  'cles-illisibles': 'le fichier des clés ne se lit pas',
  'ligne-illisible': 'une ligne ne se lit pas',
  'numero-manquant': 'une entrée manque, ou n’est pas à son rang',
  'maillon-altere': 'une entrée a été modifiée, ou sa suite',
  'contenu-cache': 'une entrée de la session exportée ne montre pas son contenu',
  'session-contredite': 'l’étiquette de cette session ne correspond pas',
  'jalon-illisible': 'un jalon ne se lit pas',
  'jalon-non-signe': 'un jalon n’est pas signé de la clé de cette instance',
  'jalon-sans-maillon': 'un jalon atteste une entrée qui n’est plus là',
  'jalon-contredit': 'un jalon contredit la chaîne',
  'jalon-detache': 'un jalon ne suit pas le précédent',
  'jalon-tenu-non-signe': 'le jalon que vous tenez n’est pas signé de la clé de l’export',
  'jalon-tenu-contredit': 'l’export contredit le jalon que vous tenez',
  'contresignature-fausse': 'la contresignature d’un témoin ne vaut pas',
  'part-contredite': 'une part personnelle ne correspond pas à ce que l’entrée en engage',
  'compte-contredit': 'le manifeste et les fichiers ne disent pas le même nombre',
} as const
export type CodeDeRupture = keyof typeof codesDeRupture

export type RuptureDExport = {
  readonly code: CodeDeRupture
  readonly phrase: string
  readonly fichier: string | null
  /** Numéro de l’entrée, quand la rupture en est à une. */
  readonly numero: number | null
}

export type VerdictDExport = {
  readonly ok: boolean
  readonly entrees: number
  readonly jalons: number
  readonly premiereRupture: RuptureDExport | null
  readonly organisme: string | null
  /** Clé publique de l’instance, hexadécimale : à comparer à celle que l’on tient d’ailleurs. */
  readonly cle: string | null
  readonly tete: string | null
  readonly contenus: number
  readonly parts: number
  readonly contresignatures: number
}

type Manifeste = {
  readonly format: string
  readonly organisme: string
  readonly date: string
  readonly session: string | null
  readonly cle: string
  readonly entrees: number
  readonly jalons: number
  readonly contresignatures: number
  readonly parts: number
  readonly tete: string | null
  readonly fichiers: readonly { readonly nom: string; readonly taille: number; readonly sha256: string }[]
}
type Cles = {
  readonly format: string
  readonly organisme: string
  readonly instance: string
  readonly temoins: Readonly<Record<string, { readonly nom: string; readonly cle: string }>>
}

const TAB = 9
const LF = 10
const hex64 = /^[0-9a-f]{64}$/
const sha = (o: Uint8Array): string => hash('sha256', o, 'hex')
const json = (o: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(o))
  } catch {
    return undefined
  }
}

/**
 * Lève `ZipIllisible` si le fichier n’est pas un export. `cle` et `jalon` : ceux que l’on tient d’ailleurs que de l’export. Sans
 * eux, une archive refaite de bout en bout sous une autre clé, ou par qui tient la clé, se vérifie.
 */
export const verifierExport = (
  source: SourceZip,
  attendu: { readonly cle?: string; readonly jalon?: JalonTenu } = {},
): VerdictDExport => {
  const ruptures: RuptureDExport[] = []
  const rompre = (code: CodeDeRupture, fichier: string | null, numero: number | null = null): void => {
    if (ruptures.length < 100) ruptures.push({ code, phrase: codesDeRupture[code], fichier, numero })
  }
  const lus = new Map<string, { taille: number; sha256: string }>()
  const sessions = new Map<string, string>()
  let cles: Cles | undefined
  let verifier: ((o: Uint8Array, s: Uint8Array) => boolean) | undefined
  let manifeste: { octets: Uint8Array; lu: Manifeste | undefined } | undefined
  let seau: string | undefined
  let [entrees, contenus, parts, jalons, contresignatures] = [0, 0, 0, 0, 0]
  // Les empreintes de la chaîne, 32 octets chacune, pour les jalons ; et le dernier lot lu, pour les parts.
  let empreintes = Buffer.alloc(32 * 1024)
  const amont = Buffer.alloc(104)
  let rompue = false
  let lot: { premier: number; octets: Buffer; contenus: [number, number][] } | undefined
  const jalonsVus = new Map<string, number>()
  let jalonAvant: string | null = null

  /** Les lignes d’un fichier de champs séparés par des tabulations ; `n` champs, le dernier libre. */
  const lignes = function* (nom: string, o: Buffer, n: number): Generator<string[]> {
    for (let i = 0; i < o.length; ) {
      const fin = o.indexOf(LF, i)
      const champs = fin < 0 ? [] : o.toString('utf8', i, fin).split('\t')
      if (champs.length !== n || fin < 0) {
        rompre('ligne-illisible', nom)
        return
      }
      yield champs
      i = fin + 1
    }
  }

  const lireRegistre = (nom: string, o: Buffer): void => {
    lot = { premier: entrees + 1, octets: o, contenus: [] }
    for (let i = 0; i < o.length && !rompue; ) {
      const t = o.indexOf(TAB, i)
      const fin = t < 0 ? -1 : o.indexOf(LF, t + 131)
      const attenduNo = entrees + 1
      // numéro, objet (64), empreinte (64), contenu ; les tabulations sont à des places connues.
      if (fin < 0 || t - i > 16 || o[t + 65] !== TAB || o[t + 130] !== TAB) {
        rompre('ligne-illisible', nom, attenduNo)
        rompue = true
        return
      }
      const c = t + 131
      if (o.toString('latin1', i, t) !== String(attenduNo)) {
        rompre('numero-manquant', nom, attenduNo)
        rompue = true
        return
      }
      const objet = o.toString('latin1', t + 1, t + 65)
      const montre = o[c] !== 0x3d
      amont.writeBigInt64BE(BigInt(attenduNo), 32)
      amont.fill(0, 40)
      amont.write(objet, 40, 'hex')
      if (montre) {
        hash('sha256', o.subarray(c, fin), 'buffer').copy(amont, 72)
        contenus += 1
      } else {
        amont.write(o.toString('latin1', c + 1, fin), 72, 'hex')
        if (fin - c !== 65 || !hex64.test(o.toString('latin1', c + 1, fin))) {
          rompre('ligne-illisible', nom, attenduNo)
          rompue = true
          return
        }
        if (sessions.has(objet)) rompre('contenu-cache', nom, attenduNo)
      }
      const empreinte = hash('sha256', amont, 'buffer')
      if (!hex64.test(objet) || empreinte.toString('hex') !== o.toString('latin1', t + 66, t + 130)) {
        rompre('maillon-altere', nom, attenduNo)
        rompue = true
        return
      }
      empreinte.copy(amont, 0)
      if (empreintes.length < 32 * attenduNo) empreintes = Buffer.concat([empreintes], empreintes.length * 2)
      empreinte.copy(empreintes, 32 * entrees)
      lot.contenus.push([c, fin])
      entrees = attenduNo
      i = fin + 1
    }
  }

  const partsVues = new Set<string>()
  const lirePrive = (nom: string, o: Buffer): void => {
    partsVues.clear()
    for (const [numero = '', part = '', sel = '', contenu = ''] of lignes(nom, o, 4)) {
      const n = Number(numero)
      const place = lot?.contenus[n - (lot?.premier ?? 0)]
      const entree = place && lot ? lot.octets.subarray(...place) : undefined
      // Dans du JSON canonique, ces guillemets-là ne peuvent pas venir d’un texte : ils y seraient échappés.
      const debut = entree?.indexOf('"engagements":{') ?? -1
      const engagements =
        entree && debut >= 0 ? entree.toString('utf8', debut, entree.indexOf('}', debut)) : ''
      const engagement = hash('sha256', Buffer.concat([Buffer.from(sel, 'hex'), Buffer.from(contenu)]), 'hex')
      const cle = `${numero} ${part}`
      if (!hex64.test(sel) || partsVues.has(cle) || !engagements.includes(`"${part}":"${engagement}"`)) {
        rompre('part-contredite', nom, Number.isSafeInteger(n) ? n : null)
        return
      }
      // Ce que la page montrait à qui a signé : l’entrée en porte l’empreinte.
      const lue = part === 'connexion' ? (json(Buffer.from(contenu)) as { montre?: unknown } | null) : null
      if (
        typeof lue?.montre === 'string' &&
        !entree?.includes(`"feuille":"${sha(Buffer.from(lue.montre))}"`)
      ) {
        rompre('part-contredite', nom, n)
        return
      }
      partsVues.add(cle)
      parts += 1
    }
  }

  const empreinteDe = (n: number): string | undefined =>
    n >= 1 && n <= entrees ? empreintes.toString('hex', 32 * (n - 1), 32 * n) : undefined

  const lireJalons = (nom: string, o: Buffer): void => {
    let dernier = 0
    for (const [numero = '', signature = '', contenu = ''] of lignes(nom, o, 3)) {
      const n = Number(numero)
      const octets = Buffer.from(contenu)
      const lu = json(octets) as Record<string, unknown> | null | undefined
      const ici = empreinteDe(n)
      const code: CodeDeRupture | undefined =
        lu?.format !== 'coforme-jalon/1' ||
        !/^[0-9a-f]{128}$/.test(signature) ||
        numero !== String(n) ||
        n <= dernier
          ? 'jalon-illisible'
          : !verifier?.(octets, Buffer.from(signature, 'hex'))
            ? 'jalon-non-signe'
            : lu.organisme !== cles?.organisme || lu.numero !== n
              ? 'jalon-contredit'
              : ici === undefined
                ? 'jalon-sans-maillon'
                : lu.empreinte !== ici
                  ? 'jalon-contredit'
                  : lu.jalonPrecedent !== jalonAvant
                    ? 'jalon-detache'
                    : undefined
      if (code) rompre(code, nom, Number.isSafeInteger(n) ? n : null)
      jalonAvant = sha(octets)
      jalonsVus.set(jalonAvant, n)
      dernier = n
      jalons += 1
    }
  }

  const lireContresignatures = (nom: string, o: Buffer): void => {
    for (const [numero = '', temoin = '', signature = '', contenu = ''] of lignes(nom, o, 4)) {
      const octets = Buffer.from(contenu)
      const lu = json(octets) as Record<string, unknown> | null | undefined
      const cle = cles?.temoins[temoin]?.cle ?? ''
      const vaut =
        hex64.test(cle) &&
        /^[0-9a-f]{128}$/.test(signature) &&
        lu?.format === 'coforme-contresignature/1' &&
        lu.temoin === temoin &&
        lu.organisme === cles?.organisme &&
        typeof lu.jalon === 'string' &&
        String(jalonsVus.get(lu.jalon)) === numero &&
        verificateur(Buffer.from(cle, 'hex'))(octets, Buffer.from(signature, 'hex'))
      if (!vaut) rompre('contresignature-fausse', nom, Number(numero) || null)
      contresignatures += 1
    }
  }

  const lire = (nom: string, o: Buffer): void => {
    if (nom === 'cles.json') {
      const lu = json(o) as Cles | undefined
      if (lu?.format !== 'coforme-cles/1' || !hex64.test(lu.instance) || typeof lu.organisme !== 'string')
        rompre('cles-illisibles', nom)
      else {
        cles = lu
        verifier = verificateur(Buffer.from(lu.instance, 'hex'))
        hash('sha256', `coforme-registre/1 ${lu.organisme}`, 'buffer').copy(amont, 0)
      }
    } else if (nom === 'sessions.txt')
      for (const [id = '', sel = '', objet = ''] of lignes(nom, o, 4)) {
        if (!hex64.test(sel) || sha(Buffer.concat([Buffer.from(sel, 'hex'), Buffer.from(id)])) !== objet)
          rompre('session-contredite', nom)
        sessions.set(objet, id)
      }
    else if (nom.startsWith('registre/')) lireRegistre(nom, o)
    else if (nom.startsWith('prive/')) lirePrive(nom, o)
    else if (nom === 'jalons.txt') lireJalons(nom, o)
    else if (nom === 'contresignatures.txt') lireContresignatures(nom, o)
    else if (nom === 'manifeste.json') manifeste = { octets: o, lu: json(o) as Manifeste | undefined }
    else if (nom === 'manifeste.sig') seau = o.toString('latin1')
  }

  let abime = false
  let date: Date | undefined
  try {
    const archive = lireZip(source)
    for (;;) {
      const { value, done } = archive.next()
      if (done) {
        date = value ?? undefined
        break
      }
      const o = Buffer.from(value.octets.buffer, value.octets.byteOffset, value.octets.byteLength)
      lus.set(value.nom, { taille: o.length, sha256: sha(o) })
      lire(value.nom, o)
      if (!value.sain) rompre('fichier-altere', value.nom)
    }
  } catch (erreur) {
    if (!(erreur instanceof ZipAltere)) throw erreur
    rompre('zip-altere', erreur.fichier || null)
    abime = true
  }

  const m = manifeste?.lu
  if (!abime && manifeste) {
    if (m?.format !== 'coforme-export/1' || !Array.isArray(m.fichiers))
      rompre('manifeste-illisible', 'manifeste.json')
    else {
      const signature = /^[0-9a-f]{128}\n$/.test(seau ?? '')
        ? Buffer.from((seau ?? '').trim(), 'hex')
        : undefined
      if (!signature || !verifier?.(manifeste.octets, signature))
        rompre('manifeste-non-signe', 'manifeste.sig')
      const attendus = new Map(m.fichiers.map((f) => [f.nom, f]))
      for (const [nom, f] of attendus) {
        const lu = lus.get(nom)
        if (!lu) rompre('fichier-manquant', nom)
        else if (lu.taille !== f.taille || lu.sha256 !== f.sha256) rompre('fichier-altere', nom)
      }
      for (const nom of lus.keys())
        if (!attendus.has(nom) && nom !== 'manifeste.json' && nom !== 'manifeste.sig')
          rompre('fichier-de-trop', nom)
      const tete = empreinteDe(entrees) ?? null
      if (
        m.organisme !== cles?.organisme ||
        m.cle !== cles?.instance ||
        m.entrees !== entrees ||
        m.jalons !== jalons ||
        m.parts !== parts ||
        m.contresignatures !== contresignatures ||
        m.tete !== tete ||
        (m.session !== null && ![...sessions.values()].includes(m.session)) ||
        date?.getTime() !== aDeuxSecondes(new Date(m.date))
      )
        rompre('compte-contredit', 'manifeste.json')
    }
  } else if (!abime) {
    if (entrees === 0 && !cles) throw new ZipIllisible('Cette archive n’est pas un export du registre.')
    rompre('fichier-manquant', 'manifeste.json')
  }
  if (attendu.cle !== undefined && attendu.cle.toLowerCase() !== cles?.instance)
    rompre('cle-inattendue', 'cles.json')
  const tenu = attendu.jalon
  if (tenu && !verifier?.(Buffer.from(tenu.contenu), tenu.signature)) rompre('jalon-tenu-non-signe', null)
  else if (tenu && (tenu.organisme !== cles?.organisme || tenu.empreinte !== empreinteDe(tenu.numero)))
    rompre('jalon-tenu-contredit', null, tenu.numero)
  // La plus précise d’abord : un numéro d’entrée en dit plus qu’un nom de fichier.
  const premiere =
    ruptures.find((r) => r.numero !== null) ?? ruptures.find((r) => r.fichier !== null) ?? ruptures[0]
  return {
    ok: ruptures.length === 0,
    entrees,
    jalons,
    premiereRupture: premiere ?? null,
    organisme: cles?.organisme ?? null,
    cle: cles?.instance ?? null,
    tete: empreinteDe(entrees) ?? null,
    contenus,
    parts,
    contresignatures,
  }
}
