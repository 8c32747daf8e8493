/** Refaire, du même geste qu’un changement, ce que les clients ont à signer : la pièce aux dates d’aujourd’hui, ou son avenant, et sa demande de signature. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { accorder, enumerer } from '#kernel/texte.ts'
import { piecesCourantes } from '#modules/documents/index.ts'
import { estCae, lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import type { Services } from '#platform/services.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import type { DossierId } from '../domain/dossier.ts'
import { proposerSaisie } from '../lecture/proposer-saisie.ts'
import type { FaireSigner } from '../prises.ts'
import { emettreDuDossier } from './emettre-pieces.ts'

const aQui = (d: DossierLu, courriel: string) => ({
  nom: [d.signatairePrenom, d.signataireNom].filter(Boolean).join(' ') || d.client,
  qualite: d.signataireQualite ?? '',
  courriel,
})

/** Envoie à signer, à qui signe pour ce client, une pièce de son dossier. */
export const envoyerASigner = async (
  services: Pick<Services, 'clock'>,
  faireSigner: FaireSigner,
  tx: TenantTx,
  organisme: OrganismeId,
  d: DossierLu,
  piece: string,
): Promise<Result<string, Refus>> => {
  const sienne = (await piecesCourantes(tx, { objet: d.id })).find((p) => p.id === piece)
  if (!sienne) return refuser('introuvable', 'Cette pièce n’est pas de ce dossier.')
  if (!d.signataireCourriel)
    return refuser('courriel', `Qui signe pour ${d.client} n’a pas de courriel\u00a0: écrivez-le au dossier.`)
  const fait = await faireSigner(services, tx, organisme, sienne.id, aQui(d, d.signataireCourriel))
  return fait.ok ? ok(`${sienne.numero} part à signer, à ${d.signataireCourriel}.`) : fait
}

/**
 * Émet chaque pièce et la demande à signer. Un dossier refusé arrête là, et le dit : ce qui est émis avant lui reste. Dans une CAE, rien ne
 * part : l’équipe d’appui vise d’abord.
 */
export const refaireEngagements = async (
  services: Services,
  faireSigner: FaireSigner,
  tx: TenantTx,
  organisme: OrganismeId,
  session: SessionLue,
  dossiers: readonly DossierId[],
): Promise<Result<string, Refus>> => {
  const cae = estCae((await lireOrganisme(tx)).forme)
  const [envoyees, emises]: [string[], string[]] = [[], []]
  for (const id of dossiers) {
    const d = await lireDossier(tx, session.id, id)
    if (!d || (d.regime !== 'convention' && d.regime !== 'contrat'))
      return refuser('introuvable', 'Ce dossier client n’existe pas ici.')
    const saisie = await proposerSaisie(tx, session, d)
    const piece = await emettreDuDossier(services, tx, session, d, d.regime, saisie)
    if (!piece.ok) return refuser(piece.error.code, `${d.client}\u00a0: ${piece.error.phrase}`)
    const { numero } = piece.value
    const courriel = d.signataireCourriel
    const demande =
      cae || !courriel || !isMailAddress(courriel)
        ? undefined
        : await faireSigner(services, tx, organisme, piece.value.id, aQui(d, courriel))
    if (demande?.ok) envoyees.push(numero)
    else emises.push(numero)
  }
  return ok(
    [
      ...(envoyees.length > 0
        ? [`${enumerer(envoyees)} ${accorder(envoyees.length, 'part', 'partent')} à la signature.`]
        : []),
      ...(emises.length > 0
        ? [
            `${enumerer(emises)} ${accorder(emises.length, 'est émise', 'sont émises')}, ${cae ? 'et l’équipe d’appui vise d’abord' : 'à faire signer sur papier'}.`,
          ]
        : []),
    ].join(' '),
  )
}
