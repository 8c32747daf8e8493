import { describe, expect, it } from 'vitest'
import { listesDuDomaine, listesRedites, reglesRedites } from './regles-sql.ts'

const domaine = listesDuDomaine(
  'src/modules/pole/domain/pole.ts',
  "export const mandats = ['titulaire', 'suppleant'] as const\ntype Etat = 'lance' | 'actif'\nconst licences = { 'cc-by': 1, 'cc-by-sa': 2 }\nconst du = (g: string) => g === 'devis' || g === 'avenant'\n",
)
const redites = (sql: string) => reglesRedites('db/portes/pole/voter.sql', sql, domaine)

describe('une règle du domaine ne se redit pas en SQL', () => {
  it.each([
    ['un tableau', "where role in ('suppleant', 'titulaire')"],
    ['une union', "where etat = any ('{actif,lance}')"],
    ['les clés d’un objet', "where licence in ('cc-by', 'cc-by-sa')"],
    ['une suite de comparaisons', "where genre not in ('avenant','devis')"],
    ['une durée', "where le > now() - interval '3 days'"],
    ['une liste que le domaine ne dit pas', "where role = any (app.liste('mandats'))"],
    ['une durée que le domaine ne dit pas', "where le > now() - app.duree('trois-jours')"],
  ])('%s', (_quoi, sql) => expect(redites(sql)).toHaveLength(1))

  it.each([
    ['une autre liste', "where role in ('titulaire', 'animation')"],
    ['un seul mot', "where role = 'titulaire'"],
    ['un commentaire', "-- role in ('suppleant', 'titulaire')"],
    ['ce qui ne se dit qu’ici, avec sa raison', "-- Permis : ménage.\nwhere le < now() - interval '1 day'"],
    ['ce que le domaine dit', "where role = any (app.liste('mandats-de-vote'))"],
    [
      'ce qui en est tiré',
      "-- Tiré du domaine par tools/regles-en-base.ts : ne se change pas ici.\nwhen 'x' then interval '3 days'",
    ],
  ])('sauf %s', (_quoi, sql) => expect(redites(sql)).toEqual([]))
})

describe('une requête d’un module', () => {
  const dans = (sql: string) => listesRedites('src/modules/pole/db/pole.ts', sql, domaine)
  it('n’énumère pas des états de session, même une liste que le domaine ne dit pas encore', () =>
    expect(dans("where s.etat not in ('brouillon', 'terminee')").etats).toHaveLength(1))
  it('ne redit pas une liste du domaine', () =>
    expect(dans("where role in ('suppleant', 'titulaire')").autres).toEqual([
      expect.stringContaining('src/modules/pole/domain/pole.ts:1'),
    ]))
  it('dit une autre liste, un seul état, ou ce que le domaine nomme', () =>
    expect(
      dans("where r in ('a', 'b') and s.etat = 'annulee' and s.etat in \x24{cesMots(etatsFermes)}"),
    ).toEqual({ etats: [], autres: [] }))
})
