import type { Child } from 'hono/jsx'
import { formaterNombre, INSECABLE } from '#kernel/texte.ts'
import { type CadreRempli, type CaseRemplie, estVide } from '../domain/remplir.ts'

/** Le chapeau d'un groupe de lignes, et le début de libellé qu'il dispense de répéter. */
const chapeaux = [
  [/^Fonds de la formation\s*:\s*/, 'Organismes gestionnaires des fonds de la formation'],
  [/^Publics sp\u00e9cifiques\s*:\s*/, 'Pouvoirs publics, pour la formation de publics spécifiques'],
] as const
const chapeauDe = (libelle: string) => chapeaux.find(([debut]) => debut.test(libelle))
const minuscule = (t: string): string =>
  t.startsWith('CQP') ? t : `${t.charAt(0).toLowerCase()}${t.slice(1)}`
/** Le libellé sous son chapeau, et sans la parenthèse des comptes, que la précision redit. */
const court = ({ libelle, repere }: CaseRemplie): string => {
  const chapeau = chapeauDe(libelle)
  if (chapeau) return libelle.replace(chapeau[0], '')
  const nu = libelle.replace(/\s*\(6\d{3}\)$|\s*\(604, 6226\)$/, '')
  return repere === 'dont' ? `dont ${minuscule(nu)}` : nu
}

const precisions: Readonly<Record<string, string>> = {
  'D.salairesFormateurs': 'compte 6411',
  'D.achatsHonoraires': 'comptes 604 et 6226',
  'F1.e': 'agents publics, dirigeants non salariés, bénévoles',
}

const classeDe = (c: CaseRemplie, ouverte: boolean): string | undefined =>
  [
    c.dont || chapeauDe(c.libelle) ? 'dans' : '',
    /\.total$/.test(c.id) && c.id !== 'D.total'
      ? 'somme total'
      : c.id === 'C.2' || c.id === 'D.total'
        ? 'somme'
        : '',
    ouverte ? 'ouverte' : '',
  ]
    .filter(Boolean)
    .join(' ') || undefined

const Nombre = ({ n }: { n: number }) => <td class={n === 0 ? 'n zero' : 'n'}>{formaterNombre(n)}</td>

const Rang = ({ c, ouverte, lien }: { c: CaseRemplie; ouverte: boolean; lien: string | null }) => {
  const { valeur: v } = c
  const libelle = court(c)
  const precision = precisions[c.id]
  return (
    <tr class={classeDe(c, ouverte)} id={c.id}>
      <td class="lig">{['dont', 'Total', '%'].includes(c.repere) ? '' : c.repere}</td>
      <th scope="row">
        {lien !== null && !estVide(v) ? (
          <a href={lien} aria-current={ouverte ? 'true' : undefined}>
            {libelle}
          </a>
        ) : (
          libelle
        )}
        {precision ? (
          <>
            {' '}
            <small>{precision}</small>
          </>
        ) : null}
      </th>
      {v.genre === 'oui-non' ? null : <Nombre n={v.n} />}
      {v.genre === 'effectif' ? <Nombre n={v.h} /> : null}
    </tr>
  )
}

const Lignes = ({
  legende,
  cachee,
  cases,
  suite,
  ouverte,
  lien,
}: {
  legende: string
  cachee: boolean
  cases: readonly CaseRemplie[]
  suite: boolean
  ouverte: string | undefined
  lien: (id: string) => string | null
}) => {
  const argent = cases.every((c) => c.valeur.genre === 'euros')
  return (
    <table class={['cerfa-t', argent ? 'un' : '', suite ? 'suite' : ''].filter(Boolean).join(' ')}>
      <caption class={cachee || suite ? 'unseen' : undefined}>
        {suite ? `${legende}, suite` : legende}
      </caption>
      <colgroup>
        <col class="k-lig" />
        <col />
        <col class="k-n" />
        {argent ? null : <col class="k-n" />}
      </colgroup>
      <thead class={suite ? 'unseen' : undefined}>
        <tr>
          <td />
          <th scope="col">
            <span class="unseen">Ligne du formulaire</span>
          </th>
          <th scope="col" class="n">
            {argent ? '€' : 'Nombre'}
          </th>
          {argent ? null : (
            <th scope="col" class="n">
              Heures
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {cases.map((c, i) => {
          const chapeau = chapeauDe(c.libelle)
          const nouveau = chapeau && chapeauDe(cases[i - 1]?.libelle ?? '') !== chapeau
          return (
            <>
              {nouveau ? (
                <tr class="chapeau">
                  <td class="lig" />
                  <th scope="rowgroup" colspan={argent ? 2 : 3}>
                    {chapeau[1]}
                  </th>
                </tr>
              ) : null}
              <Rang c={c} ouverte={c.id === ouverte} lien={lien(c.id)} />
            </>
          )
        })}
      </tbody>
    </table>
  )
}

/** Un cadre du formulaire en table ; la case ouverte laisse la place à son détail, juste dessous. */
export const CadreEnTable = ({
  cadre,
  legende,
  cachee = false,
  ouverte,
  detail,
  lien,
}: {
  cadre: CadreRempli
  legende: string
  cachee?: boolean
  ouverte?: string | undefined
  detail?: Child
  lien: (id: string) => string | null
}) => {
  const cases = cadre.cases.filter((c) => c.valeur.genre !== 'oui-non' && c.valeur.genre !== 'pourcent')
  const rang = cases.findIndex((c) => c.id === ouverte)
  const commun = { legende, cachee, ouverte, lien }
  if (rang === -1 || !detail) return <Lignes {...commun} cases={cases} suite={false} />
  const apres = cases.slice(rang + 1)
  return (
    <>
      <Lignes {...commun} cases={cases.slice(0, rang + 1)} suite={false} />
      {detail}
      {apres.length > 0 ? <Lignes {...commun} cases={apres} suite={true} /> : null}
    </>
  )
}

export const Part = ({ cadre }: { cadre: CadreRempli }) => {
  const part = cadre.cases.find((c) => c.id === 'C.part')
  return part?.valeur.genre === 'pourcent' ? (
    <p class="part" id="C.part">
      Part du chiffre d’affaires global réalisée en formation{' '}
      <b class="num">
        {part.valeur.n}
        {INSECABLE}%
      </b>
    </p>
  ) : null
}

/** Le cadre et sa lettre en marge, sa glose à droite. */
export const Cadre = ({
  lettre,
  titre,
  glose,
  plein = false,
  children,
}: {
  lettre: string
  titre: string
  glose?: Child
  plein?: boolean
  children?: Child
}) => (
  <section class="cadre" id={lettre} aria-labelledby={`${lettre}-t`}>
    <p class="cadre-l" aria-hidden="true">
      {lettre}
    </p>
    <div class={plein ? 'cadre-b plein' : 'cadre-b'}>
      <h2 id={`${lettre}-t`}>
        <span class="unseen">Cadre {lettre}. </span>
        {titre}
      </h2>
      {children}
    </div>
    {glose ? <div class="glose">{glose}</div> : null}
  </section>
)
