import { expect, it } from 'vitest'
import type { DateCivile } from '#kernel/dates.ts'
import { instantDe, type Zone } from '#kernel/zones.ts'
import { retractationDe, type TermesDuDossier } from '../lecture/retractation-de.ts'

const signeA = (zone: Zone, jour: string): TermesDuDossier => {
  const signeLe = instantDe(jour as DateCivile, 600, zone).instant
  return {
    acheteur: 'personne',
    individuelASesFrais: true,
    circonstance: 'distance',
    financements: [{ dispositif: 'particulier' }],
    signeLe,
    creeLe: signeLe,
  }
}

// Quatorze jours avant le jour où chacun commémore l’abolition, qui n’est férié que là, et ne tombe pas un dimanche.
it.each<readonly [Zone, string, string]>([
  ['America/Guadeloupe', '2026-05-13', '2026-05-28'],
  ['America/Martinique', '2026-05-08', '2026-05-26'],
  ['America/Cayenne', '2026-05-27', '2026-06-11'],
  ['Indian/Mayotte', '2026-04-13', '2026-04-28'],
  ['Indian/Reunion', '2027-12-06', '2027-12-21'],
  ['America/Marigot', '2026-05-14', '2026-05-29'],
  ['America/St_Barthelemy', '2026-09-25', '2026-10-12'],
])('le délai se reporte au lendemain d’un jour férié du lieu : %s', (zone, signe, dernier) => {
  expect(retractationDe(signeA(zone, signe), { zone })?.dernierJour).toBe(dernier)
  // À Paris, le même jour est ouvré.
  expect(retractationDe(signeA('Europe/Paris', signe), { zone: 'Europe/Paris' })?.report).toBe(0)
})
