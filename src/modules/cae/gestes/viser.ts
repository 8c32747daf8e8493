import type { Id } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { type Adhesion, adhesions } from '#modules/comptes/index.ts'
import { nomDuGenre, type PieceId } from '#modules/documents/index.ts'
import { viserProjet } from '#modules/facturation/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import type { Acces } from '#platform/db/access.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import { ajouterSuite, garderVisa, noterOuverture, viserObjet } from '../db/visas.ecritures.ts'
import {
  attendentSousUnIdentifiant,
  lireAViser,
  lireCellesAViser,
  lirePasDeVisa,
  type PasDeVisa,
  type PieceAViser,
  prochaineAOuvrir,
  projetDe,
  type SousConditions,
  sousConditions,
  veutUnSecondVisa,
} from '../db/visas.ts'
import { direRefusDObjet } from '../domain/file-des-visas.ts'
import { direPourquoiPas, LOT_MAX, type Lot } from '../domain/plafonds.ts'

export type Decision =
  | { readonly decision: 'accorde'; readonly conditions?: string }
  | { readonly decision: 'refuse'; readonly motif: string }

const dejaVisee = () =>
  refuser('deja-visee', 'Cette pièce n’attend plus de visa : quelqu’un vient d’en décider.')

/** Le refus que la base a dit : un plafond, un second visa qui n’est pas à cette personne, un projet corrigé entre-temps. */
const direRefus = (erreur: unknown): Result<never, Refus> | undefined => {
  const { constraint, message } = erreur instanceof Error ? (erreur as Error & { constraint?: string }) : {}
  if (constraint === 'plafond') return refuser('plafond', direPourquoiPas('au-dessus'))
  if (constraint === 'sans_plafond') return refuser('plafond', direPourquoiPas('sans-plafond'))
  if (constraint === 'visa_version' || constraint === 'objet_change') return dejaVisee()
  if (message === 'second' || message === 'levee') return refuser('plafond', direPourquoiPas('premier'))
  return undefined
}

/** Une pièce, une facture, ou ce qui n’en a pas : comme le journal le nomme, et dans quelle enseigne il le range. */
const objetDe = (p: Pick<PieceAViser, 'sorte' | 'id'>) => ({
  genre: p.sorte === 'facture' ? 'projet-facture' : p.sorte,
  id: p.id,
})
const enseigneDe = async (tx: TenantTx, p: Pick<PieceAViser, 'activite'>) =>
  p.activite ?? (await enseigneParDefaut(tx))?.id

/** Le visa d’une pièce se garde ici ; celui d’une facture, par la facturation, qui en tient la version. */
const garder = async (
  tx: TenantTx,
  p: PieceAViser,
  d: { readonly decision: 'accorde' | 'refuse'; readonly motif: string; readonly conditions: string },
  le: Date,
  lot: Id<'Lot'> | null,
): Promise<boolean> => {
  if (p.activite === null || p.sorte === 'objet') return false
  const commun = { activite: p.activite, decision: d.decision, conditions: d.conditions, le }
  if (p.premier !== null && p.visa !== null)
    return ajouterSuite(tx, {
      sorte: p.sorte,
      objet: p.visa,
      activite: p.activite,
      genre: d.decision === 'accorde' ? 'second' : 'refus',
      note: d.motif,
      le,
    })
  return p.sorte === 'piece'
    ? garderVisa(tx, { ...commun, piece: p.id, motif: d.motif, lot })
    : (
        await viserProjet(tx, {
          ...commun,
          projet: projetDe(p),
          version: p.version ?? 0,
          motif: d.motif || null,
        })
      ).ok
}

/** Au journal : ni le nom d’une personne, ni celui d’un client. */
const nommer = (p: PieceAViser): string =>
  p.sorte === 'piece'
    ? p.numero
    : p.sorte === 'facture'
      ? 'une facture'
      : `un engagement (${nomDuGenre(p.genre)})`

/** Ce que l’on vient de viser ; `aDeux` : c’était le premier visa, et une autre personne donne le second. */
export type Visee = PieceAViser & { readonly aDeux: boolean }

/** Garde la décision, si la personne peut la prendre. La base le vérifie encore : un plafond se révoque entre deux pages. */
const decider = async (
  tx: TenantTx,
  lue: PieceAViser | undefined,
  d: Decision,
  le: Date,
  lot: Id<'Lot'> | null,
): Promise<Result<Visee, Refus>> => {
  if (!lue) return dejaVisee()
  const accorde = d.decision === 'accorde'
  if (accorde && !lue.permis) return refuser('plafond', direPourquoiPas(lue.pourquoi))
  const motif = accorde ? '' : d.motif.trim()
  const conditions = accorde ? (d.conditions ?? '').trim() : ''
  const premier = accorde && lue.premier === null
  let aDeux = false
  if (lue.sorte === 'objet') {
    const mot = await viserObjet(tx, lue.id, accorde ? 'accord' : 'refus', {
      note: accorde ? conditions : motif,
      lot,
      le,
    })
    const refus = direRefusDObjet(mot)
    if (refus) return ko(refus)
    aDeux = premier && mot === 'a-deux'
  } else if (!(await garder(tx, lue, { decision: d.decision, motif, conditions }, le, lot)))
    return dejaVisee()
  else aDeux = premier && (await veutUnSecondVisa(tx, lue))
  const second = lue.premier === null ? '' : 'Second '
  // La facturation note elle-même le premier visa d’une facture.
  const activite = await enseigneDe(tx, lue)
  if (activite && (lue.sorte !== 'facture' || second))
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'cae',
      geste: accorde ? 'accorder-visa' : 'refuser-visa',
      objet: objetDe(lue),
      phrase: `${second ? 'Second visa' : 'Visa'} ${accorde ? 'accordé' : 'refusé'} à ${nommer(lue)}${conditions ? ', sous conditions' : ''}.`,
    })
  return ok({ ...lue, aDeux })
}

/** Accorde ou refuse le visa d’une pièce, le premier ou le second. Refusée, elle ne se corrige pas : une autre la remplace. */
export const viser = async (
  { db, clock }: Services,
  acces: Acces,
  piece: PieceId,
  d: Decision,
  { lot = null, version = null }: { readonly lot?: Id<'Lot'> | null; readonly version?: number | null } = {},
): Promise<Result<Visee, Refus>> => {
  if (d.decision === 'refuse' && d.motif.trim().length < 3)
    return refuser('motif', 'Dites pourquoi, en quelques mots.')
  try {
    const rendu = await db.withTenant(acces, async (tx) => {
      const le = clock.now()
      const lue = await lireAViser(tx, piece, le)
      // Un projet corrigé depuis qu’il a été lu n’est plus celui que l’on vise.
      if (lue && version !== null && lue.version !== version) return dejaVisee()
      return decider(tx, lue, d, le, lot)
    })
    return rendu ?? refuser('introuvable', 'Cette pièce n’existe pas, ou n’est pas la vôtre.')
  } catch (erreur) {
    const refus = direRefus(erreur)
    if (refus) return refus
    throw erreur
  }
}

/** Dit qu’une condition est remplie : qui a émis la pièce, ou qui vise. `vaut` : d’un objet, plus personne n’a à viser. */
export const leverConditions = async (
  { db, clock }: Services,
  acces: Acces,
  piece: PieceId,
  note: string,
): Promise<Result<SousConditions & { readonly vaut: boolean }, Refus>> => {
  if (note.trim().length < 3) return refuser('note', 'Dites ce qui a été fait : qui vise lira votre phrase.')
  try {
    const rendu = await db.withTenant(
      acces,
      async (tx): Promise<Result<SousConditions & { readonly vaut: boolean }, Refus>> => {
        let vaut = false
        const [p, autre] = await sousConditions(tx, piece)
        if (!p || autre) return dejaVisee()
        const le = clock.now()
        const { sorte, visa: objet, activite } = p
        if (sorte === 'objet') {
          const mot = await viserObjet(tx, p.id, 'levee', { note: note.trim(), le })
          const refus = direRefusDObjet(mot)
          if (refus) return ko(refus)
          vaut = mot === 'vise'
        } else if (
          !(await ajouterSuite(tx, { sorte, objet, activite, genre: 'levee', note: note.trim(), le }))
        )
          return dejaVisee()
        const enseigne = await enseigneDe(tx, p)
        if (!enseigne) return ok({ ...p, vaut })
        await consigner(tx, {
          activite: enseigne,
          faitLe: le,
          module: 'cae',
          geste: 'lever-conditions',
          objet: objetDe(p),
          phrase: `Les conditions du visa ${sorte === 'facture' ? 'd’une facture' : sorte === 'piece' ? `de ${p.numero}` : 'd’un engagement'} sont levées.`,
        })
        return ok({ ...p, vaut })
      },
    )
    return rendu ?? refuser('introuvable', 'Cette pièce n’existe pas, ou n’est pas la vôtre.')
  } catch (erreur) {
    const refus = direRefus(erreur)
    if (refus) return refus
    throw erreur
  }
}

/**
 * La pièce que la personne ouvre avant d’en décider ; l’ouverture n’est notée que de qui peut la lire ici (`vise`, ou son plafond).
 * `pas` : elle est d’ici, n’attend plus, et qui vise lit ce qui en a été décidé.
 */
export const ouvrirAViser = (
  { db, clock }: Services,
  acces: Acces,
  piece: PieceId,
  vise: boolean,
): Promise<
  | {
      readonly lue?: PieceAViser
      /** La suivante que la personne n’a pas ouverte, pour qui tient la file. */
      readonly suivante?: PieceAViser | undefined
      readonly conditions?: SousConditions
      readonly pas?: readonly PasDeVisa[]
      readonly gens?: readonly Adhesion[]
      /** Deux attendent sous cet identifiant, un visa ou qu’une condition se lève : aucune ne se décide d’ici. */
      readonly deux?: true
    }
  | undefined
> =>
  db.withTenant(acces, async (tx) => {
    const le = clock.now()
    const lue = await lireAViser(tx, piece, le)
    const [conditions, autre] = lue ? [] : await sousConditions(tx, piece)
    if (!lue && (autre || (await attendentSousUnIdentifiant(tx, piece, le))))
      return vise ? { deux: true } : {}
    if (conditions && (vise || conditions.sienne)) return { conditions }
    if (!lue) return vise ? { pas: await lirePasDeVisa(tx, piece), gens: await adhesions(tx) } : {}
    if (vise || lue.permis) await noterOuverture(tx, lue, le)
    return vise ? { lue, suivante: await prochaineAOuvrir(tx, le) } : { lue }
  })

/**
 * Accorde le visa de plusieurs pièces d’un geste. Chacune a sa transaction : ce qu’un plafond, une autre personne ou une pièce
 * jamais ouverte retient est laissé, avec sa phrase, et n’arrête pas les autres.
 */
export const viserUnLot = async (
  services: Services,
  acces: Acces,
  pieces: readonly PieceId[],
): Promise<Result<Lot, Refus>> => {
  const voulues = [...new Set(pieces)]
  if (voulues.length === 0) return refuser('vide', 'Cochez au moins une pièce que vous avez ouverte.')
  if (voulues.length > LOT_MAX)
    return refuser('trop', `Un lot vise ${LOT_MAX} pièces au plus : décochez-en, puis recommencez.`)
  const lues = await services.db.withTenant(acces, (tx) =>
    lireCellesAViser(tx, voulues, services.clock.now()),
  )
  const lot = newId<'Lot'>()
  const visees: string[] = []
  let aDeux = 0
  const laissees: { numero: string; phrase: string }[] = []
  for (const p of lues ?? []) {
    if (!p.ouverte) {
      laissees.push({ numero: p.numero, phrase: 'Vous ne l’avez pas ouverte : ouvrez-la d’abord.' })
      continue
    }
    const r = await viser(services, acces, p.id, { decision: 'accorde' }, { lot, version: p.version })
    if (r.ok) {
      visees.push(r.value.numero)
      if (r.value.aDeux) aDeux += 1
    } else laissees.push({ numero: p.numero, phrase: r.error.phrase })
  }
  if (lues && lues.length < voulues.length)
    laissees.push({
      numero: 'Les autres',
      phrase: 'Elles n’attendent plus de visa : quelqu’un vient d’en décider.',
    })
  return ok({ visees, aDeux, laissees })
}
