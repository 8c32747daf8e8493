/** Dire à la plateforme ce qui est encaissé, quand la loi le demande (CGI, 290 A ; annexe IV, 41 septies G). */
import { centimes } from '#kernel/montant.ts'
import { newId, type TenantTx } from '#platform/db/index.ts'
import { ajouterStatut } from '../db/cycle.ecritures.ts'
import { type StatutId, taxeesDeposees } from '../db/cycle.ts'
import { verrouillerPlateforme } from '../db/plateforme.ecritures.ts'
import { lireReglages } from '../db/reglages.ts'
import { aDireEncaisse } from '../domain/cycle/statuts.ts'
import { totaliser } from '../domain/totaux.ts'

/** Ce qui est payé et ne fut pas dit, facture par facture ; sous verrou, deux relèves ne le disent pas deux fois. */
export const direLesEncaissements = async (tx: TenantTx, le: Date): Promise<void> => {
  await verrouillerPlateforme(tx)
  const { debits } = await lireReglages(tx)
  for (const f of await taxeesDeposees(tx, new Date(le.getTime() - 86_400_000))) {
    const encaisse = aDireEncaisse({
      ...f,
      debits,
      parTaux: totaliser(f.lignes.map((l) => ({ ...l, montant: centimes(l.montant) }))).parTaux.map((t) => ({
        taux: t.taux,
        ttc: t.base + t.tva,
      })),
    })
    if (encaisse.length > 0)
      await ajouterStatut(tx, {
        id: newId<'StatutFacture'>(le) as StatutId,
        activite: f.activite,
        facture: f.id,
        recue: null,
        code: 212,
        le,
        apprisLe: le,
        motifCode: null,
        motif: null,
        encaisse,
        dit: true,
        flux: null,
        rang: 0,
        aEnvoyer: true,
      })
  }
}
