import { type CodeEtat, Etat, Section } from '#web/components.tsx'
import type { JourDeLaSemaine } from '../gestes/composer.ts'

export type Pas = {
  readonly titre: string
  readonly phrase: string
  readonly href: string
  readonly geste: string
  readonly etat: CodeEtat
  /** Ce qu’on en dit ; absent, « fait » ou « à faire ». */
  readonly mot?: string | undefined
  /** Faux : la première convention se passe de lui. */
  readonly dabord: boolean
  /** Ce qui vient après la maison, au jour où l’on y pense. */
  readonly jour?: JourDeLaSemaine | undefined
}

export const EtatDuPas = ({ pas }: { pas: Pas }) => (
  <Etat etat={pas.etat} mot={pas.mot ?? (pas.etat === 'prouve' ? 'fait' : 'à faire')} />
)

const enTete: Readonly<Record<JourDeLaSemaine, string>> = {
  mardi: 'Mardi, ce que vous savez déjà',
  mercredi: 'Mercredi, un client et ses stagiaires',
  jeudi: 'Jeudi, une journée de formation',
  vendredi: 'Vendredi, ce qui en reste',
}

/** La suite de la première semaine : la maison est le lundi ; chaque jour est une courte liste, cochée par les faits. */
export const Semaine = ({ pas }: { pas: readonly Pas[] }) => {
  const jours = (Object.keys(enTete) as JourDeLaSemaine[]).filter((j) => pas.some((p) => p.jour === j))
  if (jours.length === 0) return null
  return (
    <>
      <h2 class="feuille" id="semaine">
        La suite de votre première semaine
      </h2>
      {jours.map((j) => (
        <Section titre={enTete[j]} id={j} niveau={3}>
          <ul>
            {pas
              .filter((p) => p.jour === j)
              .map((p) => (
                <li>
                  <EtatDuPas pas={p} /> <a href={p.href}>{p.titre}</a> : {p.phrase}
                </li>
              ))}
          </ul>
        </Section>
      ))}
    </>
  )
}
