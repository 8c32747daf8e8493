/**
 * Les gestes du module, reliés à la base, aux clés et aux documents. Chaque fonction ouvre sa transaction, prend ses
 * verrous avant de lire, et rend un refus plutôt que de lever.
 */
import type { PersonneId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { consommerLien } from '#modules/comptes/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { Services } from '#platform/services.ts'
import {
  canoniser,
  emargementsDans,
  invitationDuLien,
  preparerInvitation,
  sha256,
  verrouillerCase,
  verrouillerSeance,
} from './db/ecritures.ts'
import { type Case, lireCases, lireDemi, lireDemis, lireInvitation, nomOrganisme } from './db/lectures.ts'
import { lireRecu, type RecuDeLien } from './db/recu.ts'
import { fenetreDe, type InscriptionId, type SeanceId } from './domain/signer-demi-journee.ts'
import { type Demi, Devance, type Recu, type SessionId } from './usecases/ports.ts'
import { type Signe, signer } from './usecases/signer.ts'
import * as statuer from './usecases/statuer.ts'

const introuvable = () => refuser('introuvable', 'Cette demi-journée n’existe pas, ou n’est pas la vôtre.')
const devance = () => refuser('devance', 'Quelqu’un vient de statuer sur cette case : relisez la feuille.')

/** L’empreinte de ce que la page montrait à qui signe. */
export const empreinteDeLaFeuille = (demi: Demi): string =>
  Buffer.from(
    sha256(
      Buffer.from(
        canoniser({
          session: demi.session.numero,
          intitule: demi.session.intitule,
          formateur: demi.session.formateur,
          lieu: demi.session.lieu,
          date: demi.seance.date,
          debut: demi.seance.debut,
          fin: demi.seance.fin,
          zone: demi.seance.zone,
        }),
      ),
    ),
  ).toString('hex')

export type VueDuLien = {
  readonly organisme: string
  readonly demi: Demi
  readonly case: Case
  /** Toutes ses demi-journées, avec ce que le registre en dit. */
  readonly demis: readonly (readonly [Demi, Case])[]
}

const lireVue = async (tx: TenantTx, jeton: string): Promise<VueDuLien | undefined> => {
  const id = await invitationDuLien(tx, jeton)
  const invitation = id && (await lireInvitation(tx, id))
  if (!invitation) return undefined
  const { session, seance, inscription } = invitation
  const [demis, cases, maison] = [
    await lireDemis(tx, session),
    await lireCases(tx, { session, inscription }),
    await nomOrganisme(tx),
  ]
  const paires = demis.flatMap((d) => {
    const c = cases.find((x) => x.seance === d.seance.id)
    return c ? [[d, c] as const] : []
  })
  const ici = paires.find(([d]) => d.seance.id === seance)
  return ici && { organisme: maison.nom, demi: ici[0], case: ici[1], demis: paires }
}

export type Lien =
  | { readonly etat: 'ouvert'; readonly vue: VueDuLien }
  | { readonly etat: 'servi'; readonly recu: RecuDeLien }
  | { readonly etat: 'mort' }

/** Ce que montre un lien : sa demi-journée, ou le reçu de ce qu’il a déjà signé, ou rien. */
export const lireLien = async ({ db }: Services, jeton: string): Promise<Lien> => {
  const vue = await db.withTenant({ genre: 'lien', jeton }, (tx) => lireVue(tx, jeton))
  if (vue) return { etat: 'ouvert', vue }
  const recu = await db.withoutTenant((tx) => lireRecu(tx, jeton))
  return recu ? { etat: 'servi', recu } : { etat: 'mort' }
}

export type IssueDeSignature =
  | { readonly etat: 'signe'; readonly signe: Signe; readonly vue: VueDuLien }
  | { readonly etat: 'refus'; readonly refus: Refus; readonly vue: VueDuLien }
  | { readonly etat: 'servi'; readonly recu: RecuDeLien }
  | { readonly etat: 'mort' }

export const signerParLien = async (
  services: Services,
  jeton: string,
  saisie: { readonly ip: string; readonly agent: string; readonly trace?: string | undefined },
): Promise<IssueDeSignature> => {
  const { db, keys, clock } = services
  try {
    const issue = await db.withTenant(
      { genre: 'lien', jeton },
      async (tx): Promise<IssueDeSignature | undefined> => {
        const id = await invitationDuLien(tx, jeton)
        const invitation = id && (await lireInvitation(tx, id))
        if (!invitation) return undefined
        await verrouillerCase(tx, invitation.seance, invitation.inscription)
        const vue = await lireVue(tx, jeton)
        if (!vue) return undefined
        const fait = await signer({
          emargements: emargementsDans(tx, vue.demi, keys),
          prendreLien: async () => (await consommerLien(tx, jeton)) !== undefined,
          maintenant: clock.now(),
        })({
          demi: vue.demi,
          inscrit: vue.case,
          connexion: { ip: saisie.ip, agent: saisie.agent },
          ...(saisie.trace ? { trace: saisie.trace } : {}),
          feuille: empreinteDeLaFeuille(vue.demi),
        })
        return fait.ok
          ? { etat: 'signe', signe: fait.value, vue }
          : { etat: 'refus', refus: { code: fait.error.code, phrase: fait.error.phrase }, vue }
      },
    )
    if (issue) return issue
  } catch (erreur) {
    if (!(erreur instanceof Devance)) throw erreur
  }
  const recu = await db.withoutTenant((tx) => lireRecu(tx, jeton))
  return recu ? { etat: 'servi', recu } : { etat: 'mort' }
}

type Qui = { readonly acces: Acces; readonly id: PersonneId; readonly nom: string }
type Ou = { readonly session: SessionId; readonly seance: SeanceId }

/** Une case sous verrou, puis le geste ; un geste devancé est défait. */
const surCase = async <T, R extends Refus>(
  services: Services,
  qui: Qui,
  ou: Ou & { readonly inscription: InscriptionId },
  geste: (outils: {
    ports: Parameters<typeof statuer.noterAbsence>[0]
    demi: Demi
    inscrit: Case
  }) => Promise<Result<T, R>>,
): Promise<Result<T, Refus>> => {
  const { db, keys, clock } = services
  try {
    const rendu = await db.withTenant(qui.acces, async (tx) => {
      await verrouillerCase(tx, ou.seance, ou.inscription)
      const demi = await lireDemi(tx, ou.session, ou.seance)
      const [inscrit] = demi ? await lireCases(tx, ou) : []
      if (!demi || !inscrit) return introuvable()
      return geste({
        ports: { emargements: emargementsDans(tx, demi, keys), maintenant: clock.now() },
        demi,
        inscrit,
      })
    })
    return rendu ?? introuvable()
  } catch (erreur) {
    if (erreur instanceof Devance) return devance()
    throw erreur
  }
}

export const noterAbsence = (
  services: Services,
  qui: Qui,
  ou: Ou & { readonly inscription: InscriptionId; readonly justifiee: boolean },
): Promise<Result<Recu, Refus>> =>
  surCase(services, qui, ou, ({ ports, demi, inscrit }) =>
    statuer.noterAbsence(ports)({ demi, inscrit, justifiee: ou.justifiee }),
  )

export const regulariser = (
  services: Services,
  qui: Qui,
  ou: Ou & { readonly inscription: InscriptionId; readonly motif: string; readonly retardMin?: number },
): Promise<Result<Recu, Refus>> =>
  surCase(services, qui, ou, ({ ports, demi, inscrit }) =>
    statuer.regulariser(ports)({
      demi,
      inscrit,
      motif: ou.motif,
      par: qui.id,
      ...(ou.retardMin === undefined ? {} : { retardMin: ou.retardMin }),
    }),
  )

export const cloreLaFeuille = async (
  services: Services,
  qui: Qui,
  ou: Ou & { readonly ip: string; readonly agent: string },
) => {
  const { db, keys, clock } = services
  try {
    const rendu = await db.withTenant(qui.acces, async (tx) => {
      await verrouillerSeance(tx, ou.seance)
      const demi = await lireDemi(tx, ou.session, ou.seance)
      if (!demi) return introuvable()
      const inscrits = await lireCases(tx, ou)
      return statuer.clore({ emargements: emargementsDans(tx, demi, keys), maintenant: clock.now() })({
        demi,
        inscrits,
        par: { id: qui.id, nom: qui.nom },
        connexion: { ip: ou.ip, agent: ou.agent },
      })
    })
    return rendu ?? introuvable()
  } catch (erreur) {
    if (erreur instanceof Devance) return refuser('deja-close', 'Cette feuille est déjà close.')
    throw erreur
  }
}

export const tacheEnvoyerLien = 'emargement.envoyer-lien'

/**
 * Prépare les liens d’une demi-journée : une invitation et une tâche par personne attendue qui a un courriel. La page
 * n’en fabrique aucun : un lien ne naît que sous le rôle du travailleur. `inscription` : la seule à renvoyer.
 */
export const envoyerLesLiens = async (
  { db, clock, keys }: Services,
  qui: Qui,
  ou: Ou & { readonly inscription?: InscriptionId },
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
    const cases = (await lireCases(tx, ou)).filter((c) => c.presence.etat === 'attendue')
    const joignables = cases.filter((c) => c.personne.courriel)
    const maintenant = clock.now()
    for (const c of joignables) {
      const { id, envoi } = await preparerInvitation(tx, demi, c.inscription, maintenant)
      await enqueue(
        tx,
        tacheEnvoyerLien,
        { organisme: tenant.organisme, invitation: id, envoi },
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

export type VueDeLaFeuille = {
  readonly demi: Demi
  readonly cases: readonly Case[]
  readonly demis: readonly Demi[]
}

export const lireFeuille = ({ db }: Services, acces: Acces, ou: Ou): Promise<VueDeLaFeuille | undefined> =>
  db.withTenant(acces, async (tx) => {
    const demi = await lireDemi(tx, ou.session, ou.seance)
    return demi && { demi, cases: await lireCases(tx, ou), demis: await lireDemis(tx, ou.session) }
  })
