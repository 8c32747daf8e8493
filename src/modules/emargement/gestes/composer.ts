/**
 * Les gestes du module, reliés à la base, aux clés et aux documents. Chaque fonction ouvre sa transaction, prend ses
 * verrous avant de lire, et rend un refus plutôt que de lever.
 */
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import type { Acces } from '#platform/db/access.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Services } from '#platform/services.ts'
import { type Case, lireCases, lireContresignatures, lireDemi } from '../db/lectures.ts'
import {
  emargementsDans,
  invitationsDe,
  preparerInvitation,
  verrouillerCase,
  verrouillerSeance,
} from '../db/registre.ecritures.ts'
import { ouEst } from '../documents/feuille-montree.ts'
import type { MotifAbsence } from '../domain/absence.ts'
import { ChangeEntreTemps, type Demi, type Recu, type SessionId } from '../domain/ports.ts'
import type { Minutes } from '../domain/rectifier.ts'
import { fenetreDe, type InscriptionId, type SeanceId } from '../domain/signer-demi-journee.ts'
import * as feuille from './clore.ts'
import * as statuer from './statuer.ts'

export { ouEst }

const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas, ou n’est pas la vôtre.')
const changeEntreTemps = () =>
  refuser('entre-temps', 'Quelqu’un vient de statuer sur cette case : relisez la feuille.')

/** Qui agit. `supplee` : son rôle lui permet de tenir la feuille d’une session dont le formateur n’a pas de compte. */
export type Qui = {
  readonly acces: Acces
  readonly id: PersonneId
  readonly nom: string
  readonly supplee?: boolean
  /** La tournée agit, personne n’a pressé de bouton : un arrêt des envois la retient. */
  readonly seul?: boolean
}
export type Ou = { readonly session: SessionId; readonly seance: SeanceId }
type OuCase = Ou & { readonly inscription: InscriptionId }

/** Le formateur tient sa feuille ; sans compte de formateur, qui prépare la session la tient sous son propre nom. */
export const auteurDe = (qui: Qui, demi: Demi): Result<statuer.Auteur, Refus<'pas-le-formateur'>> => {
  const { formateur } = demi.session
  if (demi.comptes.includes(qui.id)) return ok({ id: qui.id, nom: qui.nom, suppleance: false })
  if (demi.animateurs.length === 0 && qui.supplee === true)
    return ok({ id: qui.id, nom: qui.nom, suppleance: true })
  return refuser(
    'pas-le-formateur',
    `Cette feuille est celle de ${formateur}, ou de qui anime cette séance : eux seuls la tiennent.`,
  )
}

/** Une case sous verrou, puis le geste ; un geste devancé est défait. */
const surCase = async <T, R extends Refus>(
  services: Services,
  qui: Qui,
  ou: OuCase,
  geste: (
    ports: statuer.Ports,
    g: { demi: Demi; inscrit: Case; par: statuer.Auteur },
  ) => Promise<Result<T, R>>,
): Promise<Result<T, Refus>> => {
  const { db, keys, clock } = services
  try {
    const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<T, Refus>> => {
      await verrouillerCase(tx, ou.seance, ou.inscription)
      const demi = await lireDemi(tx, ou.session, ou.seance)
      const [inscrit] = demi ? await lireCases(tx, ou) : []
      if (!demi || !inscrit) return introuvable()
      const par = auteurDe(qui, demi)
      if (!par.ok) return par
      return geste(
        { emargements: emargementsDans(tx, demi, keys), maintenant: clock.now() },
        { demi, inscrit, par: par.value },
      )
    })
    return rendu ?? introuvable()
  } catch (erreur) {
    if (erreur instanceof ChangeEntreTemps) return changeEntreTemps()
    throw erreur
  }
}

type Rendu = Promise<Result<Recu, Refus>>

export const noterAbsence = (s: Services, qui: Qui, ou: OuCase & { readonly motif: MotifAbsence }): Rendu =>
  surCase(s, qui, ou, (ports, g) => statuer.noterAbsence(ports)({ ...g, motif: ou.motif }))

export const regulariser = (
  s: Services,
  qui: Qui,
  ou: OuCase & { readonly motif: string; readonly minutes?: Minutes },
): Rendu =>
  surCase(s, qui, ou, (ports, g) =>
    statuer.regulariser(ports)({
      ...g,
      motif: ou.motif,
      ...(ou.minutes === undefined ? {} : { minutes: ou.minutes }),
    }),
  )

/**
 * La salle a signé sur papier, le réseau manquait : le même motif pour chacun de ceux que la page montrait encore attendus.
 * Une entrée par personne, comme une à une ; tous, ou personne. Qui vient d’être statué par ailleurs reste ce qu’il est.
 */
export const regulariserEnsemble = async (
  { db, keys, clock }: Services,
  qui: Qui,
  ou: Ou & { readonly motif: string; readonly ceux: readonly InscriptionId[] },
): Promise<Result<number, Refus>> => {
  try {
    const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<number, Refus>> => {
      await verrouillerSeance(tx, ou.seance)
      const demi = await lireDemi(tx, ou.session, ou.seance)
      if (!demi) return introuvable()
      const par = auteurDe(qui, demi)
      if (!par.ok) return par
      const voulus = new Set<string>(ou.ceux)
      const cases = (await lireCases(tx, ou)).filter(
        (c) => c.presence.etat === 'attendue' && voulus.has(c.inscription),
      )
      if (cases.length === 0) return changeEntreTemps()
      const ports = { emargements: emargementsDans(tx, demi, keys), maintenant: clock.now() }
      for (const inscrit of cases) {
        const fait = await statuer.regulariser(ports)({ demi, inscrit, par: par.value, motif: ou.motif })
        // Le premier refus vaut pour tous : la fenêtre, le motif, la clôture ne dépendent de personne.
        if (!fait.ok) return fait
      }
      return ok(cases.length)
    })
    return rendu ?? introuvable()
  } catch (erreur) {
    if (erreur instanceof ChangeEntreTemps) return changeEntreTemps()
    throw erreur
  }
}

export const noterMinutes = (
  s: Services,
  qui: Qui,
  ou: OuCase & Minutes & { readonly motif: string },
): Rendu =>
  surCase(s, qui, ou, (ports, g) =>
    statuer.noterMinutes(ports)({ ...g, retard: ou.retard, depart: ou.depart, motif: ou.motif }),
  )

export const requalifierAbsence = (
  s: Services,
  qui: Qui,
  ou: OuCase & { readonly absence: MotifAbsence },
): Rendu =>
  surCase(s, qui, ou, (ports, g) => statuer.requalifierAbsence(ports)({ ...g, absence: ou.absence }))

export const corrigerEnAbsence = (
  s: Services,
  qui: Qui,
  ou: OuCase & { readonly motif: string; readonly absence: MotifAbsence },
): Rendu =>
  surCase(s, qui, ou, (ports, g) =>
    statuer.corrigerEnAbsence(ports)({ ...g, motif: ou.motif, absence: ou.absence }),
  )

export const annulerCase = (s: Services, qui: Qui, ou: OuCase & { readonly motif: string }): Rendu =>
  surCase(s, qui, ou, (ports, g) => statuer.annuler(ports)({ ...g, motif: ou.motif }))

type OuFeuille = Ou & { readonly ip: string; readonly agent: string }

/** La feuille entière sous verrou : elle attend les gestes de ses cases, et l’autre contresignature. */
const surFeuille = async <T>(
  { db, keys, clock }: Services,
  qui: Qui,
  ou: OuFeuille,
  geste: (
    ports: statuer.Ports,
    g: Parameters<ReturnType<typeof feuille.clore>>[0],
  ) => Promise<Result<T, Refus>>,
): Promise<Result<T, Refus>> => {
  try {
    const rendu = await db.withTenant(qui.acces, async (tx): Promise<Result<T, Refus>> => {
      await verrouillerSeance(tx, ou.seance)
      const demi = await lireDemi(tx, ou.session, ou.seance)
      if (!demi) return introuvable()
      const par = auteurDe(qui, demi)
      if (!par.ok) return par
      const signatures = (await lireContresignatures(tx, ou.session)).filter((c) => c.seance === ou.seance)
      return geste(
        { emargements: emargementsDans(tx, demi, keys), maintenant: clock.now() },
        {
          demi,
          inscrits: await lireCases(tx, ou),
          par: par.value,
          signatures,
          connexion: { ip: ou.ip, agent: ou.agent },
        },
      )
    })
    return rendu ?? introuvable()
  } catch (erreur) {
    if (erreur instanceof ChangeEntreTemps) return refuser('deja-close', 'Cette feuille est déjà close.')
    throw erreur
  }
}

export const contresignerLaSeance = (s: Services, qui: Qui, ou: OuFeuille) =>
  surFeuille(s, qui, ou, (ports, g) => feuille.contresigner(ports)(g))

export const cloreLaFeuille = (s: Services, qui: Qui, ou: OuFeuille) =>
  surFeuille(s, qui, ou, (ports, g) => feuille.clore(ports)(g))

export const tacheEnvoyerLien = 'emargement.envoyer-lien'

/**
 * Prépare les liens d’une demi-journée : une invitation et une tâche par personne attendue qui a un courriel. La page
 * n’en fabrique aucun : un lien ne naît que sous le rôle du travailleur. `inscription` : la seule à renvoyer.
 */
export const envoyerLesLiens = async (
  { db, clock, keys }: Services,
  qui: Qui,
  ou: Ou & {
    readonly inscription?: InscriptionId
    /** Seulement à qui aucun lien n’a été préparé : rejoué, le geste n’écrit à personne deux fois. */
    readonly nouveaux?: boolean
  },
): Promise<Result<{ readonly partis: number; readonly sansCourriel: number }, Refus>> => {
  const rendu = await db.withTenant(qui.acces, async (tx, tenant) => {
    await verrouillerSeance(tx, ou.seance)
    const demi = await lireDemi(tx, ou.session, ou.seance)
    if (!demi) return introuvable()
    if (demi.seance.close)
      return refuser('feuille-close', 'La feuille est close : il n’y a plus rien à signer.')
    if (clock.now() > fenetreDe(demi.seance).fermeLe)
      return refuser(
        'fenetre-fermee',
        'Le temps pour signer est passé : la présence se régularise, avec un motif.',
      )
    const deja = ou.nouveaux === true ? await invitationsDe(tx, ou.seance) : undefined
    const cases = (await lireCases(tx, ou)).filter(
      (c) => c.presence.etat === 'attendue' && !deja?.has(c.inscription),
    )
    const joignables = cases.filter((c) => c.personne.courriel)
    const maintenant = clock.now()
    for (const c of joignables) {
      const { id, envoi } = await preparerInvitation(tx, demi, c.inscription, maintenant)
      await enqueue(
        tx,
        tacheEnvoyerLien,
        { organisme: tenant.organisme, invitation: id, envoi, ...(qui.seul ? { seul: true } : {}) },
        { cle: `lien:${id}` },
      )
    }
    if (joignables.length > 0) {
      await emargementsDans(tx, demi, keys).consigner({
        geste: 'envoyer-liens',
        objet: { genre: 'seance', id: demi.seance.id },
        phrase:
          joignables.length === 1
            ? 'Un lien d’émargement est parti.'
            : `${joignables.length} liens d’émargement sont partis.`,
        le: maintenant,
      })
    }
    return ok({ partis: joignables.length, sansCourriel: cases.length - joignables.length })
  })
  return rendu ?? introuvable()
}
