import type { ActiviteId } from '#kernel/id.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Keys } from '#platform/keys/keys.ts'
import { fermerProtegee, insererAffaire, insererSuite, tracerLecture } from '../db/affaires.ecritures.ts'
import {
  type Affaire,
  lireRecit,
  lireSuitesChiffrees,
  mesuresGardees,
  protegeesEnClair,
} from '../db/affaires.ts'
import {
  type GenreSuite,
  genresAffaire,
  motsSuite,
  objetGarde,
  objetsNeutres,
  type RefusSuite,
  verifierSuite,
} from '../domain/affaires.ts'

/** Le récit est lié à son affaire : des octets recopiés ailleurs ne se déchiffrent pas. */
const usage = 'qualite.recit'
/** De même pour ce qui fut fait d’une affaire protégée : la mesure décidée, la suite d’un signalement. */
const usageSuite = 'qualite.suite'

const fermer = (keys: Keys, u: string, id: string, clair: string): Uint8Array =>
  keys.encrypt(u, id, Buffer.from(clair, 'utf8'))
const ouvrir = (keys: Keys, u: string, id: string, chiffre: Uint8Array | null): string | undefined => {
  const clair = chiffre && keys.decrypt(u, id, chiffre)
  return clair ? Buffer.from(clair).toString('utf8') : undefined
}
/** Le récit d’une affaire protégée porte son objet, qui n’est nulle part en clair. */
const recitEntier = (objet: string, recit: string): string => `${objet}\n\n${recit}`

export type AffaireVoulue = Pick<
  Affaire,
  'id' | 'genre' | 'auteur' | 'objet' | 'session' | 'inscription' | 'recuLe'
> & {
  readonly activite: ActiviteId
  readonly recit: string
  /** Un signalement que la direction ne lira pas ; d’un autre genre, rien n’est confié. */
  readonly confieA?: string | null
}

/** Seul un signalement se confie. */
const confie = (a: AffaireVoulue): string | null => (a.genre === 'signalement' ? (a.confieA ?? null) : null)

/** Ouvre une affaire ; le récit n’est jamais écrit en clair, et le journal n’en dit que le genre. */
export const ouvrirAffaire = async (
  tx: TenantTx,
  keys: Keys,
  a: AffaireVoulue,
  { jour, le }: { readonly jour: string; readonly le: Date },
): Promise<Result<void, Refus<'futur'>>> => {
  if (a.recuLe > jour)
    return ko(refus('futur', 'Cela s’écrit quand cela a eu lieu : cette date est à venir.'))
  const recit = fermer(
    keys,
    usage,
    a.id,
    genresAffaire[a.genre].protege ? recitEntier(a.objet, a.recit) : a.recit,
  )
  // Confiée hors de la direction, elle n’est pas au journal, que la direction lit : son auteur et son heure s’y liraient.
  const confieA = confie(a)
  const neuve = await insererAffaire(tx, { ...a, confieA, objet: objetGarde(a.genre, a.objet), recit }, le)
  if (neuve && confieA === null)
    await consigner(tx, {
      activite: a.activite,
      faitLe: le,
      module: 'qualite',
      geste: 'ouvrir-affaire',
      objet: { genre: 'affaire', id: a.id },
      phrase: `Une affaire est ouverte : ${genresAffaire[a.genre].nom}.`,
    })
  return ok(undefined)
}

export const suivreAffaire = async (
  tx: TenantTx,
  keys: Keys,
  a: Affaire,
  s: {
    readonly id: string
    readonly genre: GenreSuite
    readonly le: string
    readonly texte: string
    /** À qui, pour une suite qui confie ; d’une autre, rien. */
    readonly confieA?: string | null
  },
  { jour, le }: { readonly jour: string; readonly le: Date },
): Promise<Result<void, RefusSuite>> => {
  const gene = verifierSuite(a, s, jour)
  if (gene) return ko(gene)
  const texte = genresAffaire[a.genre].protege ? fermer(keys, usageSuite, s.id, s.texte) : s.texte
  if (
    (await insererSuite(
      tx,
      a,
      { ...s, texte, confieA: s.genre === 'confie' ? (s.confieA ?? null) : null },
      le,
    )) &&
    a.confieA === null
  )
    await consigner(tx, {
      activite: a.activite,
      faitLe: le,
      module: 'qualite',
      geste: 'suivre-affaire',
      objet: { genre: 'affaire', id: a.id },
      phrase: `Une affaire avance : ${motsSuite[s.genre]}.`,
    })
  return ok(undefined)
}

export type MotsLus = {
  /** Rien : la clé de l’instance n’est plus la sienne. */
  readonly recit: string | undefined
  /** Ce qui fut fait, par suite ; vide pour une affaire dont les suites sont en clair. */
  readonly suites: ReadonlyMap<string, string>
}

/** Le récit et les suites chiffrées, et la ligne qui dit qui les a lus. */
export const lireLesMots = async (tx: TenantTx, keys: Keys, a: Affaire, le: Date): Promise<MotsLus> => {
  const chiffre = await lireRecit(tx, a.id)
  if (genresAffaire[a.genre].protege) await tracerLecture(tx, a, { accordee: true, quoi: 'recit', le })
  const suites = (await lireSuitesChiffrees(tx, a.id)).flatMap((s): [string, string][] => {
    const clair = ouvrir(keys, usageSuite, s.id, s.chiffre)
    return clair === undefined ? [] : [[s.id, clair]]
  })
  return { recit: ouvrir(keys, usage, a.id, chiffre ?? null), suites: new Map(suites) }
}

/** Demandé sans en avoir le droit : l’essai reste. */
export const refuserLecture = (tx: TenantTx, a: Affaire, le: Date): Promise<void> =>
  tracerLecture(tx, a, { accordee: false, quoi: 'recit', le })

/** Les mesures à prendre pour un stagiaire, pour qui l’accueille ; chaque demande dont elles viennent garde qui les a lues. */
export const lireMesures = async (
  tx: TenantTx,
  keys: Keys,
  inscription: string,
  le: Date,
): Promise<readonly { readonly le: string; readonly texte: string }[]> => {
  const gardees = await mesuresGardees(tx, inscription)
  for (const [id, m] of new Map(gardees.map((g) => [g.affaire, g])))
    await tracerLecture(tx, { id, activite: m.activite }, { accordee: true, quoi: 'mesures', le })
  return gardees.map((m) => ({
    le: m.le,
    texte:
      m.texte ??
      ouvrir(keys, usageSuite, m.id, m.chiffre) ??
      'Cette mesure ne se déchiffre pas avec la clé de cette instance.',
  }))
}

/** Chiffre ce qu’une affaire protégée disait en clair avant qu’on ne le chiffre ; rend combien d’affaires. Une tâche seule le peut. */
export const fermerLesProtegees = async (tx: TenantTx, keys: Keys): Promise<number> => {
  let fermees = 0
  for (const p of await protegeesEnClair(tx)) {
    const recit = ouvrir(keys, usage, p.affaire, p.recit)
    const neutre = Object.values(objetsNeutres).includes(p.objet)
    // Un récit qui ne s’ouvre plus reste tel quel : son objet, lui, ne se perd pas.
    if (recit === undefined && !neutre) continue
    const apres =
      recit === undefined || neutre ? p.recit : fermer(keys, usage, p.affaire, recitEntier(p.objet, recit))
    const suites = p.suites.map((s) => ({ id: s.id, chiffre: fermer(keys, usageSuite, s.id, s.texte) }))
    if (await fermerProtegee(tx, p.affaire, { avant: p.recit, apres }, suites)) fermees++
  }
  return fermees
}
