/** Ce qui engage la coopérative ici et attend sa réponse : la file des visas d’une coopérative d’activité le nomme, et y mène. */
import { nomDuGenre } from '#modules/documents/index.ts'
import { titreDuContrat } from '../domain/contrat-de-mission.ts'
import type { Mission } from '../domain/missions.ts'
import { bienUrl, missionUrl } from '../liens.ts'

export const genresVisesDesEchanges = [
  {
    genre: 'contrat-de-mission',
    nom: (forme: string) =>
      forme === 'pret' ? 'Prêt de main-d’œuvre' : titreDuContrat({ forme: forme as Mission['forme'] }),
    defini: 'la mission',
    href: (mission: string) => missionUrl({ mission: mission as never }),
    lecteur: 'L’autre coopérative',
  },
  {
    genre: 'location-d-un-bien',
    nom: () => nomDuGenre('location-d-un-bien'),
    defini: 'la fiche du bien',
    href: (bien: string) => bienUrl({ bien: bien as never }),
    lecteur: 'L’autre coopérative',
  },
] as const
