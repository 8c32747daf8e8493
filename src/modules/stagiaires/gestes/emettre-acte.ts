/** Émet un acte de la vie des stagiaires, dans la transaction du fait : numéroté, figé, au nom de qui a le pouvoir de signer. */
import { type Refus, refuser } from '#kernel/refus.ts'
import { ok, type Result } from '#kernel/result.ts'
import { jourLocal } from '#kernel/zones.ts'
import {
  choisirSignataire,
  delegationDe,
  emettrePiece,
  lirePapierAEnTete,
  type PieceId,
} from '#modules/documents/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Services } from '#platform/services.ts'
import type { Acte } from '../documents/acte.ts'
import type { ActeStagiairesV1 } from '../documents/acte-stagiaires.v1.ts'

export const emettreActe = async (
  services: Pick<Services, 'pdf' | 'storage' | 'config' | 'keys'>,
  tx: TenantTx,
  s: SessionLue,
  a: Acte,
  le: Date,
): Promise<Result<{ readonly id: PieceId; readonly numero: string }, Refus>> => {
  const papier = await lirePapierAEnTete(tx, services.storage, s.activite)
  const jour = jourLocal(le, s.zone)
  const signataire = await choisirSignataire(tx, delegationDe(a.genre), jour)
  if (!signataire)
    return refuser(
      'signataire',
      'Personne n’a le pouvoir de signer à ce jour\u00a0: inscrivez d’abord la direction parmi les signataires.',
    )
  if (!s.debut || !s.fin) return refuser('dates', 'Cette session n’a pas encore de dates.')
  const { genre, titre, article, destinataire, corps, faits, libelle, objet } = a
  const donnees: ActeStagiairesV1 = {
    organisme: papier,
    titre,
    article,
    references: { session: s.numero },
    action: { intitule: s.intitule, debut: s.debut, fin: s.fin, lieu: s.lieu },
    destinataire,
    corps,
    faits,
    fait: { ville: papier.adresse.ville, le: jour },
    signataires: { organisme: { prenom: '', nom: signataire.nom, qualite: signataire.qualite } },
  }
  const emise = await emettrePiece(services)(tx, {
    genre,
    activite: s.activite,
    gabarit: 'acte-stagiaires.v1',
    donnees,
    libelle,
    recherche: libelle,
    objet,
    emisLe: le,
    annee: Number(jour.slice(0, 4)),
  })
  if (!emise.ok) return refuser(emise.error.code, emise.error.phrase)
  return ok({ id: emise.value.id, numero: emise.value.numero })
}
