import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Id } from '#kernel/id.ts'
import { centimes, somme } from '#kernel/montant.ts'
import { defaire, heuresEncoreCertifiees, type LigneADefaire, resteDeLigne } from './avoir.ts'

const ligne = (rang: number, montant: number, minutes = 0, defait = 0): LigneADefaire => ({
  rang,
  nature: 'formation',
  libelle: `Ligne ${rang}`,
  inscription: null,
  acompte: null,
  quantite: 1000,
  unite: 'forfait',
  prix: centimes(montant),
  montant: centimes(montant),
  taux: 0,
  heures: minutes === 0 ? [] : [{ inscription: 'i1' as Id<'Inscription'>, minutes }],
  defait: centimes(defait),
  minutesDefaites: new Map(),
})

describe('un avoir', () => {
  it('d’un bien en est un : il dit la même nature d’opération que sa facture', () => {
    const bien = { ...ligne(0, 3_705), nature: 'annexe', bien: true } as const
    const r = defaire([bien], new Map([[0, centimes(1_235)]]))
    expect(r.ok && r.value).toMatchObject([{ nature: 'annexe', bien: true, montant: -1_235 }])
  })

  it('rend tout : la facture et ses heures s’annulent', () => {
    const r = defaire([ligne(0, 100_000, 840)], new Map([[0, centimes(100_000)]]))
    expect(r).toMatchObject({
      ok: true,
      value: [{ rang: 0, montant: -100_000, heures: [{ minutes: -840 }] }],
    })
  })
  it('rend une part, et les heures au prorata', () => {
    const r = defaire([ligne(0, 100_000, 840)], new Map([[0, centimes(25_000)]]))
    expect(r).toMatchObject({ ok: true, value: [{ montant: -25_000, heures: [{ minutes: -210 }] }] })
  })
  it('une part d’une ligne de plusieurs se dit rendue pour tous', () => {
    const deux = {
      ...ligne(0, 100_000),
      heures: ['i1', 'i2'].map((i) => ({ inscription: i as Id<'Inscription'>, minutes: 420 })),
    }
    const r = defaire([deux], new Map([[0, centimes(25_000)]]))
    expect(r).toMatchObject({
      ok: true,
      value: [
        {
          libelle: expect.stringMatching(/^Part rendue pour 2\sstagiaires ensemble\s: Ligne 0$/),
          heures: [{ minutes: -105 }, { minutes: -105 }],
        },
      ],
    })
    const dite = { ...deux, libelle: 'Anglais, niveau 1, 7\u00a0h suivies par chacun des 2\u00a0stagiaires' }
    expect(defaire([dite], new Map([[0, centimes(25_000)]]))).toMatchObject({
      value: [{ libelle: expect.stringMatching(/: Anglais, niveau 1$/) }],
    })
    const tout = defaire([deux], new Map([[0, centimes(100_000)]]))
    expect(tout).toMatchObject({ value: [{ libelle: 'Ligne 0' }] })
  })
  it('une part choisie pour une personne rend ses heures à elle, et le papier la nomme', () => {
    const trois = {
      ...ligne(0, 90_000),
      heures: ['i1', 'i2', 'i3'].map((i) => ({ inscription: i as Id<'Inscription'>, minutes: 420 })),
    }
    const rendre = (montant: number, qui: readonly (readonly [string, string])[], l = trois) =>
      defaire([l], new Map([[0, centimes(montant)]]), 'rendues', new Map([[0, new Map(qui)]]))
    // Le tiers du prix, pour une des trois : toutes ses heures, et elles seules.
    expect(rendre(30_000, [['i2', 'Aya Konaté']])).toMatchObject({
      ok: true,
      value: [
        {
          libelle: expect.stringMatching(/^Part rendue pour Aya Konaté\s: Ligne 0$/),
          heures: [{ inscription: 'i2', minutes: -420 }],
        },
      ],
    })
    const deux = rendre(30_000, [
      ['i1', 'Aya Konaté'],
      ['i3', 'Florian Gicquel'],
    ])
    expect(deux).toMatchObject({
      value: [
        {
          libelle: expect.stringContaining('Aya Konaté et Florian Gicquel'),
          heures: [
            { inscription: 'i1', minutes: -210 },
            { inscription: 'i3', minutes: -210 },
          ],
        },
      ],
    })
    // Plus que ce qu’elle a suivi, ou que ce qu’un premier avoir lui a laissé : on le dit au lieu de le taire.
    expect(rendre(31_000, [['i2', 'Aya Konaté']])).toMatchObject({
      ok: false,
      error: { code: 'avoir-pour-trop-peu' },
    })
    expect(
      rendre(30_000, [['i2', 'Aya Konaté']], { ...trois, minutesDefaites: new Map([['i2', 100]]) }),
    ).toMatchObject({ ok: false, error: { code: 'avoir-pour-trop-peu' } })
    // Personne de la ligne : comme aucun choix.
    expect(rendre(30_000, [['autre', 'Autre']])).toMatchObject({
      value: [{ heures: [{ minutes: -140 }, { minutes: -140 }, { minutes: -140 }] }],
    })
  })
  it('une remise rend de l’argent, et laisse les heures suivies ; entière, elle rend tout', () => {
    const part = defaire([ligne(0, 100_000, 840)], new Map([[0, centimes(25_000)]]), 'gardees')
    expect(part).toMatchObject({
      ok: true,
      value: [{ libelle: expect.stringMatching(/^Remise sur\s: Ligne 0$/), montant: -25_000, heures: [] }],
    })
    const tout = defaire([ligne(0, 100_000, 840)], new Map([[0, centimes(100_000)]]), 'gardees')
    expect(tout).toMatchObject({
      ok: true,
      value: [{ libelle: 'Ligne 0', heures: [{ minutes: -840 }] }],
    })
  })
  it.each([
    ['plus que la ligne', [ligne(0, 100_000)], [[0, 100_001]], 'avoir-trop-grand'],
    [
      'plus que ce qu’un premier avoir a laissé',
      [ligne(0, 100_000, 0, 60_000)],
      [[0, 40_001]],
      'avoir-trop-grand',
    ],
    ['dans l’autre sens', [ligne(0, 100_000)], [[0, -1]], 'avoir-trop-grand'],
    ['rien', [ligne(0, 100_000)], [], 'avoir-nul'],
    [
      'une déduction d’acompte seule',
      [ligne(0, 100_000), ligne(1, -30_000)],
      [[1, -30_000]],
      'avoir-negatif',
    ],
  ] as const)('ne rend pas %s', (_, lignes, rendre, code) => {
    const r = defaire(lignes, new Map(rendre.map(([k, v]) => [k, centimes(v)])))
    expect(r).toMatchObject({ ok: false, error: { code } })
  })
  it('une suite d’avoirs ne dépasse jamais la facture, ni ses heures', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 1_000_000 }),
        fc.integer({ min: 1, max: 5_000 }),
        fc.array(fc.integer({ min: 1, max: 600_000 }), { minLength: 1, maxLength: 12 }),
        (montant, minutes, demandes) => {
          let l = ligne(0, montant, minutes)
          for (const d of demandes) {
            const r = defaire([l], new Map([[0, centimes(d)]]))
            expect(r.ok).toBe(d <= resteDeLigne(l))
            if (!r.ok) continue
            const rendues = somme(r.value.flatMap((x) => x.heures.map((h) => centimes(-h.minutes))))
            l = {
              ...l,
              defait: centimes(l.defait + d),
              minutesDefaites: new Map([['i1', (l.minutesDefaites.get('i1') ?? 0) + rendues]]),
            }
            expect(l.defait).toBeLessThanOrEqual(montant)
            expect(l.minutesDefaites.get('i1') ?? 0).toBeLessThanOrEqual(minutes)
          }
          if (l.defait === montant) expect(l.minutesDefaites.get('i1')).toBe(minutes)
        },
      ),
    )
  })
})

describe('les heures qu’un avoir rend et qu’un certificat atteste encore', () => {
  const avoirDe = (minutes: number) => [ligne(0, -100_000, -minutes)]
  const certifie = (minutes: number) => new Map([['i1', { numeros: 'CR-1', minutes }]])
  const reste = (rendues: number, facturees: number, certifiees: number) =>
    heuresEncoreCertifiees(avoirDe(rendues), new Map([['i1', facturees]]), certifie(certifiees)).map(
      (h) => h.minutes,
    )
  it.each([
    ['tout est rendu, tout reste certifié', 420, 420, 420, [420]],
    ['une part l’est', 120, 420, 420, [120]],
    ['le certificat, corrigé d’abord, dit déjà moins', 120, 420, 300, []],
    ['corrigé, mais pas d’assez', 120, 420, 360, [60]],
    ['d’une période seulement : le reste n’était pas certifié', 420, 420, 210, [210]],
    ['d’autres factures du même payeur en doivent autant', 120, 540, 420, []],
  ])('%s', (_, rendues, facturees, certifiees, attendu) => {
    expect(reste(rendues, facturees, certifiees)).toEqual(attendu)
  })
  it('une remise ne rend aucune heure, et qui n’a pas de certificat n’a rien à corriger', () => {
    expect(heuresEncoreCertifiees([ligne(0, -100_000)], new Map(), certifie(420))).toEqual([])
    expect(heuresEncoreCertifiees(avoirDe(420), new Map(), new Map())).toEqual([])
  })
})
