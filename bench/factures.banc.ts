// Ce que la facture électronique ajoute au papier, et le fichier d’un exercice de cinquante mille écritures : tout en mémoire, rien de la base.
import type { DateCivile } from '#kernel/dates.ts'
import { centimes } from '#kernel/montant.ts'
import { refusElectroniques } from '#modules/facturation/documents/facture-electronique.ts'
import { aPasser, ecrituresDe, numeroter } from '#modules/facturation/domain/comptabilite/arreter.ts'
import type { FactureAPasser } from '#modules/facturation/domain/comptabilite/ecrire.ts'
import { ecrireFec } from '#modules/facturation/domain/comptabilite/exporter.ts'
import { planPropose } from '#modules/facturation/domain/comptabilite/plan.ts'
import { exemple } from '#modules/facturation/test/exemple-electronique.ts'
import { mesurer } from './mesurer.ts'

const fin = '2026-12-31' as DateCivile
const factures = Array.from(
  { length: 50_000 },
  (_, i): FactureAPasser => ({
    id: `f${i}`,
    activite: 'a',
    session: null,
    numero: `FA-2026-${i}`,
    genre: 'facture',
    emiseLe: `2026-0${1 + (i % 9)}-15` as DateCivile,
    periode: null,
    payeur: { numero: `E${i % 500}`, nom: `Client ${i % 500}` },
    lignes: [{ nature: 'formation', remise: false, montant: centimes(10_000 + i), taux: 0 }],
  }),
)

// Cibles : 40 ms, et 2 s.
await mesurer('écrire et vérifier un Factur-X', async () => {
  const refuses = await refusElectroniques(exemple)
  if (refuses.length > 0) throw new Error(refuses.map((r) => r.phrase).join(' '))
})
await mesurer(
  'le FEC de 50 000 écritures',
  () => {
    const toutes = ecrituresDe({ factures, reglements: [], charges: [] }, planPropose, [fin])
    return ecrireFec(numeroter(aPasser(toutes, new Set(), null, fin), 0, fin))
  },
  { minimum: 3 },
)
