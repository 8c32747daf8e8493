/** Ce qu’une pièce d’un dossier dit et que ni la session ni le client ne tiennent : qui anime, le plan, ce qui fut déjà conclu. */
import { formaterDate } from '#kernel/dates.ts'
import { jourLocal } from '#kernel/zones.ts'
import { piecesCourantes } from '#modules/documents/index.ts'
import type { SessionLue } from '#modules/sessions/index.ts'
import type { TenantTx } from '#platform/db/index.ts'
import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import { assistantsDe, greffe, joursAnimes } from '../db/autour.queries.ts'
import type { DossierLu } from '../db/dossiers.queries.ts'
import type { Inscrit } from '../db/inscriptions.queries.ts'
import { lireHorsSeance } from '../db/plan.queries.ts'
import { prestatairesDe } from '../documents/prestataires.ts'
import type { Autour } from '../domain/a-imprimer.ts'
import { statutsAvecEmployeur } from '../domain/dossier.ts'
import { retractationDe } from './retractation-de.ts'

/** Un stagiaire au moins est salarié de qui achète : son inscription nomme cet employeur, ou n’en nomme aucun et son statut le dit salarié. */
export const acheteurEmployeur = (
  d: Pick<DossierLu, 'acheteur' | 'entreprise'>,
  siens: readonly Pick<Inscrit, 'entreprise' | 'statutF1'>[],
): boolean =>
  d.acheteur === 'entreprise' &&
  siens.some(
    (i) =>
      i.statutF1 !== null &&
      statutsAvecEmployeur.includes(i.statutF1) &&
      (i.entreprise === null || i.entreprise === d.entreprise),
  )

export const lireAutour = async (
  tx: TenantTx,
  session: SessionLue,
  d: DossierLu,
  siens: readonly Inscrit[],
  organisme: OrganismeV1,
): Promise<Autour & { readonly organisme: OrganismeV1 }> => {
  const signees = (await piecesCourantes(tx, { objet: d.id })).filter((p) => p.signee)
  const devis = signees.find((p) => p.genre === 'devis')
  const initiale = signees.findLast((p) => p.genre === 'convention' || p.genre === 'contrat')
  const fin = retractationDe(d, session)
  const prestataires = prestatairesDe(await joursAnimes(tx, session))
  const rcs = await greffe(tx)
  return {
    organisme: rcs ? { ...organisme, rcs } : organisme,
    plan: await lireHorsSeance(tx, session.id),
    assistants: await assistantsDe(tx, session.id),
    ...(prestataires ? { prestataires } : {}),
    ...(devis
      ? { devisAccepte: `${devis.numero} du ${formaterDate(jourLocal(devis.emiseLe, session.zone))}` }
      : {}),
    ...(initiale
      ? { initiale: { numero: initiale.numero, ...(fin ? { retractableJusquau: fin.dernierJour } : {}) } }
      : {}),
    employeur: acheteurEmployeur(d, siens),
  }
}
