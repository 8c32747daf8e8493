import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { ActeStagiairesV1 } from '../documents/acte-stagiaires.v1.ts'

export const exempleActe = (organisme: OrganismeV1): ActeStagiairesV1 => ({
  numero: 'PV-2026-0001',
  organisme,
  titre: 'Procès-verbal d’élection des délégués',
  article: 'R6352-9 à R6352-13',
  references: { session: 'S-2026-0031' },
  action: {
    intitule: 'Agent de restauration : préparer un titre',
    debut: '2026-09-07',
    fin: '2027-02-26',
    lieu: 'Atelier de Voiron, 7 place du Moulin',
  },
  destinataire: 'L’ensemble des stagiaires',
  corps: [
    'Le scrutin s’est tenu pendant les heures de formation.',
    'Le mandat dure autant que la formation.',
  ],
  faits: [
    { quoi: 'Titulaire', valeur: 'Rose Kéïta, sept voix' },
    { quoi: 'Suppléant', valeur: 'Ali Benzema, cinq voix' },
  ],
  fait: { ville: 'Grenoble', le: '2026-09-11' },
  signataires: { organisme: { prenom: 'Hélène', nom: 'Roussillon', qualite: 'directrice générale' } },
})
