import { expect, it } from 'vitest'
import type { SessionLue } from '#modules/sessions/index.ts'
import { titresManquants } from '../domain/titres.ts'
import { issuesDePiece } from './issues.ts'

const session = { id: '0192f000-0000-7000-8000-000000000001' } as SessionLue
const ici = '/ici'
const issue = (formateur: Parameters<typeof titresManquants>[0][number]) => {
  const refus = titresManquants([formateur])
  return refus && issuesDePiece(refus, session, ici, new Date('2026-11-24T10:00:00Z')).issues
}

it('des titres qui manquent mènent à la fiche de qui forme, et l’on en revient', () => {
  expect(issue({ prenom: 'Tom', nom: 'Okafor', titres: '', personne: 'tom' })).toEqual([
    { libelle: 'Écrire ses titres et qualités', href: '/personnes/tom/intervenant?suite=%2Fici' },
  ])
})

it('un nom sans fiche mène à la session, pour y affecter une personne', () => {
  expect(issue({ prenom: '', nom: 'Lena Brandt', titres: '' })).toEqual([
    { libelle: 'Affecter une personne', href: `/sessions/${session.id}/modifier?suite=%2Fici` },
  ])
})
