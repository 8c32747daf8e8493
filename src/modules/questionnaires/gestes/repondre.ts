/** Répondre : par le lien personnel, sur papier recopié, ou sous son compte. Une seule fois. */
import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import type { Services } from '#platform/services.ts'
import type { BrouillonValeurs } from '#web/form-state.ts'
import { noterEnvoi } from '../db/campagnes.ecritures.ts'
import { type Campagne, type DemandeDeReponse, estClose, lireCampagne, lireDemande } from '../db/campagnes.ts'
import { insererReponse } from '../db/reponses.ecritures.ts'
import {
  type Brouillon,
  demandeDuLien,
  garderBrouillonDuLien,
  lireBrouillon,
  nePlusRelancer,
  repondreParLien,
} from '../db/reponses.ts'
import { genres } from '../domain/genres.ts'
import { alerte, lireReponses } from '../domain/repondre.ts'

export const aujourdhui = (maintenant: Date): DateCivile => jourLocal(maintenant, ZONE_PAR_DEFAUT)

export type VueDuLien = {
  readonly maison: { readonly nom: string; readonly courriel: string; readonly telephone: string }
  readonly campagne: Campagne
  readonly demande: DemandeDeReponse
  readonly brouillon: Brouillon | undefined
}
/** `mort` : faux, expiré, d’autre chose ; `repondu` ; `clos` : trop tard. */
export type Lien =
  | { readonly etat: 'ouvert' | 'repondu' | 'clos'; readonly vue: VueDuLien }
  | { readonly etat: 'mort' }

const mort: Lien = { etat: 'mort' }

const voir = async (tx: TenantTx, jeton: string, jour: string): Promise<Lien> => {
  const id = await demandeDuLien(tx, jeton)
  const demande = id && (await lireDemande(tx, id))
  const campagne = demande && (await lireCampagne(tx, demande.campagne))
  if (!demande || !campagne) return mort
  const { nom, courriel, telephone } = await lireOrganisme(tx)
  const vue = {
    maison: { nom, courriel, telephone },
    campagne,
    demande,
    brouillon: await lireBrouillon(tx, demande.id),
  }
  return { etat: demande.repondueLe !== null ? 'repondu' : estClose(campagne, jour) ? 'clos' : 'ouvert', vue }
}

export const lireLien = async ({ db, clock }: Services, jeton: string): Promise<Lien> =>
  (await db.withTenant({ genre: 'lien', jeton }, (tx) => voir(tx, jeton, aujourdhui(clock.now())))) ?? mort

export type Issue =
  | { readonly etat: 'recu'; readonly vue: VueDuLien }
  | { readonly etat: 'fautes'; readonly vue: VueDuLien; readonly fautes: ReadonlyMap<string, string> }
  | { readonly etat: 'repondu' | 'clos'; readonly vue: VueDuLien }
  | { readonly etat: 'mort' }

/** Ce qui est à reprendre est gardé en brouillon : la page fermée, rien n’est perdu. */
export const repondre = async (
  { db, clock }: Services,
  jeton: string,
  recus: BrouillonValeurs,
): Promise<Issue> =>
  (await db.withTenant({ genre: 'lien', jeton }, async (tx): Promise<Issue> => {
    const le = clock.now()
    const lien = await voir(tx, jeton, aujourdhui(le))
    if (lien.etat === 'mort') return lien
    if (lien.etat !== 'ouvert') return { etat: lien.etat, vue: lien.vue }
    const { questions } = lien.vue.campagne.contenu
    const lu = lireReponses(questions, new Map(Object.entries(recus)))
    if (!lu.ok) {
      await garderBrouillonDuLien(tx, recus, le)
      return { etat: 'fautes', vue: lien.vue, fautes: lu.error }
    }
    const prise = await repondreParLien(tx, {
      id: newId(),
      jour: aujourdhui(le),
      recueLe: le,
      alerte: alerte(questions, lu.value),
      valeurs: lu.value,
    })
    // Deux envois au même instant : l’autre est passé, ou l’équipe vient de clore.
    return { etat: prise ? 'recu' : 'repondu', vue: lien.vue }
  })) ?? { etat: 'mort' }

export const garderBrouillon = async (
  { db, clock }: Services,
  jeton: string,
  valeurs: BrouillonValeurs,
): Promise<Lien> =>
  (await db.withTenant({ genre: 'lien', jeton }, async (tx) => {
    const lien = await voir(tx, jeton, aujourdhui(clock.now()))
    if (lien.etat === 'ouvert') await garderBrouillonDuLien(tx, valeurs, clock.now())
    return lien
  })) ?? mort

/** La personne ne veut plus de rappel. Elle peut encore répondre. */
export const arreterParLien = async ({ db, clock }: Services, jeton: string): Promise<Lien> =>
  (await db.withTenant({ genre: 'lien', jeton }, async (tx) => {
    const lien = await voir(tx, jeton, aujourdhui(clock.now()))
    if (lien.etat !== 'mort') await nePlusRelancer(tx, clock.now())
    return lien
  })) ?? mort

export type RefusSaisie = Refus<'repondu' | 'clos'>

/** Une réponse rendue sur papier (l’équipe la recopie), ou donnée sous le compte de qui forme. Jamais à la place de quelqu’un qui a répondu. */
export const saisirReponse = async (
  tx: TenantTx,
  campagne: Campagne,
  demande: DemandeDeReponse,
  recus: ReadonlyMap<string, readonly string[]>,
  { voie, le }: { readonly voie: 'papier' | 'compte'; readonly le: Date },
): Promise<Result<{ readonly reponse: string }, RefusSaisie | ReadonlyMap<string, string>>> => {
  if (demande.repondueLe !== null)
    return ko(refus('repondu', 'Cette personne a déjà répondu : sa réponse reste.'))
  if (estClose(campagne, aujourdhui(le)))
    return ko(refus('clos', 'Ce recueil est clos : une réponse n’y entre plus.'))
  const { questions } = campagne.contenu
  const lu = lireReponses(questions, recus)
  if (!lu.ok) return ko(lu.error)
  // D’un recueil anonyme, l’identifiant ne dit pas l’heure.
  const reponse = campagne.anonyme ? globalThis.crypto.randomUUID() : newId()
  const prise = await insererReponse(
    tx,
    { id: demande.id, activite: demande.activite, campagne: campagne.id, anonyme: campagne.anonyme },
    {
      id: reponse,
      jour: aujourdhui(le),
      recueLe: le,
      alerte: alerte(questions, lu.value),
      valeurs: lu.value,
      voie,
    },
  )
  if (!prise) return ko(refus('repondu', 'Cette personne a déjà répondu : sa réponse reste.'))
  // Remis de la main à la main : c’est aussi une sollicitation.
  if (voie === 'papier' && demande.envois === 0) await noterEnvoi(tx, demande, 1, 'papier', le)
  await consigner(tx, {
    activite: demande.activite,
    faitLe: le,
    module: 'questionnaires',
    geste: 'saisir-reponse',
    objet: { genre: 'recueil', id: campagne.id },
    phrase: `Une réponse ${voie === 'papier' ? 'reçue sur papier' : 'donnée sous un compte'} est gardée : ${genres[campagne.genre].nom}.`,
  })
  return ok({ reponse })
}
