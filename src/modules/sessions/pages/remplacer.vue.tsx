import { Section, UnClic } from '#web/components.tsx'
import type { Remplacement } from '../lecture/remplacants.ts'

/** La personne qui anime n’est pas là : qui est libre à cette heure, et un bouton par personne. */
export const Remplacer = ({ absente, demies, previent, gestes }: Remplacement) => (
  <Section
    titre="D’un geste"
    id="remplacer"
    sous={demies > 1 ? `${demies} demi-journées à venir` : 'cette demi-journée'}
  >
    <p>
      <strong>{absente} a déclaré une absence.</strong>{' '}
      {gestes.length === 0
        ? `Personne d’autre, parmi qui forme ici, n’est libre ${demies > 1 ? 'à ces heures' : 'à cette heure'}.`
        : previent
          ? 'Chaque personne qui doit l’apprendre reçoit un courriel.'
          : 'Personne ne reçoit de courriel : demandez à qui prépare la session de prévenir chacun.'}
    </p>
    {gestes.map((direct) => (
      <UnClic direct={direct} />
    ))}
  </Section>
)
