import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { ActiviteCommuneV1 } from '../documents/activite-commune.v1.ts'
import { clausesCommunes } from '../domain/activite-commune.ts'

export const exempleActiviteCommune = (organisme: OrganismeV1): ActiviteCommuneV1 => ({
  numero: 'AC-2026-0001',
  organisme,
  marque: 'Chaîne et climat',
  objet: 'Rénover sobrement : des journées pour les collectivités.',
  duree: 'À partir du 2 janvier 2027, sans terme.',
  parts: [
    { enseigne: 'Fil à plomb', personnes: 'Morgane Tanguy, Édouard Quéré', part: '40 %' },
    { enseigne: 'Ourlet numérique', personnes: 'Lila Benamar', part: '25,5 %' },
  ],
  reste: '34,5 %',
  partie: { personne: '019ac000-0000-7000-8000-000000000001', enseigne: 'Fil à plomb' },
  articles: clausesCommunes,
  fait: { ville: 'Saint-Égrève', le: '2026-11-19' },
  signataires: {
    organisme: { prenom: 'Hélène', nom: 'Roussillon', qualite: 'directrice générale' },
    client: { prenom: 'Morgane', nom: 'Tanguy', qualite: 'membre de l’activité commune' },
  },
})
