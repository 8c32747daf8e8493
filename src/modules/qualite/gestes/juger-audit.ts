/** Ce que l’on dit d’un audit blanc : la fiche de chaque point, la conclusion, et l’action qui répond d’un écart. */
import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enumerer } from '#kernel/texte.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { garderCloture, garderFiche, lierAction } from '../db/audit-blanc.ecritures.ts'
import { lireActions, lireAudit, lireFiches } from '../db/audit-blanc.ts'
import {
  type Bilan,
  conclureAudit,
  dernieres,
  echeanceDe,
  type Fiche,
  nommerPoint,
  type Point,
  pointsSansFiche,
  verifierFiche,
} from '../domain/audit-blanc.ts'
import { type Contexte, type Introuvable, introuvable, pointsDe } from './mener-audit.ts'
import { tenirLigne } from './tenir-registre.ts'

export type RefusFiche = Refus<
  'pas-ouvert' | 'conclu' | 'point-inconnu' | 'non-gradable' | 'sans-risque' | 'change'
>
/** Une fiche tenue par la règle, à qui que ce soit de l’écrire. */
export const jugerFiche = (
  points: readonly Pick<Point, 'point' | 'intitule' | 'gradable'>[],
  f: Fiche,
): Result<void, RefusFiche> => {
  const point = points.find((p) => p.point === f.point)
  if (!point) return refuser('point-inconnu', 'Ce point n’est pas de cet audit.')
  return verifierFiche(point, f)
}

/** Écrit la fiche d’un point, ou sa révision. */
export const ecrireFiche = async (
  tx: TenantTx,
  audit: string,
  fiche: Fiche,
  { activite, le }: Contexte,
): Promise<Result<void, RefusFiche | Introuvable>> => {
  const a = await lireAudit(tx, audit)
  if (!a) return introuvable()
  if (!a.ouvertLe) return refuser('pas-ouvert', 'L’audit n’est pas ouvert : rien ne s’y conclut encore.')
  if (a.notifieLe) return refuser('conclu', 'L’audit est conclu : ses fiches ne changent plus.')
  const jugee = jugerFiche(pointsDe(a), fiche)
  if (!jugee.ok) return jugee
  const derniere = dernieres(await lireFiches(tx, audit)).find((f) => f.point === fiche.point)
  if ((derniere?.rang ?? 0) + 1 !== fiche.rang || !(await garderFiche(tx, audit, fiche, le)))
    return refuser('change', 'Quelqu’un vient de réviser cette fiche : relisez-la avant d’écrire.')
  await consigner(tx, {
    activite,
    faitLe: le,
    module: 'qualite',
    geste: 'conclure-point',
    objet: { genre: 'audit', id: audit },
    phrase: `Audit blanc : ${nommerPoint(fiche.point)} a sa fiche.`,
    details: { point: fiche.point, conclusion: fiche.conclusion },
  })
  return ok(undefined)
}

/** Conclut : chaque point du programme a sa fiche ; les échéances courent de ce jour. */
export const conclure = async (
  tx: TenantTx,
  audit: string,
  { activite, le, jour }: Contexte,
): Promise<Result<Bilan, Refus<'pas-ouvert' | 'incomplet'> | Introuvable>> => {
  const a = await lireAudit(tx, audit)
  if (!a) return introuvable()
  if (!a.ouvertLe) return refuser('pas-ouvert', 'L’audit n’est pas ouvert : rien ne s’y conclut encore.')
  const fiches = await lireFiches(tx, audit)
  const reste = pointsSansFiche(pointsDe(a), fiches)
  if (reste.length > 0)
    return refuser('incomplet', `Il manque une fiche à ${enumerer(reste.map(nommerPoint))}.`)
  const bilan = conclureAudit(a, fiches, jour as DateCivile)
  if (
    await garderCloture(
      tx,
      audit,
      { notifieLe: jour, majeures: bilan.nombreMajeures, mineures: bilan.mineures.length },
      le,
    )
  )
    await consigner(tx, {
      activite,
      faitLe: le,
      module: 'qualite',
      geste: 'conclure-audit',
      objet: { genre: 'audit', id: audit },
      phrase: 'Un audit blanc est conclu.',
      details: { majeures: bilan.nombreMajeures, mineures: bilan.mineures.length },
    })
  return ok(bilan)
}

/** Ouvre l’action qui répond d’un écart ; elle ne se clora que si le contrôle repasse sur de nouveaux dossiers. */
export const ouvrirAction = async (
  tx: TenantTx,
  audit: string,
  voulue: {
    readonly point: string
    readonly titre: string
    readonly cause: string
    readonly correction: string
    readonly echeance?: DateCivile | undefined
  },
  { activite, le, jour }: Contexte,
): Promise<Result<{ readonly ligne: string }, Refus<'sans-ecart' | 'deja' | 'echeance'> | Introuvable>> => {
  const a = await lireAudit(tx, audit)
  if (!a?.notifieLe) return introuvable()
  const notifieLe = a.notifieLe as DateCivile
  const bilan = conclureAudit(a, await lireFiches(tx, audit), notifieLe)
  if (![...bilan.majeures, ...bilan.mineures].includes(voulue.point))
    return refuser('sans-ecart', 'Ce point n’a pas d’écart : il n’y a rien à corriger.')
  if ((await lireActions(tx, audit)).some((x) => x.point === voulue.point))
    return refuser('deja', 'Cet écart a déjà son action : une fiche par point, une action par fiche.')
  const terme = echeanceDe(bilan, voulue.point, notifieLe)
  const expireLe = voulue.echeance ?? terme
  if (expireLe < jour || expireLe > terme)
    return refuser(
      'echeance',
      `L’échéance tient entre aujourd’hui et le ${formaterDate(terme, 'court')}, terme de cet écart.`,
    )
  const ligne = newId(le)
  const tenue = await tenirLigne(
    tx,
    {
      id: ligne,
      activite,
      genre: 'action',
      titre: voulue.titre,
      le: jour,
      expireLe,
      personne: null,
      offre: null,
      session: null,
      etablissement: null,
      entreprise: null,
      responsable: null,
      origine: null,
      contenu: {
        origine: 'audit',
        ...(/^\d+$/.test(voulue.point) ? { indicateur: voulue.point } : {}),
        cause: voulue.cause,
        correction: voulue.correction,
      },
      retire: false,
    },
    { rangLu: 0, regarde: { jour, cadre: a }, le },
  )
  if (!tenue.ok) throw new Error(`L’action d’un audit ne s’inscrit pas : ${tenue.error.code}`)
  await lierAction(tx, audit, voulue.point, ligne, le)
  return ok({ ligne })
}
