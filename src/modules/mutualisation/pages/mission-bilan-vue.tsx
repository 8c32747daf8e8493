/** Les deux bilans pédagogiques, sur la page de la mission : ce qui est donné d’un côté, reçu de l’autre, et ce qui ne concorde pas. */
import { peutSuivre } from '#modules/organisme/index.ts'
import { Etat, Section, Table } from '#web/components.tsx'
import type { LigneDeBilan } from '../domain/bilans.ts'
import type { Mission } from '../domain/missions.ts'
import { missionUrl } from '../liens.ts'
import { Bouton } from './compte-courant-vue.tsx'

const marques = {
  oui: ['prouve', 'concorde'],
  non: ['manquant', 'ne concorde pas'],
  attend: ['a-venir', 'attendu'],
} as const

export const Bilans = ({ m, lignes }: { m: Mission; lignes: readonly LigneDeBilan[] }) =>
  lignes.length === 0 ? null : (
    <Section
      titre="Les deux bilans"
      id="bilans"
      sous="Donné chez qui envoie, reçu chez qui reçoit : chaque coopérative compare ses livres au constat signé des deux."
    >
      <Table
        legende="Ce que la mission fait au bilan pédagogique, ligne à ligne"
        lignes={lignes}
        colonnes={[
          { titre: 'Ici', entete: true, cell: (l) => l.ligne },
          { titre: 'En face', cell: (l) => l.enFace },
          { titre: 'Le constat et les feuilles', cell: (l) => l.dit },
          { titre: 'Nos livres', cell: (l) => l.ici },
          {
            titre: 'Accord',
            cell: (l) => {
              const [etat, mot] = marques[l.accord]
              return (
                <>
                  <Etat etat={etat} mot={mot} /> {l.phrase}
                </>
              )
            },
          },
        ]}
      />
      {m.moi === 'recoit' &&
      lignes.some((l) => l.ligne === 'F-2' && l.accord === 'non') &&
      peutSuivre('appels.tenir') ? (
        <Bouton vers={`${missionUrl({ mission: m.mission })}/redire`}>Redire d’après nos feuilles</Bouton>
      ) : null}
    </Section>
  )
