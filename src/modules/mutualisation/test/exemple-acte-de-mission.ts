import type { OrganismeV1 } from '#platform/pdf/papier/papier.v1.ts'
import type { ActeDeMissionV1 } from '../documents/acte-de-mission.v1.ts'

export const exempleActeDeMission = (organisme: OrganismeV1): ActeDeMissionV1 => ({
  numero: 'CM-2026-0001',
  organisme,
  titre: 'Contrat de sous-traitance',
  article: 'R6333-6-2',
  action: { debut: '2027-01-14', fin: '2027-01-15' },
  parties: [
    { role: 'qui reçoit', nom: 'Langue & Lien, Grenoble, SIRET 99912047000011' },
    { role: 'qui envoie', nom: 'Les Tisserands, Brest, SIRET 22222222222222' },
  ],
  articles: [
    {
      titre: 'Mission confiée',
      texte: 'Deux journées d’outils libres. Lila Benamar intervient pour le tout.',
    },
    { titre: 'Prix', texte: '1 240,00 € hors taxes, pour l’ensemble.' },
    { titre: 'Sans cascade', texte: 'La prestation n’est pas sous-traitée à un tiers.' },
  ],
  fait: { ville: 'Saint-Égrève', le: '2026-11-19' },
  cases: { organisme: 'Pour Langue & Lien', client: 'Pour Les Tisserands' },
  signataires: {
    organisme: { prenom: 'Hélène', nom: 'Roussillon', qualite: 'directrice générale' },
    client: { prenom: 'Béa', nom: 'Kerdoncuff', qualite: 'gérante' },
  },
})
