import { listerSignataires, peutVisiteur } from '#modules/organisme/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { Visiteur } from '#web/env.ts'
import type { PieceRangee } from '../db/pieces.ts'
import { engage, estFacture } from '../domain/signer-piece.ts'
import type { PrisesDocuments } from '../prises.ts'

/** Qui tient une délégation lit ce qu’on lui demande de signer. */
const signe = async (tx: TenantTx, v: Visiteur): Promise<boolean> =>
  (await listerSignataires(tx)).some((s) => s.personne === v.personneId && s.revoqueeLe === null)

/** Cette personne lit-elle les devis, conventions et contrats de toute l’enseigne ? */
export const litLesEngagements = async (tx: TenantTx, v: Visiteur): Promise<boolean> =>
  peutVisiteur(v, 'engagements.lire') || (await signe(tx, v))

/** Une pièce qui engage dit un prix, et parfois l’adresse d’une personne : tout membre ne la lit pas. */
export const peutLirePiece = async (
  tx: TenantTx,
  prises: PrisesDocuments,
  v: Visiteur,
  p: Pick<PieceRangee, 'genre' | 'objet'>,
): Promise<boolean> =>
  estFacture(p.genre)
    ? peutVisiteur(v, 'facturation.lire')
    : !engage(p.genre) ||
      (await litLesEngagements(tx, v)) ||
      (peutVisiteur(v, 'engagements.lire', { estSien: true }) &&
        (await prises.estSien(tx, p.objet, v.personneId)))
