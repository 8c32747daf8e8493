import { ajouterJours, type DateCivile, formaterDate, jourSemaine } from '#kernel/dates.ts'
import { de } from '#kernel/texte.ts'
import { jourLocal, ZONE_PAR_DEFAUT } from '#kernel/zones.ts'
import { Definitions, Etat, Facts, Section, Table } from '#web/components.tsx'
import type { DemiJournee } from '../db/vivier.ts'
import {
  type Dispo,
  type Dit,
  direModalites,
  direTerritoire,
  type FichePublique,
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

type Lue = Pick<FichePublique, 'nom' | 'cooperative' | 'base' | 'relueLe' | 'competences'>
/** Les faits d’une fiche, des membres du pôle ou de tous. */
export const FaitsDeLaFiche = ({ f }: { f: Lue }) => (
  <Facts
    faits={[
      ['Coopérative', f.cooperative],
      ...(f.base ? ([['Base', f.base]] as const) : []),
      ['Fiche relue', `par la personne, le ${formaterDate(jourLocal(f.relueLe, ZONE_PAR_DEFAUT))}`],
    ]}
  />
)

/** Ce que la personne sait faire ; `sous` : ce que vaut ce qu’on lit. */
export const SaitFaire = ({ f, sous }: { f: Lue; sous: string }) => (
  <Section titre="Sait faire" id="sait" sous={sous}>
    {f.competences.length > 0 ? (
      <TableDesSavoirs nom={f.nom} savoirs={f.competences} />
    ) : (
      <p>La fiche ne dit encore aucune compétence.</p>
    )}
  </Section>
)

const jours = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'] as const
/** Cinq jours, et ceux de la fin de semaine dès que quelque chose y est pris : vide, elle ne ferait que rétrécir les autres. */
export const joursMontres = (dites: readonly DemiJournee[]): readonly string[] => {
  const pris = dites.filter((d) => d.etat === 'occupe' || d.etat === 'option').map((d) => jourSemaine(d.jour))
  return jours.slice(0, Math.max(5, ...pris))
}
const classes: Readonly<Record<Dispo, string>> = {
  libre: 'libre',
  option: 'option',
  occupe: 'occupe',
  absence: 'absence',
}

/** Ce qu’un lecteur d’écran entend d’un jour. */
const direJour = (matin: Dispo, apres: Dispo, mots: Readonly<Partial<Record<Dispo, string>>>) =>
  matin === apres ? mots[matin] : `matin ${mots[matin]}, après-midi ${mots[apres]}`

/** Semaine par semaine ; ni où ni pour qui. Une salle n’a ni absence, ni autre lieu : `mots` dit les siens. */
export const Semaines = ({
  nom,
  dites,
  mots = motsDispo,
}: {
  nom: string
  dites: readonly DemiJournee[]
  mots?: Readonly<Partial<Record<Dispo, string>>>
}) => {
  const parJour = new Map<DateCivile, Partial<Record<Moment, Dispo>>>()
  for (const d of dites) parJour.set(d.jour, { ...parJour.get(d.jour), [d.moment]: d.etat })
  const lundis = [...parJour.keys()].filter((j) => jourSemaine(j) === 1)
  const montres = joursMontres(dites)
  return (
    <>
      <table class="semaines">
        <caption class="unseen">Demi-journées libres et occupées {de(nom)}</caption>
        <thead>
          <tr>
            <th scope="col">Semaine du</th>
            {montres.map((j) => (
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
              {montres.map((_, i) => {
                const d = parJour.get(ajouterJours(lundi, i)) ?? {}
                const [matin, apres] = [d.matin ?? 'absence', d.apres ?? 'absence'] as const
                return (
                  <td>
                    <i class={`dj ${classes[matin]}`} />
                    <i class={`dj ${classes[apres]}`} />
                    <span class="unseen">{direJour(matin, apres, mots)}</span>
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
      <p class="legende note">
        {(Object.keys(mots) as Dispo[]).map((d) => (
          <span>
            <i class={`dj ${classes[d]}`} />
            {mots[d]}
          </span>
        ))}
      </p>
    </>
  )
}
