import { compter, enumerer } from '#kernel/texte.ts'
import { ecrireExercice } from '../domain/exercices.ts'
import { comparer, eurosDeCentimes } from '../domain/fraction.ts'
import type { BilanLu } from '../lecture/lire-bilan.ts'
import { aAffecterUrl, reglerUrl } from '../liens.ts'
import { direEuros, direHeures } from './dire.ts'

const exact = (lu: BilanLu, id: string) => lu.bpf.cases.get(id)?.exact ?? eurosDeCentimes(0)

/** Ce que la marge dit du cadre C : d'où viennent les produits, et ce qui est à juger. */
export const GloseC = ({ lu }: { lu: BilanLu }) => {
  const par = { facture: 0, convention: 0, reprise: 0 }
  for (const c of lu.bpf.cases.get('C.total')?.contributions ?? []) {
    const p = lu.produits.get(c.objet[0] ?? '')
    if (p) par[p.source] += 1
  }
  const mots = [
    ...(par.facture > 0 ? [compter(par.facture, 'ligne de facture', { pluriel: 'lignes de facture' })] : []),
    ...(par.convention > 0 ? [`${compter(par.convention, 'convention')} au prorata, faute de facture`] : []),
    ...(par.reprise > 0 ? [compter(par.reprise, 'produit repris', { pluriel: 'produits repris' })] : []),
  ]
  const exercice = ecrireExercice(lu.exercice)
  return (
    <>
      {mots.length > 0 ? (
        <p>
          <b>D’où.</b> {enumerer(mots)}. L’encaissement ne compte pas, la facture impayée si.
        </p>
      ) : null}
      {(lu.bpf.cases.get('C.9')?.contributions.length ?? 0) > 0 ? (
        <p>
          <span class="etat a-juger">à juger</span>
          <br />
          <b>Ligne 9.</b> La notice y range aussi la participation au CPF ; la Caisse des dépôts la verse
          pourtant avec le reste.
        </p>
      ) : null}
      {lu.sansChiffreAffaires ? (
        <p>
          <span class="etat manquant">manquant</span>
          <br />
          <b>Part.</b> Le chiffre d’affaires global de l’exercice n’est pas dit : la part ne se calcule pas.
        </p>
      ) : (
        <p>
          <b>Part.</b> {direEuros(exact(lu, 'C.total'))} de formation sur{' '}
          {direEuros(lu.sommes.chiffreAffaires)} de chiffre d’affaires.
        </p>
      )}
      {lu.bpf.faits.manques.length > 0 ? (
        <p>
          <a href={aAffecterUrl({ exercice })}>Ce qui reste à affecter</a>
        </p>
      ) : null}
      <p>
        <a href={reglerUrl({ exercice })}>Trancher ce que la notice ne dit pas</a>
      </p>
    </>
  )
}

export const GloseF = ({ lu }: { lu: BilanLu }) => {
  const coupees = [...lu.actions.values()].filter((a) => a.seancesIci > 0 && comparer(a.ici, a.enTout) < 0)
  const [une] = coupees
  const f2 = lu.bpf.lignes.F2
  return (
    <>
      <p>
        <b>Heures suivies</b>, d’après l’émargement, jamais les heures prévues.
      </p>
      {une ? (
        <p>
          <b>Coupé.</b> {coupees.length === 1 ? `« ${une.intitule} »` : compter(coupees.length, 'action')} à
          cheval :{' '}
          {coupees.length === 1
            ? `${direHeures(une.ici)} ici sur ${direHeures(une.enTout)}`
            : 'seules les séances de l’exercice comptent ici'}
          .
        </p>
      ) : null}
      {f2.n > 0 ? (
        <p>
          <b>Ligne (2).</b> Des séances confiées à un autre organisme : ces stagiaires comptent aussi en F-1.
        </p>
      ) : null}
    </>
  )
}

export const GloseG = ({ lu }: { lu: BilanLu }) =>
  lu.bpf.lignes.G.n > 0 || lu.bpf.lignes.C['10'] !== 0 ? (
    <p>Répond à la ligne 10 du cadre C : {direEuros(exact(lu, 'C.10'))}. Rien de ces actions n’entre en F.</p>
  ) : undefined
