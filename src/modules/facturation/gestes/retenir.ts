/** Ce qui doit ne plus bouger tant qu’une facture se décide, et ce que les contrôles en retiennent. */

import { verrouillerCasesDe, verrouillerFeuilles } from '#modules/emargement/index.ts'
import { lireDossier, listerInscrits } from '#modules/inscriptions/index.ts'
import { lireSession } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import { verrouillerFacture, verrouillerObjet } from '../db/factures.ecritures.ts'
import type { ProjetLu } from '../db/projets.ts'
import type { PrisesFacturation, Retenue } from '../prises.ts'

const parCaseAuPlus = 3

/**
 * Tous les verrous d’une émission, avant la première lecture qui décide : la session et le dossier (dates, prix, accord),
 * ce qui s’émet du même dossier, la facture qu’un avoir corrige, les cases de ceux que l’on facture. Une présence corrigée
 * ou un prix repris attend la facture, ou la facture les voit.
 */
export const figerCeQuiDecide = async (tx: TenantTx, projet: ProjetLu): Promise<void> => {
  if (projet.session) {
    await lireSession(tx, projet.session, { verrouiller: true })
    if (projet.dossier) await lireDossier(tx, projet.session, projet.dossier, { verrouiller: true })
  }
  // L’objet d’abord, le projet ensuite : deux factures d’un même dossier se suivent, et comptent chacune celle d’avant.
  await verrouillerObjet(tx, projet.dossier ?? projet.id)
  if (projet.corrige) await verrouillerFacture(tx, projet.corrige)
  if (projet.session && projet.dossier && projet.genre !== 'avoir') {
    const { dossier } = projet
    const siens = (await listerInscrits(tx, projet.session)).filter((i) => i.dossier === dossier)
    // Un verrou par case laisse signer les autres ; au-delà de quelques personnes, un par demi-journée : trente personnes et soixante
    // demi-journées empliraient la table des verrous.
    if (siens.length <= parCaseAuPlus)
      await verrouillerCasesDe(
        tx,
        siens.map((i) => i.id),
      )
    else await verrouillerFeuilles(tx, projet.session)
  }
}

/** Un acompte n’a pas encore de preuve à relire ; un avoir répare ; ce qui ne facture aucune heure n’en répond pas. */
export const retenuesDuProjet = async (
  tx: TenantTx,
  projet: ProjetLu,
  maintenant: Date,
  prises: PrisesFacturation,
  options: { readonly figer: boolean },
): Promise<readonly Retenue[]> =>
  projet.genre === 'facture' &&
  projet.session &&
  projet.dossier &&
  projet.lignes.some((l) => l.nature === 'formation')
    ? prises.retenues(tx, { session: projet.session, dossier: projet.dossier }, maintenant, options)
    : []
