import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import cas from '../../test/formes.cas.json' with { type: 'json' }
import { bornesDe, defauts, type Faits, valeursDe } from './faits.ts'
import { formes } from './formes.ts'
import { avertissements, interdictions } from './interdictions.ts'
import { jugerFormes } from './juger.ts'

type Cas = {
  readonly id: string
  readonly dit: string
  readonly faits: Partial<Faits>
  readonly attendu: {
    readonly permises: readonly string[]
    readonly interdites: Readonly<Record<string, readonly string[]>>
    readonly pieces?: readonly string[]
    readonly bpf?: Readonly<Record<string, readonly [readonly string[], readonly string[]]>>
    readonly avertissements?: readonly string[]
  }
}
const lesCas = cas.cas as unknown as readonly Cas[]

/** Des faits quelconques, chacun dans ses bornes. */
const desFaits: fc.Arbitrary<Faits> = fc.record(
  Object.fromEntries(
    Object.entries(defauts).map(([cle, v]) => {
      if (cle in valeursDe) return [cle, fc.constantFrom(...valeursDe[cle as keyof typeof valeursDe])]
      if (cle in bornesDe) {
        const { min, max } = bornesDe[cle as keyof typeof bornesDe]
        return [cle, fc.integer({ min, max: Math.min(max, 10_000) })]
      }
      return [cle, typeof v === 'boolean' ? fc.boolean() : fc.constant(v)]
    }),
  ) as { [K in keyof Faits]: fc.Arbitrary<Faits[K]> },
)
const codes = (f: Partial<Faits>) => jugerFormes(f).permises.map((p) => p.forme.code)

describe('les formes d’une mission', () => {
  it.each(lesCas.map((c) => [`${c.id} ${c.dit}`, c] as const))('%s', (_, { faits, attendu }) => {
    const r = jugerFormes(faits)
    expect(r.permises.map((p) => p.forme.code)).toEqual(attendu.permises)
    expect(
      Object.fromEntries(r.interdites.map((x) => [x.forme.code, x.raisons.map((y) => y.article).toSorted()])),
    ).toEqual(Object.fromEntries(Object.entries(attendu.interdites).map(([k, v]) => [k, v.toSorted()])))
    for (const p of attendu.pieces ?? []) expect(r.permises.flatMap((x) => x.pieces)).toContain(p)
    for (const [code, lignes] of Object.entries(attendu.bpf ?? {})) {
      const b = r.permises.find((x) => x.forme.code === code)?.bpf
      expect([b?.receveur, b?.envoyeur]).toEqual(lignes)
    }
    if (attendu.avertissements)
      expect([...new Set(r.permises.flatMap((x) => x.avertissements.map((a) => a.id)))].toSorted()).toEqual(
        attendu.avertissements.toSorted(),
      )
  })
  it('chaque forme et chaque règle servent au moins un cas', () => {
    const jugements = lesCas.map((c) => jugerFormes(c.faits))
    const vues = new Set(
      jugements.flatMap((j) => [
        ...j.interdites.flatMap((x) => [x.forme.code, ...x.raisons.map((r) => r.id)]),
        ...j.permises.flatMap((x) => [x.forme.code, ...x.avertissements.map((a) => a.id)]),
      ]),
    )
    expect(
      [...formes.map((f) => f.code), ...[...interdictions, ...avertissements].map((r) => r.id)].filter(
        (x) => !vues.has(x),
      ),
    ).toEqual([])
  })
  it('chaque règle porte un identifiant à elle, un article et une source', () => {
    const toutes = [...interdictions, ...avertissements]
    expect(new Set(toutes.map((r) => r.id)).size).toBe(toutes.length)
    expect(toutes.filter((r) => r.article === '' || !r.source || r.dit === '')).toEqual([])
  })
})

describe('quels que soient les autres faits', () => {
  const toujours = (titre: string, tenir: (f: Faits) => void) =>
    it(
      titre,
      () =>
        void fc.assert(
          fc.property(desFaits, (f) => void tenir(f)),
          { numRuns: 3000 },
        ),
    )

  it('une personne salariée, dirigée par qui la reçoit, au-dessus du coût : seule l’embauche reste, et la peine est dite', () => {
    fc.assert(
      fc.property(desFaits, fc.constantFrom('salarie', 'cesa'), (quelconques, statut) => {
        const f: Faits = { ...quelconques, statut, dirige: 'receveur', prix: 'libre', memeMorale: false }
        const r = jugerFormes(f)
        expect(
          r.permises.map((p) => p.forme.code).filter((c) => c !== 'contrat-direct' && c !== 'cotraitance'),
        ).toEqual([])
        const groupee = r.permises.find((p) => p.forme.code === 'cotraitance')
        if (groupee)
          expect(groupee.avertissements).toContainEqual(
            expect.objectContaining({ article: 'L8241-1', dit: expect.stringContaining('L8243-1') }),
          )
        for (const code of ['pret', statut === 'cesa' ? 'sous-traitance-cae' : 'sous-traitance'])
          expect(r.interdites.find((x) => x.forme.code === code)?.raisons).toContainEqual(
            expect.objectContaining({ article: 'L8241-1', dit: expect.stringContaining('L8243-1') }),
          )
      }),
      { numRuns: 2000 },
    )
  })
  toujours('une forme est permise ou interdite, jamais les deux, et celles de la table seulement', (f) => {
    const r = jugerFormes(f)
    const dites = [...r.permises, ...r.interdites].map((x) => x.forme.code)
    expect(new Set(dites).size).toBe(dites.length)
    expect(r.interdites.every((x) => x.raisons.length > 0)).toBe(true)
  })
  toujours('au CPF, une sous-traitance permise tient toutes les conditions de R6333-6-2', (f) => {
    const c = { ...f, payeur: 'cpf' } as const
    if (!codes(c).some((x) => ['sous-traitance', 'sous-traitance-cae', 'honoraires'].includes(x))) return
    expect([c.rang, c.nda, c.ecritAvant, c.partCpf <= 80]).toEqual([1, true, true, true])
    expect(c.qualiopi || (c.microSousPlafond && !['cesa', 'cape'].includes(c.statut))).toBe(true)
  })
  toujours('un prêt permis est au coût, accordé, à terme, d’une personne salariée', (f) => {
    if (!codes(f).includes('pret')) return
    expect([f.prix, f.accordSalarie, f.duree !== 'permanente', f.memeMorale]).toEqual([
      'cout',
      true,
      true,
      false,
    ])
    expect(['salarie', 'cesa']).toContain(f.statut)
  })
  toujours(
    'deux enseignes de la même coopérative ne se sous-traitent, ne se prêtent ni ne se groupent',
    (f) => {
      const permises = codes({ ...f, memeMorale: true })
      for (const c of ['sous-traitance', 'sous-traitance-cae', 'pret', 'cotraitance', 'contrat-direct'])
        expect(permises).not.toContain(c)
    },
  )
  toujours('un conseil n’écrit aucune ligne du bilan', (f) => {
    for (const p of jugerFormes({ ...f, objet: 'conseil' }).permises)
      expect(p.bpf).toEqual({ receveur: [], envoyeur: [] })
  })
  toujours('ce qui est reçu puis reconfié ne touche jamais F-1 ni F-2 chez qui reçoit', (f) => {
    for (const p of jugerFormes({ ...f, rang: 2 }).permises) {
      expect(p.bpf.receveur).not.toContain('F-1')
      expect(p.bpf.receveur).not.toContain('F-2')
    }
  })
  toujours('dire un fait à son défaut ne change rien', (f) =>
    expect(jugerFormes({ ...defauts, prix: f.prix, statut: f.statut })).toEqual(
      jugerFormes({ prix: f.prix, statut: f.statut }),
    ),
  )
})
