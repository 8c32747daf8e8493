/** Refaire, du même geste qu’un changement, ce que les clients ont à signer : la pièce aux dates d’aujourd’hui, ou son avenant, et sa demande de signature. */
import type { OrganismeId } from '#kernel/id.ts'
import { type Refus, refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { piecesCourantes } from '#modules/documents/index.ts'
import { estCae, lireOrganisme } from '#modules/organisme/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { isMailAddress } from '#platform/mail/compose.ts'
import type { Services } from '#platform/services.ts'
import { type DossierLu, lireDossier } from '../db/dossiers.queries.ts'
import type { DossierId } from '../domain/dossier.ts'
import { direRefaits, type Retenue } from '../domain/refaits.ts'
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
 * Émet chaque pièce et la demande à signer. Un dossier refusé n’arrête pas les autres : la phrase dit le sort de chacun ; le refus n’est
 * celui du geste que si rien n’est émis. Dans une CAE, rien ne part : l’équipe d’appui vise d’abord.
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
  const [retenues, refusees]: [Retenue[], Retenue[]] = [[], []]
  let premier: Refus | undefined
  const refuserPour = (nom: string, r: Refus) => {
    premier ??= r
    refusees.push({ nom, phrase: r.phrase })
  }
  for (const id of dossiers) {
    const d = await lireDossier(tx, session.id, id)
    if (!d || (d.regime !== 'convention' && d.regime !== 'contrat')) {
      refuserPour(d?.client ?? 'un client', refus('introuvable', 'Ce dossier client n’existe pas ici.'))
      continue
    }
    const saisie = await proposerSaisie(tx, session, d)
    const piece = await emettreDuDossier(services, tx, session, d, d.regime, saisie)
    if (!piece.ok) {
      refuserPour(d.client, piece.error)
      continue
    }
    const { numero } = piece.value
    const courriel = d.signataireCourriel
    const demande =
      cae || !courriel || !isMailAddress(courriel)
        ? undefined
        : await faireSigner(services, tx, organisme, piece.value.id, aQui(d, courriel))
    if (demande?.ok) envoyees.push(numero)
    else if (demande) retenues.push({ nom: numero, phrase: demande.error.phrase })
    else emises.push(numero)
  }
  const rien = envoyees.length + emises.length + retenues.length === 0
  if (premier && rien)
    return refuser(premier.code, refusees.map((r) => `${r.nom}\u00a0: ${r.phrase}`).join(' '))
  return ok(direRefaits({ envoyees, emises, retenues, refusees, cae }))
}
