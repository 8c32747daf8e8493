import type { Faute } from '#kernel/champs.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { typographier } from '#kernel/texte.ts'
import { decoderXml, lireXml } from '#platform/xml/lire-xml.ts'
import type { Avis, AvisLu, Rejet } from '../domain/avis.ts'
import { reunir } from '../domain/reunir.ts'
import { lireBoamp, lireCorps } from './boamp.ts'
import { composerAvis } from './composer.ts'
import { enValeur, identifiantDe, type Valeur } from './noeud.ts'
import { estTed, lireTed } from './ted.ts'

export type Lecture = {
  readonly lus: readonly AvisLu[]
  readonly avis: readonly Avis[]
  readonly rejets: readonly Rejet[]
}

type Objet = Readonly<Record<string, unknown>>
const estObjet = (v: unknown): v is Objet => typeof v === 'object' && v !== null && !Array.isArray(v)

/** Un corps sans enveloppe : un avis eForms seul, ou une annonce XML. */
const lireSeul = (corps: Valeur, gestion: Valeur): AvisLu | string | undefined => {
  const lu = lireCorps(corps, gestion)
  if (!lu) return undefined
  const idweb = identifiantDe(lu.publication) ?? identifiantDe(lu.notice?.id)
  if (idweb === null) return 'aucun identifiant'
  const source = gestion === null ? (lu.publication === null ? 'eforms' : 'ted') : 'boamp'
  return composerAvis({ idweb, source }, lu)
}

const cles = ['idweb', 'donnees', 'gestion', 'nomacheteur', 'dateparution', 'nature', 'objet']

/** Un avis, de quelque forme qu’il soit ; une phrase s’il ne se lit pas. */
const lireUn = (brut: unknown): AvisLu | string => {
  let v = brut
  // Un enregistrement parfois écrit en chaîne ; ceux de l’ancienne interface sont sous `fields`.
  if (typeof v === 'string') {
    try {
      v = JSON.parse(v)
    } catch {
      return 'ce texte n’est pas un avis'
    }
  }
  if (!estObjet(v)) return 'ce n’est pas un objet'
  const enveloppe: Objet = v
  const dedans = enveloppe.fields
  const r = estObjet(dedans) && !cles.some((c) => c in enveloppe) ? dedans : enveloppe
  if (estTed(r)) {
    const corps = lireTed(r)
    const idweb = identifiantDe(corps.publication) ?? identifiantDe(corps.notice?.id)
    return idweb === null ? 'aucun identifiant' : composerAvis({ idweb, source: 'ted' }, corps)
  }
  if (cles.some((c) => c in r) || 'id' in r) return lireBoamp(r)
  return lireSeul(r, null) ?? 'ce n’est pas un avis connu'
}

/** Un document qui n’est pas fait d’avis : l’endroit et la phrase. */
const refuser = (chemin: string, phrase: string): Result<never, Faute> =>
  ko({ chemin, phrase: typographier(phrase) })

/** Octets d’un avis lu, au plus : la base en refuse le double une fois rangé à sa façon. */
const OCTETS_AU_PLUS = 190_000
const mesurer = (lu: AvisLu | string): AvisLu | string =>
  typeof lu !== 'string' && Buffer.byteLength(JSON.stringify(lu)) > OCTETS_AU_PLUS
    ? 'cet avis est trop long pour être rangé'
    : lu

const deLaLecture = (lues: readonly (AvisLu | string)[]): Lecture => {
  const mesurees = lues.map(mesurer)
  const r = reunir(mesurees.flatMap((l, rang) => (typeof l === 'string' ? [] : [[rang, l] as const])))
  const rejets = mesurees.flatMap((motif, rang) => (typeof motif === 'string' ? [{ rang, motif }] : []))
  return { lus: r.lus, avis: r.avis, rejets: [...rejets, ...r.rejets].toSorted((a, b) => a.rang - b.rang) }
}

const duXml = (octets: Uint8Array): Result<Lecture, Faute> => {
  const texte = decoderXml(octets)
  const arbre = texte.ok ? lireXml(texte.value) : texte
  if (!arbre.ok) return refuser('document', arbre.error.phrase)
  const { nom, enfants } = arbre.value
  const annonces = nom === 'ANNONCE' ? [arbre.value] : enfants.filter((e) => e.nom === 'ANNONCE')
  if (annonces.length === 0) {
    const seul = lireSeul({ [nom]: enValeur(arbre.value) }, null)
    return seul === undefined
      ? refuser('document', `la racine « ${nom.slice(0, 40)} » n’est pas celle d’un avis.`)
      : ok(deLaLecture([seul]))
  }
  return ok(
    deLaLecture(
      annonces.map((a) => {
        const v = enValeur(a) as Record<string, unknown>
        return lireSeul(v.DONNEES ?? {}, v.GESTION ?? {}) ?? 'ce n’est pas un avis connu'
      }),
    ),
  )
}

/**
 * Lit une réponse du BOAMP (`{results}`, un tableau, l’ancienne `{records}`), une réponse de la recherche TED (`{notices}`), un avis
 * seul en JSON, ou un avis en XML. Rien ne fait échouer le reste : un avis illisible est un rejet, à son rang dans la liste, compté
 * de zéro. Un document qui n’est ni l’un ni l’autre est un refus.
 */
export const lireAvis = (octets: Uint8Array): Result<Lecture, Faute> => {
  const debut = octets.subarray(0, 3).join() === '239,187,191' ? 3 : 0
  const premier = octets.subarray(debut).find((o) => !(o === 32 || (o >= 9 && o <= 13)))
  if (premier === undefined) return refuser('document', 'ce fichier est vide.')
  if (premier === 60) return duXml(octets)
  let document: unknown
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(octets))
  } catch (erreur) {
    return erreur instanceof SyntaxError
      ? refuser('document', 'ce JSON est mal formé.')
      : refuser('document', 'ce fichier n’est pas en UTF-8.')
  }
  if (Array.isArray(document)) return ok(deLaLecture(document.map(lireUn)))
  if (!estObjet(document)) return refuser('document', 'un objet ou une liste est attendu.')
  for (const cle of ['results', 'records', 'notices']) {
    if (!(cle in document)) continue
    const liste = document[cle]
    return Array.isArray(liste) ? ok(deLaLecture(liste.map(lireUn))) : refuser(cle, 'une liste est attendue.')
  }
  const seul = mesurer(lireUn(document))
  return typeof seul === 'string' ? refuser('document', `${seul}.`) : ok(deLaLecture([seul]))
}
