import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbGraine, dossierComplet, fautes } from '../test/dossiers.ts'
import { controler } from './controler.ts'
import { jugementDe, juger } from './juger.ts'
import { direPourquoi } from './regle.ts'
import { regles } from './regles.ts'

const trouve = (d: Parameters<typeof controler>[0]) => [...new Set(controler(d).constats.map((c) => c.regle))]

describe('Un dossier complet', () => {
  it('ne fait parler aucune règle, quel que soit le lieu, le jour, la façon de suivre', () => {
    fc.assert(
      fc.property(arbGraine(), (g) => {
        expect(controler(dossierComplet(g)).constats).toEqual([])
      }),
      { numRuns: 200 },
    )
  })
  it('sans facture à lire, la règle des heures facturées ne conclut pas', () => {
    const { factures: _, ...sans } = dossierComplet({
      mode: 'salle',
      stagiaires: 3,
      jours: 1,
      depart: 0,
      lieu: 0,
      absences: [],
      tablette: false,
    })
    const releve = controler(sans)
    expect(releve.nonVerifiables.map((r) => r.code)).toEqual(['heures-facture'])
    expect(releve.passees).toBe(regles.length - 1 - releve.sansObjet.length)
    expect(releve.sansObjet.map((r) => r.code)).toContain('afest-analyse')
  })
})

describe('Une faute, un constat', () => {
  const seul = dossierComplet({
    mode: 'salle',
    stagiaires: 9,
    jours: 2,
    depart: 0,
    lieu: 0,
    absences: [],
    tablette: false,
  })
  it('un intitulé faux sur toutes les pièces d’un dossier se dit une fois, et dit combien', () => {
    const faux = { ...seul, session: { ...seul.session, intitule: 'Anglais, autrement dit' } }
    const constats = controler(faux).constats.filter((c) => c.regle === 'intitule-concordant')
    expect(constats).toHaveLength(1)
    expect(constats[0]?.phrase).toMatch(/et \d+.autres pièces disent «/)
  })
  it('ni facturée, ni prouvée, une heure se dit au singulier', () => {
    const zero = {
      ...seul,
      factures: seul.factures?.map((f) => ({ ...f, minutes: 0 })),
      inscriptions: seul.inscriptions.map((i) => ({ ...i, realiseMin: 0 })),
    }
    const dites = controler(zero).constats.map((c) => c.phrase)
    expect(dites.some((p) => p.includes('aucune heure facturée, '))).toBe(true)
    expect(dites.some((p) => p.includes('aucune heure prouvée, '))).toBe(true)
    expect(dites.filter((p) => /aucune heure \p{L}+ées/u.test(p))).toEqual([])
  })
  it('la contresignature ne manque pas tant que l’on peut encore signer ; passé ce temps, le constat dit de qui', () => {
    const [premiere] = seul.seances
    const sans = {
      ...seul,
      seances: seul.seances.map((s) => (s === premiere ? { ...s, contresignatures: [] } : s)),
    }
    const a = (maintenant: Date | undefined) =>
      controler({ ...sans, maintenant: maintenant ?? sans.maintenant }).constats.filter(
        (c) => c.regle === 'formateur-signature',
      )
    expect(a(premiere?.finLe)).toEqual([])
    expect(a(premiere?.fermeLe)[0]?.phrase).toContain(`{tiers:${premiere?.intervenants[0]?.personne}}`)
  })
  it('deux demi-journées signées à la reprise, fenêtres ouvertes toutes deux : à juger, jamais bloquant', () => {
    const apresMidi = seul.seances[1]
    const [qui] = seul.inscriptions
    const le = new Date((apresMidi?.ouvreLe.getTime() ?? 0) + 6 * 60_000)
    const ensemble = {
      ...seul,
      cases: seul.cases.map((c) =>
        c.inscription === qui?.id && seul.seances.slice(0, 2).some((s) => s.id === c.seance)
          ? { ...c, etat: 'presente' as const, signeeLe: le, attestee: false }
          : c,
      ),
    }
    expect(controler(ensemble).constats.map((c) => [c.regle, c.gravite])).toEqual([
      ['signatures-ensemble', 'a-juger'],
    ])
  })
})

describe('Une cause, un constat', () => {
  const classe = (n: number) => {
    const d = dossierComplet({
      mode: 'salle',
      stagiaires: n,
      jours: 1,
      depart: 0,
      lieu: 0,
      absences: [],
      tablette: false,
    })
    return { d, noms: d.inscriptions.map((i) => `{tiers:${i.personne}}`) }
  }
  const sansDossier = (n: number) => {
    const { d, noms } = classe(n)
    return { noms, d: { ...d, inscriptions: d.inscriptions.map((i) => ({ ...i, dossier: null })) } }
  }
  const sansStatut = (n: number) => {
    const { d, noms } = classe(n)
    const cases = d.cases.map((c) => ({ ...c, etat: 'attendue' as const, signeeLe: null, porte: null }))
    return { noms, d: { ...d, cases } }
  }
  const de = (d: Parameters<typeof controler>[0], regle: string) =>
    controler(d).constats.filter((c) => c.regle === regle)
  it('six personnes sans statut à deux demi-journées : un constat par demi-journée, qui nomme les six', () => {
    const { d, noms } = sansStatut(6)
    const rendus = de(d, 'creneau-sans-statut')
    expect(rendus.map((c) => c.cle)).toEqual(d.seances.map((s) => s.id))
    for (const c of rendus) for (const nom of noms) expect(c.phrase).toContain(nom)
  })
  it('six personnes sans dossier : un constat, qui les nomme', () => {
    const { d, noms } = sansDossier(6)
    const [constat, ...autres] = de(d, 'sans-engagement')
    expect(autres).toEqual([])
    for (const nom of noms) expect(constat?.phrase).toContain(nom)
  })
  it.each([
    ['sans-engagement', sansDossier(60)],
    ['creneau-sans-statut', sansStatut(60)],
  ])(
    '%s, de soixante personnes : chacune se lit, et chaque phrase tient dans la base',
    (regle, { d, noms }) => {
      const phrases = de(d, regle).map((c) => c.phrase)
      for (const nom of noms) expect(phrases.some((p) => p.includes(nom))).toBe(true)
      for (const p of phrases) expect(p.length).toBeLessThanOrEqual(2000)
    },
  )
  it('une demi-journée d’une seule personne, attestée sans sa signature, se dit et la nomme', () => {
    const { d, noms } = classe(1)
    const [premiere] = d.seances
    const cases = d.cases.map((c) => (c.seance === premiere?.id ? { ...c, attestee: true } : c))
    const rendus = de({ ...d, cases }, 'demi-journee-sans-signature')
    expect(rendus.map((c) => c.cle)).toEqual([premiere?.id])
    expect(rendus[0]?.phrase).toContain(noms[0])
  })
})

describe('Ce que rien ne refait se juge, et le constat se ferme', () => {
  it.each([
    'demi-journee-sans-signature',
    'signatures-en-serie',
    'appareil-pour-plusieurs',
    'signature-hors-delai',
    'signatures-ensemble',
    'remise-un-autre-jour',
  ])('%s', (code) => {
    const complet = dossierComplet({
      mode: 'salle',
      stagiaires: 6,
      jours: 3,
      depart: 0,
      lieu: 0,
      absences: [],
      tablette: code === 'signatures-en-serie',
    })
    const d = fautes.find((f) => f.regle === code)?.planter(complet, () => 0)
    const [constat] = d ? controler(d).constats : []
    expect([constat?.regle, constat?.remede]).toEqual([code, direPourquoi])
    if (!constat) return
    const motif = 'Tom était dans la salle, et l’a vu signer.'
    expect(juger({ ...constat, jugement: undefined }, 'accepte', motif)).toMatchObject({ ok: true })
    const jugement = {
      regle: constat.regle,
      cle: constat.cle,
      empreinte: constat.phrase,
      decision: 'accepte' as const,
      motif,
      le: new Date(0),
      parNom: 'Maïwenn Le Goff',
    }
    expect(jugementDe(constat, [jugement], (phrase) => phrase)).toBe(jugement)
  })
})

describe('Une faute plantée, d’un seul fait', () => {
  it('chaque règle a sa faute, et chaque faute sa règle', () => {
    expect([...new Set(fautes.map((f) => f.regle))].toSorted()).toEqual(regles.map((r) => r.code).toSorted())
  })
  it.each(fautes)('$regle : $quoi', (faute) => {
    fc.assert(
      fc.property(
        arbGraine(faute.modes),
        fc.array(fc.nat(10_000), { minLength: 6, maxLength: 6 }),
        (g, suite) => {
          let rang = 0
          const tirage = (n: number) => (suite[rang++ % suite.length] ?? 0) % n
          const faux = faute.planter(dossierComplet(g), tirage)
          // Un dossier qui ne s’y prête pas ne compte pas : on en tire d’autres, jusqu’à quatre-vingts fautes plantées.
          fc.pre(faux !== undefined)
          if (faux) expect(trouve(faux)).toEqual([faute.regle])
        },
      ),
      { numRuns: 80 },
    )
  })
})

describe('Les clés', () => {
  it('distinguent deux constats d’une même règle, et ne portent aucun nom', () => {
    fc.assert(
      fc.property(fc.constantFrom(...fautes), arbGraine(), (faute, g) => {
        const faux = faute.modes.includes(g.mode) ? faute.planter(dossierComplet(g), () => 0) : undefined
        if (!faux) return
        const cles = controler(faux).constats.map((c) => `${c.regle} ${c.cle}`)
        expect(new Set(cles).size).toBe(cles.length)
        for (const c of cles) expect(c.length).toBeLessThan(400)
      }),
      { numRuns: 200 },
    )
  })
})
