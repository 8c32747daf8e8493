import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type DateCivile, ecartEnJours } from '#kernel/dates.ts'
import { jourDuCertificat } from '#kernel/delais.ts'
import { composerResume, genresDAvis, listeGenresDAvis, quandPour } from './avis.ts'
import { celluleDe, type Faits } from './cellule.ts'
import { asCode, codePropre, direQuand, estPropre, etapeDe, etapes, nomDEtape, regler } from './etapes.ts'
import { motsCommuns, motsDe, remplir, verifierMots } from './mots.ts'

const j = (t: string) => t as DateCivile

describe('les étapes proposées', () => {
  it('disent chacune d’où vient leur délai, et leurs mots se remplacent tous', () => {
    for (const e of etapes) {
      expect(e.source.texte.length, e.code).toBeGreaterThan(5)
      if (!e.message) continue
      const permis = [...motsCommuns, ...(e.mots ?? [])]
      expect(verifierMots(e.message.objet + e.message.corps, permis), e.code).toMatchObject({ ok: true })
    }
  })

  it('précèdent la session si elles la préparent, la suivent sinon', () => {
    for (const e of etapes.filter((x) => x.ancre !== 'demi'))
      expect(e.ancre === 'debut' ? e.ecart < 0 : e.ecart >= 0, e.code).toBe(true)
  })

  it('ne s’envoient seules, ici, que sans rien signer ni facturer', () => {
    const aLaMain = etapes.filter((e) => e.conduite === 'geste').map((e) => e.code)
    expect(aLaMain).toEqual(['certificat', 'convention', 'facture', 'accord'])
  })

  it('attend le certificat le jour qu’« Aujourd’hui » et la session annoncent', () => {
    const certificat = etapes.find((e) => e.code === 'certificat')
    const fin = j('2026-12-15')
    expect(jourDuCertificat(fin)).toBe('2026-12-17')
    expect(certificat?.ecart).toBe(ecartEnJours(fin, jourDuCertificat(fin)))
  })

  it.each([
    [{ ancre: 'debut', ecart: -7 }, '7 jours avant le début'],
    [{ ancre: 'debut', ecart: -1 }, 'la veille'],
    [{ ancre: 'fin', ecart: 0 }, 'le dernier jour'],
    [{ ancre: 'fin', ecart: 1 }, '1 jour après la fin'],
    [{ ancre: 'demi', ecart: 0 }, 'à chaque demi-journée'],
  ] as const)('%j se dit « %s »', (e, dit) => {
    expect(direQuand(e)).toBe(dit)
  })

  it('inconnue, se nomme par son code', () => {
    expect(nomDEtape('toString')).toBe('toString')
    expect(nomDEtape('convocation')).toBe('Convocation')
  })
})

describe('les mots entre accolades', () => {
  it('se remplacent d’un trait : une valeur qui en contient n’en appelle pas d’autres', () => {
    expect(remplir('{prenom}, {nom}, {autre}', { prenom: '{nom}', nom: 'Pons' })).toBe('{nom}, Pons, {autre}')
    expect(remplir('{constructor}', {})).toBe('{constructor}')
  })

  it('inconnus, sont refusés avec la liste de ceux qui valent', () => {
    const r = verifierMots('Bonjour {prenon}', ['prenom'])
    expect(r).toMatchObject({ ok: false, error: { code: 'mot-inconnu' } })
    expect(r.ok ? '' : r.error.phrase).toContain('{prenom}')
  })

  it('exigés, ne peuvent manquer', () => {
    expect(verifierMots('Bonjour', ['lien'], 'lien')).toMatchObject({ error: { code: 'mot-exige' } })
    expect(verifierMots('Ici : {lien}', ['lien'], 'lien')).toMatchObject({ ok: true })
    expect(motsDe('{a} {a} {b}')).toEqual(['a', 'b'])
  })
})

describe('une case de la matrice', () => {
  const base: Faits = { prevu: j('2026-11-17'), attend: true, seul: false }
  const jour = j('2026-11-20')

  it.each([
    ['à venir et armée, part seule', { ...base, prevu: j('2026-12-01'), seul: true }, 'prevu'],
    ['à venir sans être armée, attend quelqu’un', { ...base, prevu: j('2026-12-01') }, 'attendu'],
    ['son jour passé, est en retard', base, 'retard'],
    ['arrêtée, le dit', { ...base, prevu: j('2026-12-01'), seul: true, arrete: true }, 'arrete'],
    ['partie, attend sa réponse', { ...base, parti: j('2026-11-17') }, 'parti'],
    ['partie, sans rien attendre, est faite', { ...base, attend: false, parti: j('2026-11-17') }, 'fait'],
    [
      'sans réponse passé son dernier jour, est en retard',
      { ...base, parti: j('2026-11-01'), avant: j('2026-11-15') },
      'retard',
    ],
    ['rejetée, le dit', { ...base, parti: j('2026-11-17'), rejete: true }, 'rejete'],
    [
      'arrivée malgré un rejet, est faite',
      { ...base, fait: j('2026-11-18'), rejete: true, arrete: true },
      'fait',
    ],
    ['sans objet, ne réclame rien', { ...base, sansObjet: true }, 'sans-objet'],
  ] as const)('%s', (_titre, faits, etat) => {
    expect(celluleDe(faits, jour).etat).toBe(etat)
  })
})

describe('les avis', () => {
  it('proposent un choix offert, et un choix qui ne l’est pas ne compte pas', () => {
    for (const g of listeGenresDAvis) {
      expect(genresDAvis[g].choix as readonly string[], g).toContain(quandPour({}, g))
    }
    expect(quandPour({ 'a-faire': 'aussitot' }, 'a-faire')).toBe('jamais')
    expect(quandPour({ visa: 'jamais' }, 'visa')).toBe('jamais')
  })

  it('se taisent quand il n’y a rien à dire', () => {
    const a = { prenom: 'Rosa', organisme: 'Essai', origine: 'http://x', reglages: '/compte/avertissements' }
    expect(composerResume(a, [])).toBeUndefined()
    const r = composerResume(a, [
      { genre: 'visa', phrase: 'Convention CV-1.', href: '/visas' },
      { genre: 'visa', phrase: 'Convention CV-1.', href: '/visas' },
    ])
    expect(r?.texte.match(/CV-1/g)).toHaveLength(1)
    expect(r?.texte).toContain('http://x/compte/avertissements')
  })
})

describe('une étape que la coopérative ajoute', () => {
  it('a un code à elle, sans chiffre, que deux identifiants ne partagent pas', () => {
    fc.assert(
      fc.property(fc.uuid(), fc.uuid(), (a, b) => {
        expect(codePropre(a)).toMatch(/^[a-z-]{3,40}$/)
        expect(asCode(codePropre(a))).toBe(codePropre(a))
        expect(codePropre(a) === codePropre(b)).toBe(a === b)
      }),
    )
    expect(etapes.some((e) => estPropre(e.code))).toBe(false)
    expect(
      ['propre-', 'propre-zz', `propre-${'q'.repeat(32)}`, `propre-${'a'.repeat(33)}`].map(asCode),
    ).toEqual([undefined, undefined, undefined, undefined])
  })

  it('est conduite ici, sans rappel, et n’a de mots que les siens', () => {
    const e = etapeDe({
      code: codePropre('00ff'.repeat(8)),
      nom: 'Plan d’accès',
      publics: 'clients',
      ancre: 'fin',
    })
    expect(e).toMatchObject({ conduite: 'ici', relances: [], mots: ['client', 'stagiaires'] })
    const r = {
      code: e.code,
      active: true,
      ecart: 2,
      relances: [],
      objet: 'Venir',
      corps: 'Bonjour {prenom}.',
    }
    expect(regler(e, r)).toMatchObject({ objet: 'Venir', corps: 'Bonjour {prenom}.', ecart: 2 })
    expect(nomDEtape(e.code)).toBe('Étape de la coopérative')
  })
})
