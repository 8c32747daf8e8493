/** Le certificat d’une période achevée d’une action qui continue : émis, signé, remis, sans toucher au certificat de l’action. */
import type { DateCivile } from '#kernel/dates.ts'
import { asId, type OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { enumerer, minuscule } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  type EtatDePreuve,
  emettrePiece,
  etatsDesPreuves,
  type PieceId,
  piecesCourantes,
  remettrePiece,
  signerPreuves,
} from '#modules/documents/index.ts'
import { lireOrganisme } from '#modules/organisme/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import type { JobHandler } from '#platform/jobs/jobs.ts'
import type { Services } from '#platform/services.ts'
import { type InscriptionLue, lireInscriptions, lireSession } from '../db/certificats.ts'
import { lireDemisDesPieces } from '../db/lectures.ts'
import { verrouillerCasesDe, verrouillerCertificat } from '../db/registre.ecritures.ts'
import { anneeDe, ferme, hacher } from '../documents/emissions-communes.ts'
import { certifiable } from '../domain/certifiable.ts'
import { chevauche, memePeriode, type Periode, periodeACertifier } from '../domain/certificat-periode.ts'
import type { SessionId } from '../domain/ports.ts'
import type { InscriptionId } from '../domain/signer-demi-journee.ts'
import { lireDossier } from '../lecture/lire-dossiers.ts'
import { enLigneMax, sansNumero } from './emettre-certificats.ts'
import type { Signataire } from './remettre-certificats.ts'

const genre = 'certificat-intermediaire'

/** Un certificat de période qui vaut ; `preuve` : ce qu’il a reçu, signature, remise, accusé. */
export type CertificatDePeriode = {
  readonly piece: PieceId
  readonly numero: string
  readonly periode: Periode
  readonly minutes: number
  readonly faits: string | null
}

const certificatsDePeriode = async (
  tx: TenantTx,
  inscription: InscriptionId,
): Promise<CertificatDePeriode[]> =>
  (await piecesCourantes(tx, { genre, objet: inscription })).map((p) => {
    const { action } = JSON.parse(p.donnees) as {
      action: { debut: DateCivile; fin: DateCivile; minutesRealisees: number }
    }
    return {
      piece: p.id,
      numero: p.numero,
      periode: { debut: action.debut, fin: action.fin },
      minutes: action.minutesRealisees,
      faits: p.faits,
    }
  })

export type LigneDePeriodes = {
  readonly inscription: InscriptionLue
  readonly certificats: readonly (CertificatDePeriode & { readonly preuve: EtatDePreuve | undefined })[]
}

/** Les certificats de période d’une session, par stagiaire, les jours où elle se tient, et le jour qu’il est chez l’organisme. */
export const lirePeriodes = (services: Pick<Services, 'db' | 'clock'>, acces: Acces, id: SessionId) =>
  services.db.withTenant(acces, async (tx) => {
    const session = await lireSession(tx, id)
    if (!session) return undefined
    const tenues = (await lireDemisDesPieces(tx, id)).map((x) => x.seance.date)
    const lues = []
    for (const inscription of await lireInscriptions(tx, id))
      if (certifiable(inscription).ok)
        lues.push({ inscription, certificats: await certificatsDePeriode(tx, inscription.id) })
    const etats = await etatsDesPreuves(
      tx,
      lues.flatMap((l) => l.certificats.map((x) => x.piece)),
    )
    const lignes: LigneDePeriodes[] = lues.map((l) => ({
      ...l,
      certificats: l.certificats
        .map((x) => ({ ...x, preuve: etats.get(x.piece) }))
        .toSorted((a, b) => (a.periode.debut < b.periode.debut ? -1 : 1)),
    }))
    const aujourdhui = jourLocal(services.clock.now(), (await lireOrganisme(tx)).zone)
    return { session, tenues, lignes, aujourdhui }
  })
export type Periodes = NonNullable<Awaited<ReturnType<typeof lirePeriodes>>>

/** `neuf` : une pièce est née ; faux, les mêmes faits avaient déjà la leur. */
type Emis = { readonly piece: PieceId; readonly neuf: boolean }

const emettreDans = async (
  services: Services,
  tx: TenantTx,
  id: InscriptionId,
  periode: Periode,
): Promise<Result<Emis, Refus>> => {
  await verrouillerCertificat(tx, id)
  await verrouillerCasesDe(tx, [id])
  const maintenant = services.clock.now()
  const dossier = await lireDossier(services, tx, id, periode)
  if (!dossier.ok) return dossier
  const { inscription, session, faits, zone } = dossier.value
  const existants = await certificatsDePeriode(tx, id)
  const meme = existants.find((x) => memePeriode(x.periode, periode))
  const autre = existants.find((x) => x !== meme && chevauche(x.periode, periode))
  if (autre)
    return refuser(
      'periode-deja-certifiee',
      `Des jours de cette période sont déjà dans le certificat ${autre.numero} : prenez la même période, ou une autre.`,
    )
  const donnees = dossier.value.etablir('à émettre')
  if (!donnees.ok) return donnees
  const empreinte = hacher(faits)
  if (meme?.faits === empreinte) return ok({ piece: meme.piece, neuf: false })
  const emise = await emettrePiece(services)(tx, {
    genre,
    activite: session.activite,
    gabarit: 'certificat-realisation.v1',
    donnees: sansNumero(donnees.value),
    libelle: `${inscription.prenom} ${inscription.nom}, ${session.intitule}`,
    recherche: `${inscription.nom} ${inscription.prenom}`,
    objet: { genre: 'inscription', id },
    faits: empreinte,
    ...(meme ? { remplace: meme.piece } : {}),
    emisLe: maintenant,
    annee: anneeDe(maintenant, zone),
  })
  if (!emise.ok) return emise
  await consigner(tx, {
    activite: session.activite,
    faitLe: maintenant,
    module: 'emargement',
    geste: 'emettre-certificat-periode',
    objet: { genre: 'inscription', id },
    phrase: `Le certificat de période ${emise.value.numero} de {tiers:${inscription.personne}} a été émis${meme ? '\u202f; il remplace le précédent' : ''}.`,
  })
  return ok({ piece: emise.value.id, neuf: true })
}

export const tacheCertificatDePeriode = 'emargement.emettre-certificat-periode'

export type EmissionDePeriode = {
  readonly periode: Periode
  readonly emis: number
  readonly deja: number
  readonly enFile: number
  /** Un refus par personne : son nom, et la phrase. */
  readonly refus: readonly string[]
}

/** Le certificat de cette période pour chaque stagiaire certifiable : sur place jusqu’à douze, par des tâches au-delà. */
export const emettrePeriode = async (
  services: Services,
  acces: Acces,
  lues: Periodes,
  demandee: Periode,
): Promise<Result<EmissionDePeriode, Refus>> => {
  const permise = periodeACertifier(demandee, lues.tenues, lues.aujourdhui)
  if (!permise.ok) return permise
  const periode = permise.value
  const refus: string[] = []
  let [emis, deja] = [0, 0]
  if (lues.lignes.length > enLigneMax) {
    await services.db.withTenant(acces, async (tx, { organisme }) => {
      for (const { inscription } of lues.lignes)
        await enqueue(
          tx,
          tacheCertificatDePeriode,
          { organisme, inscription: inscription.id, debut: periode.debut, fin: periode.fin },
          { cle: `certificat-periode:${inscription.id}:${periode.debut}:${periode.fin}` },
        )
    })
    return ok({ periode, emis, deja, enFile: lues.lignes.length, refus })
  }
  for (const { inscription } of lues.lignes) {
    const r =
      (await services.db.withTenant(acces, (tx) => emettreDans(services, tx, inscription.id, periode))) ??
      ferme()
    if (!r.ok) refus.push(`${inscription.prenom} ${inscription.nom} : ${minuscule(r.error.phrase)}`)
    else if (r.value.neuf) emis += 1
    else deja += 1
  }
  return ok({ periode, emis, deja, enFile: 0, refus })
}

export const emettreCertificatDePeriodeEnTache: JobHandler = async (payload, services) => {
  const id = typeof payload.inscription === 'string' ? asId<'Inscription'>(payload.inscription) : undefined
  const { debut, fin } = payload as { debut?: DateCivile; fin?: DateCivile }
  if (!id || !debut || !fin) return
  const acces: Acces = { genre: 'tache', organisme: payload.organisme as OrganismeId }
  const r =
    (await services.db.withTenant(acces, (tx) => emettreDans(services, tx, id, { debut, fin }))) ?? ferme()
  if (!r.ok && r.error.code === 'occupe')
    throw new Error('Atelier des documents occupé : la tâche sera rejouée.')
  if (!r.ok)
    services.log.warn('emargement.certificat-periode-refuse', { code: r.error.code, inscription: id })
}

/** Signe d’un geste ceux qui ne le sont pas, puis remet à chacun les siens par son lien ; rien ne part deux fois. */
export const signerEtRemettrePeriodes = async (
  services: Services,
  qui: Signataire,
  lues: Periodes,
): Promise<Result<{ readonly signees: number; readonly parties: number; readonly muets: string }, Refus>> => {
  const signe = await signerPreuves(
    services,
    qui,
    lues.lignes.flatMap((l) => l.certificats.map((x) => x.piece)),
  )
  if (!signe.ok) return signe
  const muets: string[] = []
  const parties = await services.db.withTenant(qui.acces, async (tx, { organisme }) => {
    let n = 0
    for (const { inscription: i, certificats } of lues.lignes)
      for (const { piece } of certificats) {
        if (!i.courriel) muets.push(`${i.prenom} ${i.nom}`)
        else if (
          await remettrePiece(services, tx, {
            activite: i.activite,
            piece,
            jointes: [],
            objet: { genre: 'certificat-periode', id: i.id },
            nom: `${i.prenom} ${i.nom}`,
            courriel: i.courriel,
            organisme,
          })
        )
          n += 1
      }
    return n
  })
  return ok({
    signees: signe.value.signees,
    parties: parties ?? 0,
    muets: muets.length > 0 ? enumerer([...new Set(muets)]) : '',
  })
}
