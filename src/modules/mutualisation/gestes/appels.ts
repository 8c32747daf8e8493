/**
 * Ce qui se fait d’un appel et d’une mission. La base dit qui le peut. Au journal de sa coopérative : ce que la coopérative engage. Ce que la
 * personne répond pour elle n’y est pas.
 */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enumerer, formaterNombre } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { tauxDUnConstat } from '#modules/facturation/index.ts'
import { enseigneParDefaut } from '#modules/organisme/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { lireReponses } from '../db/appels.ts'
import {
  type AppelAPublier,
  choisirReponse,
  cloreAppel,
  constaterMission,
  daterAppel,
  ecarterReponse,
  publierAppel,
  quitterMission,
  type ReponseAFaire,
  repondreAAppel,
  retirerReponse,
  suivreMission,
  viserMission,
} from '../db/appels-portes.ts'
import type { Reponse } from '../domain/appels.ts'
import { type Appel, type AppelId, direRefusDAppel, formesDe, type ReponseId } from '../domain/appels.ts'
import type { FaitsDEquite } from '../domain/equite.ts'
import { rangerParEquite } from '../domain/equite.ts'
import type { CodeForme } from '../domain/formes/regle.ts'
import {
  type Constat,
  direRefusDeMission,
  type Mission,
  type MissionId,
  seConfie,
} from '../domain/missions.ts'
import { suiviDeMission } from '../lecture/suivi-de-mission.ts'
import type { Ici } from './vivier.ts'

type Fait = Promise<Result<string, Refus>>

const conclure = async (
  { tx, visiteur, le }: Ici,
  reponse: Promise<string>,
  dire: (code: string) => Refus | undefined,
  journal?: readonly [geste: string, phrase: string | ((mot: string) => string)],
): Fait => {
  const mot = await reponse
  const refus = dire(mot)
  if (refus) return ko(refus)
  const enseigne = journal && mot !== 'deja' ? await enseigneParDefaut(tx, visiteur) : undefined
  if (journal && enseigne)
    await consigner(tx, {
      activite: enseigne.id,
      faitLe: le,
      module: 'mutualisation',
      geste: journal[0],
      phrase: typeof journal[1] === 'string' ? journal[1] : journal[1](mot),
    })
  return ok(mot)
}

/** Publie, et date. Un second envoi du même formulaire ne publie rien de plus. */
export const publier = async (
  i: Ici,
  a: AppelAPublier,
  dates: readonly (readonly DateCivile[])[],
): Promise<Result<AppelId, Refus>> => {
  const id = i.cle as AppelId
  const fait = await conclure(i, publierAppel(i.tx, id, a, i.le), direRefusDAppel, [
    'publier-appel',
    'Un appel à intervention est publié.',
  ])
  if (!fait.ok) return fait
  if (fait.value !== 'deja')
    for (const [n, jours] of dates.entries()) await daterAppel(i.tx, id, n + 1, jours)
  return ok(id)
}

export const clore = (i: Ici, appel: AppelId, issue: 'pourvu' | 'retire'): Fait =>
  conclure(i, cloreAppel(i.tx, appel, issue, i.le), direRefusDAppel, [
    'clore-appel',
    issue === 'pourvu' ? 'Un appel à intervention est pourvu.' : 'Un appel à intervention est retiré.',
  ])

/** `pourElle` : la personne répond elle-même ; son employeur n’a pas à le lire au journal. */
export const repondre = (i: Ici, appel: AppelId, r: ReponseAFaire, pourElle: boolean): Fait =>
  conclure(
    i,
    repondreAAppel(i.tx, i.cle as ReponseId, appel, r, i.le),
    direRefusDAppel,
    pourElle ? undefined : ['repondre-a-un-appel', 'La coopérative répond à un appel pour une personne.'],
  )
export const retirer = (i: Ici, reponse: ReponseId): Fait =>
  conclure(i, retirerReponse(i.tx, reponse, i.le), direRefusDAppel)
export const ecarter = (i: Ici, reponse: ReponseId, motif: string): Fait =>
  conclure(i, ecarterReponse(i.tx, reponse, motif, i.le), direRefusDAppel)

const faitsDe = (r: Reponse): FaitsDEquite => ({
  id: r.reponse,
  jours: r.jours ?? 0,
  dernier: r.dernier,
  depuis: r.depuis ? jourLocal(r.depuis, ZONE_PAR_DEFAUT) : null,
})
/** Les réponses à ranger : celles qui ne sont pas écartées. */
export const rangerReponses = (a: Pick<Appel, 'appel'>, reponses: readonly Reponse[], le: Date) =>
  rangerParEquite(
    a.appel,
    reponses.filter((r) => r.pourNous && r.ecarteeLe === null).map(faitsDe),
    jourLocal(le, ZONE_PAR_DEFAUT),
  )

/** La forme est l’une de celles que la table permet ; le rang de chacune se garde avec le choix. */
export const choisir = async (
  i: Ici,
  a: Appel,
  c: { readonly reponse: ReponseId; readonly rang: number; readonly forme: CodeForme },
): Promise<Result<MissionId, Refus>> => {
  const reponses = await lireReponses(i.tx, a.appel, i.le)
  const r = reponses.find((x) => x.reponse === c.reponse && x.pourNous)
  const introuvable = direRefusDAppel('introuvable') as Refus
  if (!r) return ko(introuvable)
  if (!formesDe(a, r).permises.some((p) => p.forme.code === c.forme))
    return ko({
      ...introuvable,
      code: 'forme',
      phrase: 'Cette forme n’est pas permise : lisez pourquoi, plus bas.',
    })
  const id = i.cle as MissionId
  const fait = await conclure(
    i,
    choisirReponse(i.tx, id, { ...c, classement: rangerReponses(a, reponses, i.le) }, i.le),
    direRefusDAppel,
    ['choisir-reponse', 'Une réponse à un appel est choisie : une option est posée.'],
  )
  return fait.ok ? ok(fait.value === 'deja' ? ((r.mission ?? id) as MissionId) : id) : fait
}

export const viser = (
  i: Ici,
  m: Mission,
  qui: 'personne' | 'coop',
  dit: { readonly oui: boolean; readonly motif: string },
): Fait =>
  conclure(
    i,
    viserMission(i.tx, m.mission, qui, dit, i.le),
    direRefusDeMission,
    qui === 'coop'
      ? [
          'viser-mission',
          (mot) =>
            mot === 'a-deux' || mot === 'sous-conditions'
              ? `Un visa est donné à une mission pour une autre coopérative, qui ${mot === 'a-deux' ? 'attend le second' : 'attend que ses conditions soient remplies'}.`
              : `Une mission pour une autre coopérative est ${dit.oui ? 'visée' : 'refusée'}.`,
        ]
      : undefined,
  )
export const quitter = (i: Ici, m: Mission, motif: string): Fait =>
  conclure(i, quitterMission(i.tx, m.mission, motif, i.le), direRefusDeMission, [
    'quitter-mission',
    'Une mission pour une autre coopérative, ou d’une autre, est annulée.',
  ])
export const constater = async (i: Ici, m: Mission, c: Constat): Fait => {
  // Signé à un taux que son régime ne donne pas, le constat ne pourrait plus devenir une pièce.
  if (m.moi === 'envoie' && c.centimes > 0) {
    const permis = await tauxDUnConstat(i.tx, seConfie(m), i.le)
    if (!permis.includes(c.taux))
      return ko(
        refus(
          'taux',
          `Votre régime de TVA ne donne pas ce taux à cette pièce : choisissez ${enumerer(
            permis.map((t) => `${formaterNombre(t / 100)} %`),
            'ou',
          )}. ${seConfie(m) ? '' : 'Le remboursement d’un prêt n’est pas de la formation. '}Qui reçoit le redit au même taux.`,
        ),
      )
  }
  // Les stagiaires et leurs heures viennent des feuilles de qui reçoit : personne ne les retape.
  if (m.moi === 'recoit' && seConfie(m))
    await suivreMission(i.tx, m.mission, await suiviDeMission(i.tx, m), i.le)
  return conclure(i, constaterMission(i.tx, m.mission, c, i.le), direRefusDeMission, [
    'constater-mission',
    'Ce qui a eu lieu d’une mission est constaté.',
  ])
}
/** Les feuilles de qui reçoit ont changé depuis le constat : ce qu’elles comptent se redit. */
export const redireLeSuivi = async (i: Ici, m: Mission): Fait =>
  conclure(i, suivreMission(i.tx, m.mission, await suiviDeMission(i.tx, m), i.le), direRefusDeMission, [
    'redire-le-suivi',
    'Ce que nos feuilles comptent d’une mission faite est redit à l’autre coopérative.',
  ])
