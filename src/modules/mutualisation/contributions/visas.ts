/** Ce qui engage la coopérative ici et attend sa réponse : la file des visas d’une coopérative d’activité le nomme, et y mène. */
import { nomDuGenre } from '#modules/documents/index.ts'
import { titreDuContrat } from '../domain/contrat-de-mission.ts'
import type { Mission } from '../domain/missions.ts'
import { bienUrl, missionUrl } from '../liens.ts'

export const genresVisesDesEchanges = [
  {
    genre: 'contrat-de-mission',
    // Ce que la coopérative demande ailleurs est une dépense : la file le dit.
    nom: (detail: string) => {
      const forme = detail.replace(/^recue /, '')
      const nom =
        forme === 'pret' ? 'Prêt de main-d’œuvre' : titreDuContrat({ forme: forme as Mission['forme'] })
      return detail === forme ? nom : `${nom}, que nous demandons`
    },
    defini: 'la mission',
    href: (mission: string) => missionUrl({ mission: mission as never }),
    lecteur: () => 'L’autre coopérative',
  },
  {
    genre: 'location-d-un-bien',
    nom: (detail: string) =>
      `${nomDuGenre('location-d-un-bien')}${detail === 'demandee' ? ', que nous demandons' : detail === 'louee' ? ', hors du pôle' : ''}`,
    defini: 'la fiche du bien',
    href: (bien: string) => bienUrl({ bien: bien as never }),
    lecteur: (detail: string) => (detail === 'louee' ? 'Qui tient vos salles' : 'L’autre coopérative'),
  },
] as const
