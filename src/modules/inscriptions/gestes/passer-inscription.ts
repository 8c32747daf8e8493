/** Changer l'état d'une inscription, noter une remise, dire un statut : tout passe par la machine de `domain/etats.ts`. */

import { type DateCivile, formaterDate } from '#kernel/dates.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ko, ok, type Result } from '#kernel/result.ts'
import { enumerer, minuscule } from '#kernel/texte.ts'
import { lireSession, type SessionId, type SessionLue } from '#modules/sessions/index.ts'
import { type Employeur, trouverOuCreerEntreprise } from '#modules/tiers/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { poserRemise } from '../db/dossiers.ecritures.ts'
import { lireDossier, listerDossiers, listerRemises } from '../db/dossiers.queries.ts'
import {
  poserEmployeur,
  poserEtat,
  poserStatutF1,
  poserStatutsSuivants,
  rattacherAuDossier,
} from '../db/inscriptions.ecritures.ts'
import {
  compterInscrits,
  etatComplet,
  type InscriptionId,
  type Inscrit,
  lireInscription,
  listerInscrits,
} from '../db/inscriptions.queries.ts'
import { type DossierId, motRemise, remises, type StatutF1 } from '../domain/dossier.ts'
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
import { changerStatut, type StatutSuivant } from '../domain/statuts-par-date.ts'
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
  ou: { readonly session: SessionId; readonly dossier: DossierId },
  le: Date,
): Promise<{
  readonly inscrits: number
  readonly retenus: readonly Retenu[]
}> => {
  let inscrits = 0
  const retenus: Retenu[] = []
  for (const i of await listerInscrits(tx, ou.session)) {
    if (i.dossier !== ou.dossier || i.closeLe || tientUnePlace(etatComplet(i))) continue
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

/** Le statut F-1 d'une personne, à la date de l'action : proposé, jamais imposé, toujours corrigible. */
export const direStatutF1 = async (
  tx: TenantTx,
  session: SessionId,
  id: InscriptionId,
  statut: StatutF1,
  le: Date,
): Promise<Result<'dit', Refus>> => {
  const i = await lireInscription(tx, session, id)
  if (!i) return refuser('introuvable', 'Cette inscription n’existe pas ici.')
  if (i.statutF1 === statut) return ok('dit')
  await poserStatutF1(tx, id, statut)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'dire-statut',
    objet: { genre: 'inscription', id },
    phrase: `Le statut de {tiers:${i.personne}} pour {session:${session}} est dit.`,
    details: { avant: i.statutF1, apres: statut },
  })
  return ok('dit')
}

/** Le statut qui change en cours d’action, à sa date : le bilan de chaque exercice lit celui du premier jour qu’il y compte. */
export const direChangementDeStatut = async (
  tx: TenantTx,
  session: Pick<SessionLue, 'id' | 'debut' | 'fin'>,
  id: InscriptionId,
  change: StatutSuivant,
  le: Date,
): Promise<Result<'dit', Refus>> => {
  const i = await lireInscription(tx, session.id, id)
  if (!i) return refuser('introuvable', 'Cette inscription n’existe pas ici.')
  const suivants = changerStatut({ premier: i.statutF1, suivants: i.statutsSuivants }, change, session)
  if (!suivants.ok) return suivants
  await poserStatutsSuivants(tx, id, suivants.value)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'dire-statut',
    objet: { genre: 'inscription', id },
    phrase: `Le statut de {tiers:${i.personne}} pour {session:${session.id}} change le ${formaterDate(change.du)}.`,
    details: { du: change.du, apres: change.statut },
  })
  return ok('dit')
}

/** Ce que la page montrait se renvoie tel quel : rien n'est alors dit. */
const employeurInchange = (i: Inscrit, dit: Employeur | undefined): boolean =>
  (dit?.nom ?? null) === i.employeur && (dit?.siret ?? null) === i.siret

/**
 * L'employeur de la personne au jour de l'inscription, ou aucun : ses pièces le disent, quoi que dise sa fiche depuis. Un certificat
 * qui disait l'autre est alors à remplacer.
 */
export const direEmployeur = async (
  tx: TenantTx,
  session: SessionId,
  id: InscriptionId,
  employeur: Employeur | undefined,
  le: Date,
): Promise<Result<'dit', Refus>> => {
  const i = await lireInscription(tx, session, id)
  if (!i) return refuser('introuvable', 'Cette inscription n’existe pas ici.')
  if (employeurInchange(i, employeur)) return ok('dit')
  const dit = employeur ? await trouverOuCreerEntreprise(tx, i.activite, employeur, le) : null
  if (dit === i.entreprise) return ok('dit')
  await poserEmployeur(tx, id, dit)
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'dire-employeur',
    objet: { genre: 'inscription', id },
    phrase: `L’employeur de {tiers:${i.personne}} pour {session:${session}} est dit.`,
    details: { avant: i.entreprise, apres: dit },
  })
  return ok('dit')
}

/** Une inscription d'avant les dossiers rejoint celui de son client ; elle n'en change plus ensuite. */
export const rattacher = async (
  tx: TenantTx,
  session: SessionId,
  id: InscriptionId,
  dossier: DossierId,
  le: Date,
): Promise<Result<'rattache', Refus>> => {
  const i = await lireInscription(tx, session, id)
  if (!i || !(await listerDossiers(tx, session)).some((d) => d.id === dossier))
    return refuser('introuvable', 'Cette inscription, ou ce dossier, n’existe pas ici.')
  if (i.dossier === dossier) return ok('rattache')
  if (!(await rattacherAuDossier(tx, id, dossier)))
    return refuser('deja-rattache', 'Cette inscription a déjà son dossier client.')
  await consigner(tx, {
    activite: i.activite,
    faitLe: le,
    module: 'inscriptions',
    geste: 'rattacher',
    objet: { genre: 'inscription', id },
    phrase: `L’inscription de {tiers:${i.personne}} à {session:${session}} rejoint un dossier client.`,
  })
  return ok('rattache')
}
