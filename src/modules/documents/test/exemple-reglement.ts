import type { ReglementInterieurV1 } from '../documents/reglement-interieur.v1.ts'
import { exempleCertificat } from './exemple-certificat.ts'

const { organisme } = exempleCertificat

export const exempleReglement: ReglementInterieurV1 = {
  numero: 'RI-2026-0001',
  organisme,
  enVigueurLe: '2026-01-06',
  lieux: [
    { nom: 'Siège, salles Drac et Isère', adresse: organisme.adresse },
    {
      nom: 'Atelier de Voiron',
      adresse: { lignes: ['7 place du Moulin'], codePostal: '38500', ville: 'Voiron' },
    },
  ],
  responsable: {
    civilite: 'Mme',
    prenom: 'Hélène',
    nom: 'Roussillon',
    qualite: 'directrice générale',
    telephone: '04 65 71 20 31',
    courriel: 'direction@langue-et-lien.example',
  },
  securite: {
    incendie:
      'Le plan d’évacuation est affiché à chaque étage ; au signal, on sort sans courir et on se rassemble devant le portail.',
    accident: 'La trousse de secours est à l’accueil ; le 15, le 18 et le 112 s’appellent de tout téléphone.',
    materiel: 'Le matériel sert à la formation et reste sur place ; une panne se signale sans y toucher.',
  },
  vie: 'Chacun travaille dans le calme et le respect. Les enregistrements ne se font qu’avec l’accord de tous.',
  exclusionJoursMax: 5,
  reclamation: { courriel: 'qualite@langue-et-lien.example', delaiJours: 10 },
  fait: { ville: 'Grenoble', le: '2026-01-05' },
  signataires: {
    organisme: { civilite: 'Mme', prenom: 'Hélène', nom: 'Roussillon', qualite: 'directrice générale' },
  },
}
