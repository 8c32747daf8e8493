import { refuser } from '#kernel/refus.ts'
import type { Result } from '#kernel/result.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { RefusPdf, RenderedPdf } from '#platform/pdf/pdf.ts'
import type { Services } from '#platform/services.ts'
import { emissionDans } from '../db/pieces.ecritures.ts'
import { estDe } from '../domain/genres.ts'
import { type DemandeDePiece, verifierMarque } from '../domain/piece.ts'
import { fermerDonnees } from '../lecture/donnees-sensibles.ts'
import { emettrePieces as emettre, type PieceEmise, type PieceNee } from './emettre-piece.ts'

type Outils = Pick<Services, 'pdf' | 'storage' | 'config' | 'keys'>

/** Où l’on vérifie une pièce, sans son empreinte : imprimé sur chacune. */
export const adresseDeVerification = (config: Services['config']): string => `${config.origine}/verifier`

/**
 * Émet ces pièces dans la transaction donnée : numérotées, composées ensemble, figées. Un refus (mention absente, données trop
 * lourdes) ne laisse ni pièce ni trou de numéro. À faire tard dans la transaction : le numéro est tenu jusqu’à sa fin.
 */
export const emettrePieces =
  ({ pdf, storage, config, keys }: Outils) =>
  (tx: TenantTx, demandes: readonly DemandeDePiece[]): Promise<readonly Result<PieceNee, RefusPdf>[]> =>
    emettre<RefusPdf>({
      ...emissionDans(tx),
      composer: async (d, donnees) => {
        const sans = verifierMarque(d.genre, donnees)
        if (!sans.ok) return refuser('donnees-refusees', sans.error.phrase)
        const facturX = d.facturX?.(donnees.numero)
        if (facturX && !facturX.ok) return refuser('donnees-refusees', facturX.error.phrase)
        return pdf.render({
          gabarit: d.gabarit,
          donnees,
          emisLe: d.emisLe,
          verification: adresseDeVerification(config),
          ...(demandes.length > 1 && { enLot: true }),
          ...(facturX ? { facturX: facturX.value } : {}),
          ...(d.multilignes ? { multilignes: d.multilignes } : {}),
        })
      },
      ranger: async ({ genre }, octets) => {
        const sensible = estDe(genre, 'sensible')
        return (await storage.put(tx, octets, 'application/pdf', { sensible })).empreinte
      },
      fermer: (id, { genre }, donnees) => fermerDonnees(keys, { id, genre, donnees }),
    })(demandes)

/** Une seule. */
export const emettrePiece =
  (outils: Outils) =>
  async (tx: TenantTx, demande: DemandeDePiece): Promise<Result<PieceEmise, RefusPdf>> => {
    const [issue] = await emettrePieces(outils)(tx, [demande])
    if (!issue) throw new Error('Une pièce demandée n’a pas d’issue.')
    return issue
  }

/** Une épreuve : le même gabarit, sans numéro ni preuve, marquée « sans valeur ». Rien n’est gardé. */
export const composerEpreuve =
  ({ pdf }: Pick<Outils, 'pdf'>) =>
  (
    demande: Pick<DemandeDePiece, 'gabarit' | 'emisLe' | 'multilignes'> & {
      readonly donnees: Readonly<Record<string, unknown>>
    },
  ): Promise<Result<RenderedPdf, RefusPdf>> =>
    pdf.render({
      gabarit: demande.gabarit,
      donnees: { ...demande.donnees, numero: 'Aperçu' },
      emisLe: demande.emisLe,
      ...(demande.multilignes ? { multilignes: demande.multilignes } : {}),
    })
