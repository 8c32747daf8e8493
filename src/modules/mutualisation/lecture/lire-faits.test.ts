import { describe, expect, it } from 'vitest'
import { lireCasDeForme } from './lire-faits.ts'

const fautesDe = (document: unknown) => {
  const r = lireCasDeForme(typeof document === 'string' ? document : JSON.stringify(document))
  return r.ok ? [] : r.error.map((f) => f.chemin)
}
const un = (faits: unknown) => ({ schema: 'formes-cas/1', cas: [{ id: 'a', faits }] })

describe('lire les faits d’une mission', () => {
  it('des faits sains se lisent, et rien d’autre qu’eux', () => {
    const r = lireCasDeForme(JSON.stringify(un({ statut: 'cesa', partCpf: 80.1, rang: 2, nda: false })))
    expect(r).toEqual({
      ok: true,
      value: [{ id: 'a', faits: { statut: 'cesa', partCpf: 80.1, rang: 2, nda: false } }],
    })
  })
  it('ce que le cas dit de plus, `attendu` compris, est ignoré', () =>
    expect(fautesDe({ zzz: 1, cas: [{ id: 'a', dit: 'x', attendu: 3, faits: {} }] })).toEqual([]))
  it.each<[string, unknown, string]>([
    ['un fait inconnu', un({ dirrige: 'receveur' }), 'cas[0].faits.dirrige'],
    ['un fait hérité du langage', '{"cas":[{"id":"a","faits":{"__proto__":1}}]}', 'cas[0].faits.__proto__'],
    ['un constructeur', un({ constructor: true }), 'cas[0].faits.constructor'],
    ['un statut inconnu', un({ statut: 'ami' }), 'cas[0].faits.statut'],
    ['un statut nul', un({ statut: null }), 'cas[0].faits.statut'],
    ['un booléen en texte', un({ nda: 'true' }), 'cas[0].faits.nda'],
    ['un nombre en texte', un({ montant: '5000' }), 'cas[0].faits.montant'],
    ['un montant négatif', un({ montant: -1 }), 'cas[0].faits.montant'],
    ['plus d’heures qu’une semaine n’en a', un({ heures: 169 }), 'cas[0].faits.heures'],
    ['une part au-delà de cent', un({ partCpf: 101 }), 'cas[0].faits.partCpf'],
    ['un rang trois', un({ rang: 3 }), 'cas[0].faits.rang'],
    ['un rang et demi', un({ rang: 1.5 }), 'cas[0].faits.rang'],
    ['un nombre immense', '{"cas":[{"id":"a","faits":{"montant":1e999}}]}', 'cas[0].faits.montant'],
    ['des faits en liste', un([]), 'cas[0].faits'],
    ['des faits absents', { cas: [{ id: 'a' }] }, 'cas[0].faits'],
    ['un identifiant absent', { cas: [{ faits: {} }] }, 'cas[0].id'],
    ['un identifiant vide', { cas: [{ id: ' ', faits: {} }] }, 'cas[0].id'],
    ['deux cas du même nom', { cas: [un({}).cas[0], un({}).cas[0]] }, 'cas[1].id'],
    ['un cas qui est un texte', { cas: ['a'] }, 'cas[0]'],
    ['aucun cas', { cas: [] }, 'cas'],
    ['des cas absents', {}, 'cas'],
    ['un autre format', { ...un({}), schema: 'bpf-dossier/1' }, 'schema'],
    ['une liste pour document', [], 'document'],
    ['un texte qui n’est pas du JSON', '{"cas" [', 'cas'],
    ['une clé répétée', '{"cas":[],\n"cas":[]}', 'cas'],
    ['un document vide', '', 'ligne 1'],
    ['un abîme', '['.repeat(100_000), 'ligne 1'],
  ])('%s : la faute dit où', (_, document, chemin) => expect(fautesDe(document)).toContain(chemin))
})
