/** Demander une signature, remettre une pièce, renvoyer ce qui fut demandé. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { retirerLiens } from '#modules/comptes/index.ts'
import type { Acces } from '#platform/db/access.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { consigner } from '#platform/db/journal.ts'
import { enqueue } from '#platform/jobs/enqueue.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import type { Services } from '#platform/services.ts'
import { ajouterDemande, noterRetrait } from '../db/signatures.ecritures.ts'
import {
  annexesDe,
  type DemandeDeSignature,
  type DemandeDeSignatureId,
  genresDesPieces,
  lireDemande,
  nouvelleDemande,
} from '../db/signatures.ts'
import { autrePartie, type Partie, partParCourriel } from '../domain/genres.ts'
import type { PieceId } from '../domain/piece.ts'
import { verifierSignable, verifierVoie } from '../domain/signer-piece.ts'
import type { PrisesDocuments } from '../prises.ts'
import { introuvable, lireDossierDeSignature, nommer, tacheEnvoyerDemande } from './signer-piece.ts'

const demandeeA = (genre: string): string => {
  const qui = autrePartie(genre)
  return qui.startsWith('le ') ? `au ${qui.slice(3)}` : `à ${qui}`
}

export type Destinataire = { readonly nom: string; readonly qualite: string; readonly courriel: string }

/**
 * Demande une signature par un lien, dans la transaction donnée : une personne, son courriel. La demande en cours de la même partie se retire.
 * De l’organisme, le mur n’accepte que qui peut signer pour lui (`porte.courriels_qui_signent`).
 */
export const demanderDansLaTransaction = async (
  { clock }: Pick<Services, 'clock'>,
  prises: PrisesDocuments,
  tx: TenantTx,
  organisme: OrganismeId,
  id: PieceId,
  a: Destinataire,
  partie: Partie = 'client',
): Promise<Result<DemandeDeSignatureId, Refus>> => {
  if (!isMailAddress(a.courriel))
    return refuser(
      'courriel',
      'Cette adresse électronique ne se lit pas : une seule adresse simple est acceptée.',
    )
  const lu = await lireDossierDeSignature(tx, prises, id)
  if (!lu) return introuvable()
  const signable = verifierSignable(lu.faits, partie, lu.motifVisa)
  if (!signable.ok) return signable
  const maintenant = clock.now()
  // Corriger le destinataire : l'ancienne demande se retire, son lien ne vaut plus.
  for (const d of lu.demandes.filter(
    (x) => x.acte === 'signature' && x.role === partie && !x.retireeLe && !x.refuseeLe,
  )) {
    await noterRetrait(tx, d.id, maintenant)
    await retirerLiens(tx, d.id)
  }
  const demande = nouvelleDemande(maintenant)
  const { piece } = lu
  await ajouterDemande(tx, {
    id: demande,
    activite: piece.activite,
    piece: id,
    acte: 'signature',
    role: partie,
    // Ce que la pièce dit joint se lit avant de la signer.
    jointes: (await annexesDe(tx, piece)).map((p) => p.id),
    objet: piece.objet,
    ...a,
    creeeLe: maintenant,
  })
  await enqueue(tx, tacheEnvoyerDemande, { organisme, demande, envoi: 1 }, { cle: `demande:${demande}` })
  await consigner(tx, {
    activite: piece.activite,
    faitLe: maintenant,
    module: 'documents',
    geste: 'demander-signature',
    objet: { genre: 'piece', id },
    phrase: `La signature de ${nommer(piece)} a été demandée ${partie === 'client' ? demandeeA(piece.genre) : 'à la direction'}.`,
  })
  return ok(demande)
}

export const demanderSignature = async (
  services: Services,
  prises: PrisesDocuments,
  acces: Acces,
  id: PieceId,
  a: Destinataire,
): Promise<Result<DemandeDeSignatureId, Refus>> =>
  (await services.db.withTenant(acces, async (tx, { organisme }) => {
    const voie = verifierVoie((await genresDesPieces(tx, [id]))[0] ?? '')
    return voie.ok ? demanderDansLaTransaction(services, prises, tx, organisme, id, a) : voie
  })) ?? introuvable()

/**
 * Remet une pièce (et celles qui vont avec) à une personne, qui en accusera réception par son lien. Dans la transaction
 * donnée ; vrai si la remise est neuve. Faux aussi d’une pièce que sa fiche n’envoie jamais.
 */
export const remettrePiece = async (
  { clock }: Pick<Services, 'clock'>,
  tx: TenantTx,
  d: Pick<DemandeDeSignature, 'activite' | 'piece' | 'jointes' | 'objet' | 'nom' | 'courriel'> & {
    readonly organisme: OrganismeId
    /** Vrai : la tournée remet, et un arrêt des envois la retient. */
    readonly seul?: boolean
    /** Qui accuse réception ; d’ordinaire, la personne formée. */
    readonly role?: DemandeDeSignature['role']
  },
): Promise<boolean> => {
  // Une pièce qui ne part jamais par courriel ne part pas non plus jointe à une autre.
  if (!(await genresDesPieces(tx, [d.piece, ...d.jointes])).every(partParCourriel)) return false
  const maintenant = clock.now()
  const demande = nouvelleDemande(maintenant)
  const neuve = await ajouterDemande(tx, {
    ...d,
    id: demande,
    acte: 'accuse',
    role: d.role ?? 'stagiaire',
    qualite: '',
    creeeLe: maintenant,
  })
  if (neuve)
    await enqueue(
      tx,
      tacheEnvoyerDemande,
      { organisme: d.organisme, demande, envoi: 1, ...(d.seul ? { seul: true } : {}) },
      { cle: `demande:${demande}` },
    )
  return neuve
}

export const renvoyerDemande = async (
  { db }: Services,
  acces: Acces,
  piece: PieceId,
  id: DemandeDeSignatureId,
): Promise<Result<undefined, Refus>> => {
  const rendu = await db.withTenant(acces, async (tx, tenant) => {
    const d = await lireDemande(tx, id, { verrou: true })
    // Le droit fut jugé sur la pièce de l’adresse : la demande d’une autre n’en relève pas.
    if (d?.piece !== piece) return introuvable()
    if (d.retireeLe || d.refuseeLe)
      return refuser('demande-close', 'Cette demande est close : faites-en une autre.')
    await enqueue(
      tx,
      tacheEnvoyerDemande,
      { organisme: tenant.organisme, demande: id, envoi: d.envois + 1 },
      { cle: `demande:${id}` },
    )
    return ok(undefined)
  })
  return rendu ?? introuvable()
}
