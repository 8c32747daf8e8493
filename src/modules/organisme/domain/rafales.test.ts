import { expect, it } from 'vitest'
import { cherche, genreDeSortie, sortUnFichier } from './rafales.ts'

const sortie = (type: string, disposition = '', status = 200) => genreDeSortie({ status, type, disposition })

it('une liste et une archive que l’on enregistre sont des exports, un PDF un papier ; une page, un refus, une image ne comptent pas', () => {
  expect(sortie('text/csv; charset=utf-8', 'attachment; filename="x.csv"')).toBe('export')
  expect(sortie('application/zip', 'attachment')).toBe('export')
  expect(sortie('application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'attachment')).toBe(
    'export',
  )
  expect(sortie('application/pdf')).toBe('papier')
  expect(sortie('application/pdf', 'attachment')).toBe('papier')
  for (const [type, disposition, status] of [
    ['text/html', '', 200],
    ['text/csv', 'attachment', 403],
    ['image/png', 'attachment', 200],
    ['application/json', '', 200],
  ] as const)
    expect(sortie(type, disposition, status), type).toBeUndefined()
})

it('une adresse qui rend un fichier se reconnaît, avec ou sans extension ; une page ne s’y prend pas', () => {
  const id = '0190c0de-0000-7000-8000-000000000001'
  const fichiers = [
    '/qualite.csv',
    '/documents/1/piece.pdf',
    '/registre/export.zip',
    '/factures/comptabilite/fec.txt',
    `/bpf/${id}/bilan/pdf`,
    `/bpf/${id}/bilan/xlsx`,
    `/bpf/${id}/bilan/json`,
    `/comptes-courants/${id}/fec`,
    `/factures/recues/${id}/fichier`,
    `/documents/${id}/scans/${id}`,
    `/marches/coffre/${id}/fichier`,
    `/marches/dossiers/${id}/pieces/${id}/fichier`,
    `/qualite/registres/veille/lignes/${id}/fichiers/${id}`,
    `/sessions/${id}/distance/fichiers/${'a'.repeat(64)}`,
    `/poles/${id}/livrables/${id}/2/fichier`,
  ]
  expect(fichiers.filter((f) => !sortUnFichier(f, undefined))).toEqual([])
  expect(sortUnFichier('/cooperative/equipe', 'csv')).toBe(true)
  const pages = [
    '/',
    '/cooperative/equipe',
    '/factures',
    `/documents/${id}`,
    `/bpf/${id}/bilan`,
    `/qualite/registres/veille/lignes/${id}/fichiers`,
    '/scans',
    '/profil-pdf',
  ]
  expect(pages.filter((f) => sortUnFichier(f, undefined))).toEqual([])
})

it('une recherche est une adresse qui dit des mots ; une liste que l’on ouvre, un envoi n’en sont pas', () => {
  expect(['anglais', ' a '].map((q) => cherche('GET', q))).toEqual([true, true])
  expect([undefined, '', '   '].map((q) => cherche('GET', q))).toEqual([false, false, false])
  // Un formulaire gardé dans l’adresse d’une recherche ne se perd pas.
  expect(cherche('POST', 'anglais')).toBe(false)
})
