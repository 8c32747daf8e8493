import { Section, Table } from '#web/components.tsx'
import type { Contenu } from '../domain/contenu.ts'
import { champs, type Difference } from '../domain/differences.ts'

/** Un texte écrit au clavier : une ligne vide fait un paragraphe. */
export const Paragraphes = ({ texte }: { texte: string }) => (
  <>
    {texte.split(/\n{2,}/).map((p) => (
      <p>
        {p.split('\n').map((ligne, i) => (
          <>
            {i > 0 ? <br /> : null}
            {ligne}
          </>
        ))}
      </p>
    ))}
  </>
)

const groupes: readonly { titre: string; id: string; cles: readonly (keyof Contenu)[] }[] = [
  {
    titre: 'L’action',
    id: 'action',
    cles: ['objectif', 'objectifs', 'contenu', 'duree', 'dureeTexte', 'modalite', 'prix', 'resultats'],
  },
  {
    titre: 'Pour qui, et comment y entrer',
    id: 'acces',
    cles: [
      'publicVise',
      'prerequis',
      'acces',
      'delaiAcces',
      'financement',
      'contact',
      'contactCourriel',
      'contactTelephone',
      'accessibilite',
      'referentHandicap',
    ],
  },
  {
    titre: 'Moyens, suivi, évaluation',
    id: 'moyens',
    cles: ['methodes', 'moyensTechniques', 'encadrement', 'formateurs', 'suivi', 'evaluation', 'sanction'],
  },
  { titre: 'À distance', id: 'distance', cles: ['foadActivites', 'foadDuree', 'foadAssistance'] },
  {
    titre: 'Certification',
    id: 'certification',
    cles: [
      'certifiante',
      'certification',
      'certLibelle',
      'certificateur',
      'certDu',
      'certAu',
      'certBlocs',
      'certPasserelles',
      'certDebouches',
      'certResultats',
    ],
  },
  { titre: 'Résultats', id: 'resultats', cles: ['sansResultat', 'indicateurs', 'indicateursBase'] },
  { titre: 'Classement', id: 'classement', cles: ['f3', 'niveauF3', 'nsf', 'formacodes', 'rome'] },
]

/** Tout ce qui est écrit, groupe par groupe ; un groupe vide ne se montre pas. */
export const ContenuLu = ({ contenu }: { contenu: Contenu }) => {
  const ecrits = new Map(champs(contenu).map((c) => [c.cle, c]))
  return (
    <>
      {groupes.map((g) => {
        const lus = g.cles.map((cle) => ecrits.get(cle)).filter((c) => c !== undefined)
        if (lus.length === 0) return null
        return (
          <Section titre={g.titre} id={g.id}>
            <dl class="rubriques">
              {lus.map((c) => (
                <div>
                  <dt>{c.nom}</dt>
                  <dd>
                    <Paragraphes texte={c.valeur} />
                  </dd>
                </div>
              ))}
            </dl>
          </Section>
        )
      })}
    </>
  )
}

const Valeur = ({ texte }: { texte: string }) =>
  texte === '' ? <span class="sub">rien</span> : <Paragraphes texte={texte} />

/** Ce qui change, rubrique par rubrique. */
export const Differences = ({
  lignes,
  avant,
  apres,
}: {
  lignes: readonly Difference[]
  avant: string
  /** Une version, ou ce qui s’écrit pour la suivante. */
  apres: string
}) =>
  lignes.length === 0 ? (
    <p>Rien ne change.</p>
  ) : (
    <Table
      legende={`Ce qui change, de la ${avant} ${apres === 'brouillon' ? 'au' : 'à la'} ${apres}`}
      lignes={lignes}
      colonnes={[
        { titre: 'Rubrique', entete: true, cell: (d) => d.nom },
        { titre: avant, cell: (d) => <Valeur texte={d.avant} /> },
        { titre: apres, cell: (d) => <Valeur texte={d.apres} /> },
      ]}
    />
  )
