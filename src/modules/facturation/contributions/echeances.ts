/** Ce que l’argent met dans « Échéances » : les factures qui arrivent à leur jour, les versements qu’un contrat prévoit. */
import { ajouterJours } from '#kernel/dates.ts'
import { formaterMontant } from '#kernel/montant.ts'
import { compter, de, typographier } from '#kernel/texte.ts'
import { jourLocal } from '#kernel/zones.ts'
import { dossierUrl } from '#modules/inscriptions/index.ts'
import { organismeUneFois, peutVisiteur } from '#modules/organisme/index.ts'
import { type TenantTx, uneFois } from '#platform/db/index.ts'
import type { Echeance, Regard } from '#web/contributions.ts'
import { versementsPrevus } from '../db/echeanciers.queries.ts'
import { facturesOuvertes } from '../db/reglements.ts'
import { parJour } from '../domain/attendus.ts'
import { facturesUrl, factureUrl } from '../liens.ts'

/** « À vous » relance celles qui sont passées, « Échéances » dit celles qui viennent : une lecture pour les deux. */
export const ouvertesUneFois = uneFois((tx) => facturesOuvertes(tx))

/** Deux mois : le plus long délai que la loi laisse entre professionnels (C. com., art. L441-10). */
const JOURS = 60
/** Trois jours au plus de chaque sorte : la page des comptes clients dit le reste. */
const max = 3

export const echeancesFacturation = async (
  tx: TenantTx,
  { visiteur, maintenant }: Regard,
): Promise<readonly Echeance[]> => {
  if (!peutVisiteur(visiteur, 'facturation.emettre')) return []
  const du = jourLocal(maintenant, (await organismeUneFois(tx, '')).zone)
  const au = ajouterJours(du, JOURS)
  const [factures, versements] = await Promise.all([ouvertesUneFois(tx, ''), versementsPrevus(tx, du, au)])
  const attendues = factures.flatMap((f) =>
    f.echeance ? [{ ...f, jour: f.echeance, montant: f.solde }] : [],
  )
  return [
    ...parJour(attendues, { du, au, max }).map(({ jour, total, lignes }): Echeance => {
      const [seule] = lignes
      return lignes.length === 1 && seule
        ? {
            jour,
            chose: `Facture ${seule.numero}`,
            href: factureUrl({ facture: seule.id }),
            suite: typographier(` : ${formaterMontant(total)} attendus ${de(seule.payeur)}.`),
          }
        : {
            jour,
            chose: compter(lignes.length, 'facture'),
            href: facturesUrl(),
            suite: typographier(` : ${formaterMontant(total)} attendus.`),
          }
    }),
    ...parJour(versements, { du, au, max }).flatMap(({ jour, lignes }) =>
      lignes.slice(0, 2).map(
        (v): Echeance => ({
          jour,
          chose: `Versement ${de(v.client)}`,
          href: dossierUrl({ session: v.session, dossier: v.dossier }),
          suite: typographier(` : ${formaterMontant(v.montant)}, prévus à son échéancier.`),
        }),
      ),
    ),
  ]
}
