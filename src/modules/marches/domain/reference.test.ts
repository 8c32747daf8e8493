import { expect, it } from 'vitest'
import { aUneReference, composerReference } from './reference.ts'

const bon = (numero: string, membre: string, reste: object = {}) => ({
  cle: numero,
  contenu: { numero, membre, le: '2027-03-01', objet: `Objet de ${numero}`, centimes: 118000, ...reste },
})
const lu = {
  d: {
    g: { objet: 'Chantiers', acheteur: 'Région', forme: 'conjoint', signeLe: '2027-03-02' },
    membres: [
      { organisme: 'a', nom: 'Appui', mandataire: true },
      { organisme: 'b', nom: 'Boussole', mandataire: false },
    ],
    convention: { contenu: { parts: [{ organisme: 'b', tient: 'le français', points: 4000 }] } },
  },
  moi: 'b',
  issue: { etat: 'attribue', le: '2027-03-01' },
  fiche: undefined,
  commandes: [bon('BC-1', 'a'), bon('BC-2', 'b'), bon('BC-3', 'b', { annule: 'Recopié en trop.' })],
  executions: [],
} as never

it('la référence d’un membre dit ses bons, ni ceux d’un autre, ni un bon annulé ; ce que le dossier ne dit pas reste vide', () => {
  const p = composerReference(lu, 'Mme Le Goff, Région, par courriel le 3 mars 2027')
  const texte = JSON.stringify(p)
  for (const dit of ['Objet de BC-2', 'le français', 'Mme Le Goff']) expect(texte).toContain(dit)
  for (const tu of ['BC-1', 'BC-3']) expect(texte).not.toContain(tu)
  expect(p.rubriques[0]?.champs.find((c) => c.libelle === 'Numéro')?.valeur).toBeNull()
})
it('un marché attribué et pas encore signé n’en a pas', () => {
  expect(aUneReference(lu)).toBe(true)
  expect(aUneReference({ issue: { etat: 'attribue' }, d: { g: { signeLe: null } } } as never)).toBe(false)
})
