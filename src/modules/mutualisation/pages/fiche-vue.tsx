import { ajouterJours, type DateCivile, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { Definitions, Etat, Table } from '#web/components.tsx'
import type { DemiJournee } from '../db/vivier.ts'
import {
  type Dispo,
  type Dit,
  direModalites,
  direTerritoire,
  type Moment,
  motsDispo,
  preuves,
  type Savoir,
} from '../domain/vivier.ts'

const journees = { 'demi-journee': 'la demi-journée', journee: 'la journée' } as const

/** Comment et où la personne intervient : ce qu’elle en dit, et rien de vide. */
export const CommentOu = ({ f }: { f: Dit }) => (
  <Definitions
    lignes={(
      [
        ['Modalités', direModalites(f.modalites)],
        ['Publics', f.publics],
        ['Langues', f.langues],
        ['Territoire', direTerritoire(f)],
        ['Délai', f.delai === null ? '' : `${f.delai} jours`],
        ['Préparation', f.preparation],
        ['Au moins', f.journee ? journees[f.journee] : ''],
      ] as const
    ).filter(([, v]) => v !== '')}
  />
)

export const TableDesSavoirs = ({ nom, savoirs }: { nom: string; savoirs: readonly Savoir[] }) => (
  <Table
    legende={`Les compétences ${de(nom)} et ce qui les montre`}
    lignes={savoirs}
    colonnes={[
      {
        titre: 'Compétence',
        entete: true,
        cell: (s) => (
          <>
            {s.intitule} <small>{[s.nsf ? `NSF ${s.nsf}` : '', s.niveau].filter(Boolean).join(', ')}</small>
          </>
        ),
      },
      {
        titre: 'Preuve',
        cell: (s) => (s.genre === 'declare' ? '' : `${s.preuve}${s.le ? `, ${formaterDate(s.le)}` : ''}`),
      },
      {
        titre: 'État',
        cell: (s) =>
          s.genre === 'declare' ? (
            <Etat etat="declare" mot={preuves.declare} />
          ) : (
            <Etat etat="partiel" mot={`la fiche nomme ${preuves[s.genre]}`} />
          ),
      },
    ]}
  />
)

const jours = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi'] as const
const classes: Readonly<Record<Dispo, string>> = {
  libre: 'libre',
  option: 'option',
  occupe: 'occupe',
  absence: 'absence',
}

/** Ce qu’un lecteur d’écran entend d’un jour. */
const direJour = (matin: Dispo, apres: Dispo): string =>
  matin === apres ? motsDispo[matin] : `matin ${motsDispo[matin]}, après-midi ${motsDispo[apres]}`

/** Semaine par semaine, du lundi au vendredi ; ni où ni pour qui. */
export const Semaines = ({ nom, dites }: { nom: string; dites: readonly DemiJournee[] }) => {
  const parJour = new Map<DateCivile, Partial<Record<Moment, Dispo>>>()
  for (const d of dites) parJour.set(d.jour, { ...parJour.get(d.jour), [d.moment]: d.etat })
  const lundis = [...parJour.keys()].filter((j) => jourSemaine(j) === 1)
  return (
    <>
      <table class="semaines">
        <caption class="unseen">Demi-journées libres et occupées {de(nom)}</caption>
        <thead>
          <tr>
            <th scope="col">Semaine du</th>
            {jours.map((j) => (
              <th scope="col">
                <abbr title={j}>{j.slice(0, 3)}.</abbr>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lundis.map((lundi) => (
            <tr>
              <th scope="row">{formaterDate(lundi, 'court')}</th>
              {jours.map((_, i) => {
                const d = parJour.get(ajouterJours(lundi, i)) ?? {}
                const [matin, apres] = [d.matin ?? 'absence', d.apres ?? 'absence'] as const
                return (
                  <td>
                    <i class={`dj ${classes[matin]}`} />
                    <i class={`dj ${classes[apres]}`} />
                    <span class="unseen">{direJour(matin, apres)}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="legende note">
        {(Object.keys(motsDispo) as Dispo[]).map((d) => (
          <span>
            <i class={`dj ${classes[d]}`} />
            {motsDispo[d]}
          </span>
        ))}
      </p>
    </>
  )
}
