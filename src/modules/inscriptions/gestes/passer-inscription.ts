/** Changer l'état d'une inscription, noter une remise, dire un statut : tout passe par la machine de `domain/etats.ts`. */

import type { DateCivile } from '#kernel/dates.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enumerer, minuscule } from '#kernel/texte.ts'
import { lireSession, type SessionId, type SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserRemise } from '../db/dossiers.ecritures.ts'
import { lireDossier, listerRemises } from '../db/dossiers.queries.ts'
import { poserEtat } from '../db/inscriptions.ecritures.ts'
import {
  compterInscrits,
  etatComplet,
  type InscriptionId,
  type Inscrit,
  lireInscription,
  listerInscrits,
} from '../db/inscriptions.queries.ts'
import { type DossierId, motRemise, remises } from '../domain/dossier.ts'
import {
  changerInscription,
  type EtatInscription,
  motEtatInscription,
  type Passage,
  type RefusInscription,
  type ReponsesInscription,
  tientUnePlace,
} from '../domain/etats.ts'
import { accordAvantDebut } from '../domain/financement.ts'
import { reponsesInscription } from '../domain/gardes.ts'
import { faitsDuDossier } from '../lecture/faits-du-dossier.ts'
import { retracter } from './suivre-dossier.ts'

/** Ce que l'émargement sait d'une personne, s'il l'a dit ; et l’envoi d’une rétractation. */
export type FaitsDEmargement = {
  readonly presences?: number | undefined
  readonly statuees?: boolean | undefined
  /** Une rétractation lue après son délai : le jour où elle fut envoyée. */
  readonly envoyeeLe?: DateCivile | undefined
}

export const reponsesPour = async (
  tx: TenantTx,
  session: SessionLue,
  i: Inscrit,
  dits: FaitsDEmargement,
  maintenant: Date,
): Promise<ReponsesInscription> => {
  const dossier = i.dossier ? await lireDossier(tx, session.id, i.dossier) : undefined
  const faites = await listerRemises(tx, { inscription: i.id })
  const derniere = session.seances.at(-1)
  const accord =
    dossier &&
    accordAvantDebut(
      dossier.financements.filter((l) => l.inscription === null || l.inscription === i.id),
      session.debut,
    )
  return reponsesInscription(
    {
      dossier: dossier ? faitsDuDossier(dossier, session) : null,
      remises: new Set(faites.map((r) => r.genre)),
      places: session.capacite === null ? null : session.capacite - (await compterInscrits(tx, session.id)),
      zone: session.zone,
      seances: session.seances.length,
      ...(accord === undefined ? {} : { accordAvantDebut: accord }),
      sessionTerminee: derniere !== undefined && derniere.fin <= maintenant,
      ...(dits.presences === undefined ? {} : { presences: dits.presences }),
      ...(dits.statuees === undefined ? {} : { statuees: dits.statuees }),
      ...(dits.envoyeeLe === undefined ? {} : { envoyeeLe: dits.envoyeeLe }),
    },
    maintenant,
  )
}

export type RefusPasser = RefusInscription | Refus

/**
 * Une rétractation est celle du contrat : elle se note à son dossier, qui éteint ses inscriptions, comme à l’écran du dossier.
 * `version` : celle que montrait la page ; deux personnes à la fois, une seule passe.
 */
export const passerInscription = async (
  tx: TenantTx,
  ou: {
    readonly session: SessionId
    readonly id: InscriptionId
    readonly version: number
    readonly vers: EtatInscription
    readonly motif?: string | undefined
    readonly dits?: FaitsDEmargement
  },
  le: Date,
): Promise<Result<Passage, RefusPasser>> => {
  // La session d'abord : la place libre se compte sous son verrou.
  const session = await lireSession(tx, ou.session, { verrouiller: true })
  const i = session && (await lireInscription(tx, ou.session, ou.id))
  if (!session || !i) return ko(refus('introuvable', 'Cette inscription n’existe pas ici.'))
  if (etatComplet(i) === ou.vers && i.version > ou.version)
    return ok({ etat: ou.vers, motif: i.motif, alertes: [], nonVerifiees: [] })
  const perime = refus('perime', 'Cette inscription vient de changer : relisez-la avant d’aller plus loin.')
  if (i.version !== ou.version) return ko(perime)
  const reponses = await reponsesPour(tx, session, i, ou.dits ?? {}, le)
  const passage = changerInscription(etatComplet(i), ou.vers, reponses, ou.motif)
  if (!passage.ok) return passage
  if (ou.vers === 'retracte' && i.dossier) {
    const motif = passage.value.motif ?? ''
    const envoyeeLe = ou.dits?.envoyeeLe
    const fait = await retracter(tx, { session: ou.session, dossier: i.dossier, motif, envoyeeLe }, le)
    if (!fait.ok) return fait
    // Aucune : le dossier l’était déjà, et cette inscription reste à éteindre.
    if (fait.value.inscriptions > 0) return passage
  }
  if (!(await poserEtat(tx, i.id, i.version, ou.vers, passage.value.motif, le))) return ko(perime)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'changer-etat',
    objet: { genre: 'inscription', id: i.id },
    phrase: `L’inscription de {tiers:${i.personne}} à {session:${ou.session}} : ${motEtatInscription[ou.vers]}.`,
    details: {
      alertes: [...passage.value.alertes],
      nonVerifiees: [...passage.value.nonVerifiees],
      ...(ou.vers === 'retracte' && ou.dits?.envoyeeLe ? { envoyeeLe: ou.dits.envoyeeLe } : {}),
    },
  })
  return passage
}

/**
 * L'information et le règlement sont remis ce jour aux personnes nommées, ou à tout le dossier ; ce qui l'était garde
 * sa date. L'accusé ne s'écrit qu'avec sa remise : une pièce reçue autrement attend celui que la personne en donnera.
 */
export const remettre = async (
  tx: TenantTx,
  ou: {
    readonly session: SessionId
    readonly dossier: DossierId
    readonly remisLe: Date
    readonly moyen: 'lien' | 'courriel' | 'main-propre'
    readonly accuse?: boolean
    /** Celles que montrait la page, par leur inscription ; absent, tout le dossier. */
    readonly a?: ReadonlySet<string> | undefined
  },
  le: Date,
): Promise<Result<{ readonly remis: number }, Refus>> => {
  const dossier = await lireDossier(tx, ou.session, ou.dossier)
  if (!dossier) return refuser('introuvable', 'Ce dossier n’existe pas ici.')
  if (ou.remisLe > le)
    return refuser('date-future', 'Une remise se note après coup : cette date est à venir.')
  const siennes = (await listerInscrits(tx, ou.session)).filter(
    (i) => i.dossier === ou.dossier && !i.closeLe && (ou.a?.has(i.id) ?? true),
  )
  let remis = 0
  for (const i of siennes) {
    let neuf = false
    for (const genre of remises)
      if (
        await poserRemise(tx, {
          inscription: i.id,
          activite: i.activite,
          genre,
          moyen: ou.moyen,
          le: ou.remisLe,
          ...(ou.accuse && ou.moyen === 'main-propre' ? { accuse: true } : {}),
        })
      )
        neuf = true
    if (neuf) remis += 1
  }
  if (remis > 0)
    await consigner(tx, {
      activite: dossier.activite,
      faitLe: le,
      module: 'inscriptions',
      geste: 'remettre',
      objet: { genre: 'dossier', id: dossier.id },
      phrase: `${remises.map((r) => motRemise[r]).join(' et ')} : remis, pour {session:${ou.session}}.`,
      details: { personnes: remis, moyen: ou.moyen, accuse: ou.accuse === true },
    })
  return ok({ remis })
}

/** Une personne que quelque chose retient, et la phrase qui le dit. */
export type Retenu = { readonly nom: string; readonly phrase: string }

/** Les inscriptions en préparation d'un dossier qui peuvent devenir définitives le deviennent ; les autres disent pourquoi. */
export const inscrireDefinitivement = async (
  tx: TenantTx,
  ou: {
    readonly session: SessionId
    readonly dossier: DossierId
    /** Ces inscriptions seules ; absent, tout le dossier. */
    readonly seulement?: ReadonlySet<string> | undefined
  },
  le: Date,
): Promise<{
  readonly inscrits: number
  readonly retenus: readonly Retenu[]
}> => {
  let inscrits = 0
  const retenus: Retenu[] = []
  for (const i of await listerInscrits(tx, ou.session)) {
    if (i.dossier !== ou.dossier || i.closeLe || tientUnePlace(etatComplet(i))) continue
    if (ou.seulement && !ou.seulement.has(i.id)) continue
    const fait = await passerInscription(
      tx,
      { session: ou.session, id: i.id, version: i.version, vers: 'inscrit' },
      le,
    )
    if (fait.ok) inscrits += 1
    else retenus.push({ nom: `${i.prenom} ${i.nom}`, phrase: fait.error.phrase })
  }
  return { inscrits, retenus }
}

/** « Pour Agathe Pons et Nuno Ferreira, le contrat n’est pas signé… » : qui attend, et quoi, une phrase par cause. */
export const direRetenus = (retenus: readonly Retenu[]): string[] =>
  [...new Set(retenus.map((r) => r.phrase))].map(
    (phrase) =>
      `Pour ${enumerer(retenus.filter((r) => r.phrase === phrase).map((r) => r.nom))}, ${minuscule(phrase)}`,
  )
