import { expect, it } from 'vitest'
import { aUnEmployeur, listeStatutsF1 } from './dossier.ts'

it('seuls un salarié, un apprenti et un agent public ont un employeur ; un statut inconnu n’exclut rien', () => {
  expect(listeStatutsF1.filter((s) => aUnEmployeur(s))).toEqual(['salarie-prive', 'apprenti', 'agent-public'])
  expect([aUnEmployeur(null), aUnEmployeur(undefined)]).toEqual([true, true])
})
